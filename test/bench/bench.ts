/**
 * `npm run bench`: what a webhook costs, side by side in one run on one machine. Only the ratios mean anything elsewhere.
 *
 *   bare     the least that is durable: verify, one row, 200; on the same workerd
 *   ours     Firstring's production bundle, playing whole emergency calls
 *   express  the vendor's SDK on Express in Node; it keeps nothing
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { bundleWorker, projectRoot } from "../../cli/bundle.ts";
import { type RunningWorker, runWorker } from "../../cli/workerd.ts";
import { createSigner } from "../../simulator/signing.ts";
import type { Written } from "./counting.ts";
import { Figures } from "./figures.ts";
import { CONNECTION, type Delivered, makeCarrier, PHRASE, play } from "./play.ts";
import { type Post, postTo } from "./post.ts";
import { printReport } from "./report.ts";
import { serveTelnyx, type TelnyxStub } from "./telnyx-stub.ts";

const here = import.meta.dirname;
const WEBHOOKS = "/telnyx/webhooks";
/** Before the compilers have seen the code and the isolates are warm. */
const WARM_UP_CALLS = 10;
const CALLS = 100;
const COUNTED_CALLS = 5;
const CRM_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

const signer = createSigner();
const telnyx = await serveTelnyx(() => makeCarrier(1));
const settings = {
  TELNYX_API_KEY: "KEYbench",
  TELNYX_PUBLIC_KEY: signer.publicKey,
  TELNYX_CONNECTION_IDS: CONNECTION,
  TELNYX_API_BASE_URL: `http://127.0.0.1:${telnyx.port}/v2`,
  FALLBACK_NUMBER: "+12145550198",
  LOCAL_TARGETS: `127.0.0.1:${telnyx.port}`,
  RULEBOOK_CRM_SECRET: CRM_SECRET,
  RULEBOOK_CRM_SECRET_HOST: `127.0.0.1:${telnyx.port}`,
};
const rulebook = readFileSync(join(projectRoot, "simulator", "demo", "lone-star.yaml"), "utf8").replaceAll(
  "127.0.0.1:8799",
  `127.0.0.1:${telnyx.port}`,
);

const bare = await startBare();
const ours = await startOurs("wrangler.toml");
const express = await startExpress(telnyx);
const figures = await measure(postTo(ours.origin + WEBHOOKS), postTo(bare.origin + WEBHOOKS), express.post);
express.process.kill();
await bare.dispose();
await ours.dispose();
const written = await countRows();
telnyx.close();
printReport(figures, written, { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, calls: CALLS });

async function measure(toOurs: Post, toBare: Post, toExpress: Post): Promise<Figures> {
  const found = new Figures();
  for (let call = 0; call < WARM_UP_CALLS + CALLS; call++) {
    const into = call < WARM_UP_CALLS ? new Figures() : found;
    telnyx.carrier = makeCarrier(call + 1);
    // The same webhook to all three, one right after the other, so that a busy moment of this machine meets them all.
    await play(telnyx, call, signer, toOurs, async (one) => {
      const { type, body, headers, status } = one;
      if (status !== 200) throw new Error(`${type} was answered ${status}`);
      note(into, "ours", one, one.commands);
      into.add(`bare ${type}`, (await toBare(body, headers)).tookMs);
      const posted = await telnyx.hold(() => toExpress(body, headers));
      await telnyx.quiet();
      note(into, "express", { type, ...posted }, telnyx.take());
    });
  }
  return found;
}

function note(
  into: Figures,
  who: "ours" | "express",
  { type, sentAt, tookMs }: Pick<Delivered, "type" | "sentAt" | "tookMs">,
  commands: Delivered["commands"],
): void {
  into.add(`${who} ${type}`, tookMs);
  const command = (name: string) => commands.find((one) => one.name === name);
  const dial = type.startsWith("call.transcription") ? command("calls") : undefined;
  if (dial) into.add(`${who} fragment → dial`, dial.at - sentAt);
  const answer = type === "call.initiated, new call" ? command("answer") : undefined;
  if (answer) into.add(`${who} new call → answer`, answer.at - sentAt);
}

/** Rows by webhook type, and of a whole call with its desk; in a Worker of its own, so that counting costs the others nothing. */
async function countRows(): Promise<Figures> {
  const counting = await startOurs(join("test", "bench", "counting.toml"));
  const found = new Figures();
  const read = async (): Promise<{ call: Written; desk: Written }> =>
    JSON.parse(await (await fetch(`${counting.origin}/written`)).text());
  for (let call = 0; call < COUNTED_CALLS; call++) {
    telnyx.carrier = makeCarrier(1000 + call);
    const before = await read();
    let last = before;
    const delivered = await play(telnyx, 1000 + call, signer, postTo(counting.origin + WEBHOOKS), async ({ type }) => {
      const now = await read();
      found.add(type, now.call.rows + now.call.alarms - last.call.rows - last.call.alarms);
      last = now;
    });
    found.add("webhooks in a call", delivered.length);
    found.add("rows of a call", last.call.rows - before.call.rows);
    found.add("alarms of a call", last.call.alarms - before.call.alarms);
    found.add("rows and alarms of its desk", last.desk.rows + last.desk.alarms - before.desk.rows - before.desk.alarms);
  }
  await counting.dispose();
  return found;
}

async function startBare(): Promise<RunningWorker> {
  const configPath = join(here, "bare.toml");
  return runWorker({ bundle: await bundleWorker(configPath), configPath, port: 0, settings, storage: null });
}

async function startOurs(config: string): Promise<RunningWorker> {
  const configPath = join(projectRoot, config);
  const worker = await runWorker({
    bundle: await bundleWorker(configPath),
    configPath,
    port: 0,
    settings,
    storage: null,
  });
  await worker.putRulebook("rulebook", rulebook);
  return worker;
}

async function startExpress({ port }: TelnyxStub): Promise<{ post: Post; process: ChildProcess }> {
  if (!existsSync(join(here, "node_modules"))) {
    console.log("Installing the bench's rivals (test/bench/package-lock.json) …");
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: here });
  }
  const peer = {
    publicKey: signer.publicKey,
    apiBaseUrl: `http://127.0.0.1:${port}/peer/v2`,
    connectionId: CONNECTION,
    dialTo: "+12145550101",
    phrase: PHRASE,
  };
  const child = spawn(process.execPath, [join(here, "express-app.mjs"), JSON.stringify(peer)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const listening = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`The Express peer ended with ${code}.`)));
  });
  return { post: postTo(`http://127.0.0.1:${listening}${WEBHOOKS}`), process: child };
}
