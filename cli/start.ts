/**
 * `npm start`: the whole of Firstring on this machine. Plays one call and tells it, then stays up for `npm run call`.
 * `npm start -- --once` ends after that call; its exit code says whether the caller reached the technician, the CRM has
 * the one record and the call was closed.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BundleError, bundleWorker, projectRoot } from "./bundle.ts";
import { isPortFree } from "./free-port.ts";
import type { CallOrder } from "./orders.ts";
import { type Ending, follow } from "./story/follow.ts";
import { paintFor } from "./story/paint.ts";
import { summarise, tell } from "./story/teller.ts";
import { openStudio, RulebookError, type Studio } from "./studio.ts";
import { STUDIO_PORT, serveStudio } from "./studio-server.ts";
import { parseWhen } from "./when.ts";

/** The demo rulebook's CRM lives behind this port. */
const SIMULATOR_PORT = 8799;
const RULEBOOK = join("simulator", "demo", "lone-star.yaml");
const ONCE = "--once";

const flags: readonly string[] = process.argv.slice(2);
const paint = paintFor(process.stdout);
if (flags.some((flag) => flag !== ONCE)) {
  console.error(
    `npm start knows one flag, ${ONCE}, which ends after the first call. To place calls: npm run call -- --help`,
  );
  process.exitCode = 2;
} else {
  await start();
}

async function start(): Promise<void> {
  const once = flags.includes(ONCE);
  const taken = await findTaken(once ? [SIMULATOR_PORT] : [SIMULATOR_PORT, STUDIO_PORT]);
  if (taken !== null) return fail(portInUse(taken));
  const studio = await open();
  if (studio === null) return;
  if (!once) await listen(studio);
  const ending = await playFirstCall(studio);
  if (once) {
    await studio.close();
    if (!isAsPromised(ending, studio)) {
      fail("This call did not end as it should: the technician reached, one record kept, the call closed.");
    }
    return;
  }
  inviteCalls();
}

async function open(): Promise<Studio | null> {
  try {
    const rulebook = await readFile(join(projectRoot, RULEBOOK), "utf8");
    return await openStudio({ bundle: await bundleWorker(), rulebook, rulebookName: RULEBOOK, port: SIMULATOR_PORT });
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof RulebookError)) throw error;
    fail(error.message);
    return null;
  }
}

async function playFirstCall(studio: Studio): Promise<Ending> {
  const { business } = studio.rulebook;
  const evening = parseWhen("20:30", business.timeZone, Date.now());
  const at = evening.ok ? evening.at : Date.now();
  const date = new Intl.DateTimeFormat("en-US", { timeZone: business.timeZone, dateStyle: "full" }).format(at);
  console.log(`
${paint("bold", `${date}, 8:30 in the evening. ${business.name} has closed for the day.`)}
The Worker runs on workerd as it would on Cloudflare; Telnyx, the caller and the people are simulated, in
real time, because the call's alarms are real: about 40 seconds. “ours” is our own time for each step,
“network” is what telephones and speech take, as the simulator models it.
`);
  const call = studio.place(firstCall(studio, at));
  const setting = { timeZone: business.timeZone, shiftMs: call.shiftMs };
  const ending = await tell(follow(call, studio.rulebook), setting, process.stdout);
  console.log(`\n${summarise(ending, paint)}\n`);
  return ending;
}

/** The owner does not pick up; everybody else does. */
function firstCall({ rulebook }: Studio, at: number): CallOrder {
  const says = ["We have no heat and it's 30 degrees outside"];
  return { from: "+12145550147", at, says, people: { [rulebook.business.owner]: "no-answer" } };
}

function isAsPromised(ending: Ending, { rulebook }: Studio): boolean {
  const technicians = Object.values(rulebook.people).filter(({ id }) => id !== rulebook.business.owner);
  const reached = technicians.some(({ name }) => name === ending.handledBy);
  return reached && ending.disposition === "connected" && ending.records === 1 && ending.closed;
}

async function listen(studio: Studio): Promise<void> {
  await serveStudio(studio, STUDIO_PORT);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void studio.close().finally(() => process.exit(0)));
  }
}

function inviteCalls(): void {
  console.log(`${paint("bold", "Now place your own")}, in another terminal:

  npm run call -- "my basement is filling with water" --at "Sat 21:00" --owner no-answer
  npm run call -- "I'd like a quote for a new furnace" "My name is Pat Doe" --at "tomorrow 10 am" --owner busy

The rulebook is ${RULEBOOK}; change it and start again. Ctrl-C ends.`);
}

async function findTaken(ports: readonly number[]): Promise<number | null> {
  for (const port of ports) if (!(await isPortFree(port))) return port;
  return null;
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}

function portInUse(port: number): string {
  return `Port ${port} of this machine is taken, most likely by another npm start.
End that one first. Who has it: lsof -i :${port}`;
}
