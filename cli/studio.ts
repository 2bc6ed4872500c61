/**
 * Everything a call needs, on this machine: the Worker on workerd, a stand-in for Telnyx with its callers and the people
 * who are rung, and a CRM. No key, no account, no network.
 */
import type { CallView } from "../durable-objects/protocol.ts";
import { formatProblem, parseRulebook } from "../rules/rulebook/parse.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { Carrier } from "../simulator/carrier.ts";
import type { CallReport } from "../simulator/control.ts";
import { CrmReceiver } from "../simulator/crm-receiver.ts";
import { serveCarrier } from "../simulator/server.ts";
import { createSigner } from "../simulator/signing.ts";
import type { Bundle } from "./bundle.ts";
import { findFreePort } from "./free-port.ts";
import { CONNECTION, LINE, localSettings, makeSecrets } from "./local-settings.ts";
import { behave, type CallOrder } from "./orders.ts";
import { type RunningWorker, runWorker } from "./workerd.ts";

export type StudioOptions = {
  readonly bundle: Bundle;
  /** YAML as it would stand in KV. */
  readonly rulebook: string;
  /** How its problems name it, e.g. the path of its file. */
  readonly rulebookName: string;
  /** Of the stand-in for Telnyx and of the CRM; 0 takes a free one. */
  readonly port: number;
  readonly onLog?: (line: string) => void;
};

export type Studio = {
  /** Our own telephone number. */
  readonly line: string;
  readonly workerOrigin: string;
  readonly rulebook: Rulebook;
  place(order: CallOrder): PlacedCall;
  close(): Promise<void>;
};

export type PlacedCall = {
  readonly session: string;
  readonly order: CallOrder;
  /** How far the call's clock is ahead of this machine's. */
  readonly shiftMs: number;
  report(): CallReport;
  /** What the call's object knows; null before it has heard of the call. */
  view(): Promise<CallView | null>;
};

/** A caller answers this long after we have fallen silent; the pause between two sentences of ours is 1.4 s. */
const REPLY_AFTER_MS = 1_700;
/** The caller hangs up then: long enough to be seen, short enough to wait for. */
const TALKS_MS = 4_000;

export async function openStudio(options: StudioOptions): Promise<Studio> {
  const parsed = parseRulebook(options.rulebook, "local");
  if (!parsed.ok)
    throw new RulebookError(parsed.problems.map((problem) => formatProblem(problem, options.rulebookName)));
  const { rulebook } = parsed;
  const signer = createSigner();
  const secrets = makeSecrets();
  const workerPort = await findFreePort();
  const carrier = new Carrier({
    people: Object.fromEntries(Object.values(rulebook.people).map(({ phone }) => [phone, behave("answer")])),
    numbers: [LINE],
    connectionId: CONNECTION,
    webhookUrl: `http://127.0.0.1:${workerPort}/telnyx/webhooks`,
    key: secrets.apiKey,
  });
  const telnyx = await serveCarrier({ carrier, port: options.port, signer, crm: new CrmReceiver(secrets.crmSecret) });
  let worker: RunningWorker;
  try {
    worker = await runWorker({
      bundle: options.bundle,
      port: workerPort,
      storage: null,
      settings: localSettings(telnyx.url, signer.publicKey, secrets),
      ...(options.onLog && { onLog: options.onLog }),
    });
    await worker.putRulebook("rulebook", options.rulebook);
    await expectHealthy(worker);
  } catch (error) {
    await telnyx.close();
    throw error;
  }

  const view = async (session: string): Promise<CallView | null> => {
    const headers = { authorization: `Bearer ${secrets.apiToken}` };
    const response = await fetch(`${worker.origin}/api/calls/${session}`, { headers });
    if (response.ok) return (await response.json()) as CallView;
    await response.body?.cancel();
    return null;
  };
  return {
    line: LINE,
    workerOrigin: worker.origin,
    rulebook,
    place(order) {
      const says = order.says.map((words) => ({ atMs: REPLY_AFTER_MS, next: true as const, says: words }));
      const people = Object.fromEntries(
        Object.values(rulebook.people).map(({ id, phone }) => [phone, behave(order.people[id] ?? "answer")]),
      );
      const placedAt = telnyx.now();
      const script = { from: order.from, to: LINE, steps: says, talksMs: TALKS_MS, attestation: "A" as const };
      const { session } = telnyx.place(script, { people, shownAt: order.at });
      return {
        session,
        order,
        shiftMs: order.at - placedAt,
        report: () => telnyx.report(session),
        view: () => view(session),
      };
    },
    async close() {
      await worker.dispose();
      await telnyx.close();
    },
  };
}

/** The Worker says itself what it lacks; here that would be a mistake of ours. */
async function expectHealthy({ origin }: RunningWorker): Promise<void> {
  const response = await fetch(`${origin}/healthz`);
  const health = await response.text();
  if (!response.ok) throw new Error(`The Worker says that it cannot take calls: ${health}`);
}

/** The rulebook cannot be used; one line a problem. */
export class RulebookError extends Error {
  override readonly name = "RulebookError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The rulebook cannot be used:\n${problems.join("\n")}`);
    this.problems = problems;
  }
}
