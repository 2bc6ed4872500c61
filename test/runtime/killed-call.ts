/**
 * One emergency call on the real runtime, during which the Worker's process is killed and started again on the same
 * storage. Telephones are quick here, so that what takes time is what we do.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundle, projectRoot } from "../../cli/bundle.ts";
import { findFreePort } from "../../cli/free-port.ts";
import { CONNECTION, LINE, localSettings, makeSecrets } from "../../cli/local-settings.ts";
import type { CallView } from "../../durable-objects/protocol.ts";
import { Carrier } from "../../simulator/carrier.ts";
import type { CallReport } from "../../simulator/control.ts";
import { CrmReceiver, type Post, type Reply } from "../../simulator/crm-receiver.ts";
import { type CommandFate, FINE_WEATHER, Weather } from "../../simulator/faults.ts";
import { Random } from "../../simulator/random.ts";
import { serveCarrier } from "../../simulator/server.ts";
import { createSigner } from "../../simulator/signing.ts";
import type { CommandRequest } from "../../simulator/types.ts";
import { KillableWorker } from "./killable-worker.ts";

/** The moment a request of ours is on the wire; `nth` counts from 1. */
export type Moment = { readonly request: string; readonly nth: number };

export type Outcome = {
  readonly disposition: string | null;
  readonly phase: string | null;
  readonly handledBy: string | null;
  /** Everybody who was dialled, in order; a command that the carrier ignored as a repetition does not count. */
  readonly dialled: readonly string[];
  readonly bridges: number;
  /** One entry a record: the CRM keeps each `webhook-id` once. */
  readonly records: readonly string[];
  /** One entry a text: by its rule a page is sent again when nothing was heard of the first. */
  readonly pages: readonly string[];
};

const OWNER = "+12145550101";
const TECHNICIAN = "+12145550102";
const QUICK = {
  answeredMs: 50,
  speechStartsMs: 50,
  charactersPerSecond: 300,
  interimMs: 40,
  finalMs: 60,
  dialMs: 50,
  bridgeMs: 30,
  playbackStartsMs: 30,
  messageSentMs: 50,
  messageFinalizedMs: 100,
};
/** How long the machine stays away: a new process of Cloudflare's is there sooner. */
const DOWN_MS = 300;
/** Longer than every watchdog that a lost webhook leaves to us. */
const LONGEST_MS = 80_000;
/** Time for a second record or a third dial to show itself, if there were one. */
const AFTERMATH_MS = 1_000;
/**
 * How long caller and technician talk: longer than a slow machine is away, because a hang-up that overtakes the news of
 * the bridge is another story.
 */
const TALK_MS = 6_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function playAndKill(bundle: Bundle, moment: Moment | null): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "firstring-kill-"));
  const signer = createSigner();
  const secrets = makeSecrets();
  const port = await findFreePort();
  let seen = 0;
  let killed = false;
  let restarted = Promise.resolve();
  /** The request was sent and its answer never arrives. */
  const strike = (request: string): boolean => {
    if (killed || moment === null || request !== moment.request || ++seen < moment.nth) return false;
    killed = true;
    worker.kill();
    restarted = wait(DOWN_MS).then(() => worker.start());
    return true;
  };

  class Ambush extends Weather {
    override fate({ path }: CommandRequest): CommandFate {
      return strike(path.split("/").at(-1) ?? "") ? "hang-after" : "fine";
    }
  }
  class AmbushedCrm extends CrmReceiver {
    override receive(post: Post): Reply {
      const reply = super.receive(post);
      return strike("crm") ? { status: null, afterMs: 0 } : reply;
    }
  }

  const crm = new AmbushedCrm(secrets.crmSecret);
  const carrier = new Carrier({
    people: {
      [OWNER]: { does: "decline", afterMs: 400 },
      [TECHNICIAN]: { does: "answer", afterMs: 400, presses: "1", pressAfterMs: 200, talksMs: null },
    },
    numbers: [LINE],
    connectionId: CONNECTION,
    webhookUrl: `http://127.0.0.1:${port}/telnyx/webhooks`,
    key: secrets.apiKey,
    timing: QUICK,
  });
  const weather = new Ambush(FINE_WEATHER, new Random(1));
  const telnyx = await serveCarrier({ carrier, port: 0, signer, crm, weather });
  const demo = await readFile(join(projectRoot, "simulator", "demo", "lone-star.yaml"), "utf8");
  const worker = new KillableWorker(
    {
      bundle,
      port,
      storage: join(folder, "storage"),
      settings: localSettings(telnyx.url, signer.publicKey, secrets),
      rulebook: demo.replaceAll("127.0.0.1:8799", new URL(telnyx.url).host),
    },
    folder,
  );
  try {
    await worker.start();
    const says = "we have no heat and the baby is cold";
    // As people do: said once, and again when asked, because nobody was there to hear it.
    const steps = [
      { atMs: 100, next: true as const, says },
      { atMs: 100, after: "are you there", says },
      { atMs: 100, after: "can't hear you", says },
    ];
    const { session } = telnyx.place({ from: "+12145550147", to: LINE, steps, talksMs: TALK_MS });
    const view = await untilSettled(() => telnyx.report(session), port, secrets.apiToken);
    await restarted;
    if (moment !== null && !killed) throw new Error(`The call never came to ${moment.request} number ${moment.nth}.`);
    return outcome(telnyx.report(session), view);
  } finally {
    await restarted.catch(() => {});
    worker.kill();
    await telnyx.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilSettled(report: () => CallReport, port: number, token: string): Promise<CallView | null> {
  const startedAt = Date.now();
  for (;;) {
    const { over, session, crm, messages } = report();
    const url = `http://127.0.0.1:${port}/api/calls/${session}`;
    const view = await look(url, token);
    const done = over && crm.length > 0 && messages.length > 0;
    const settled = done && view?.call.phase.name === "closed" && view.pending.length === 0;
    await wait(settled ? AFTERMATH_MS : 100);
    if (settled || Date.now() - startedAt > LONGEST_MS) return view;
  }
}

/** Null while nobody is there to answer, or dies while answering. */
async function look(url: string, token: string): Promise<CallView | null> {
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const view: CallView = JSON.parse(await response.text());
    return response.ok ? view : null;
  } catch {
    return null;
  }
}

function outcome({ legs, crm, messages, sounds }: CallReport, view: CallView | null): Outcome {
  const dialled = legs.filter(({ direction }) => direction === "outgoing").map(({ to }) => to);
  return {
    disposition: view?.call.disposition ?? null,
    phase: view?.call.phase.name ?? null,
    handledBy: view?.call.handledBy ?? null,
    dialled,
    bridges: sounds.filter(({ what }) => what === "talk").length / 2,
    records: crm.map(({ body }) => String(JSON.parse(body).event)),
    pages: [...new Set(messages.map(({ to, text }) => `${to} ${text}`))].map((page) =>
      page.slice(0, page.indexOf(" ")),
    ),
  };
}
