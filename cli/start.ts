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
import { DEFAULT_PORT, NO_PORT, studioPort, takePort } from "./ports.ts";
import type { Ending } from "./story/follow.ts";
import { type Play, playInTurn } from "./story/in-turn.ts";
import { paintFor } from "./story/paint.ts";
import { summarise, tell } from "./story/teller.ts";
import { openStudio, RulebookError, type Studio } from "./studio.ts";
import { serveStudio } from "./studio-server.ts";
import { parseWhen } from "./when.ts";

const RULEBOOK = join("simulator", "demo", "lone-star.yaml");
const ONCE = "--once";

const paint = paintFor(process.stdout);
const { port, rest } = takePort(process.argv.slice(2));
if (port === null) {
  fail(NO_PORT);
} else if (rest.some((flag) => flag !== ONCE)) {
  fail(`npm start knows two flags: ${ONCE} ends after the first call, --port takes other ports than ${DEFAULT_PORT}.
To place calls of your own: npm run call -- --help`);
} else {
  await start(port, rest.includes(ONCE));
}

async function start(port: number, once: boolean): Promise<void> {
  const taken = await findTaken(once ? [port] : [port, studioPort(port)]);
  if (taken !== null) return fail(portInUse(taken));
  const studio = await open(port);
  if (studio === null) return;
  const play = playInTurn(studio);
  if (!once) await listen(studio, play, studioPort(port));
  const ending = await playFirstCall(studio, play);
  if (once) {
    await studio.close();
    if (!isAsPromised(ending, studio)) {
      fail("This call did not end as it should: the technician reached, one record kept, the call closed.");
    }
    return;
  }
  inviteCalls(port === DEFAULT_PORT ? "" : ` --port ${port}`);
}

async function open(port: number): Promise<Studio | null> {
  try {
    const written = await readFile(join(projectRoot, RULEBOOK), "utf8");
    const rulebook = written.replaceAll(`127.0.0.1:${DEFAULT_PORT}`, `127.0.0.1:${port}`);
    return await openStudio({ bundle: await bundleWorker(), rulebook, rulebookName: RULEBOOK, port });
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof RulebookError)) throw error;
    fail(error.message);
    return null;
  }
}

async function playFirstCall(studio: Studio, play: Play): Promise<Ending> {
  const { business } = studio.rulebook;
  const evening = parseWhen("20:30", business.timeZone, Date.now());
  const at = evening.ok ? evening.at : Date.now();
  const date = new Intl.DateTimeFormat("en-US", { timeZone: business.timeZone, dateStyle: "full" }).format(at);
  console.log(`
${paint("bold", `${date}, 8:30 in the evening. ${business.name} has closed for the day.`)}
The Worker runs on workerd, as it would on Cloudflare. Telnyx, the caller and
the people are simulated, and in real time, because the call's alarms are real:
this takes just under a minute.

${paint("dim", "ours     our own time for a step")}
${paint("dim", "network  what telephones and speech take after that, as the simulator models it")}
`);
  const ending = await tell(play(firstCall(studio, at)), process.stdout);
  console.log(`\n${summarise(ending, process.stdout)}\n`);
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

async function listen(studio: Studio, play: Play, port: number): Promise<void> {
  await serveStudio(studio, play, port);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void studio.close().finally(() => process.exit(0)));
  }
}

function inviteCalls(more: string): void {
  console.log(`${paint("bold", "Now place your own")}, in another terminal:

  npm run call -- "my basement is filling with water" --at "Sat 21:00" --owner no-answer${more}
  npm run call -- "I'd like a quote for a new furnace" "My name is Pat Doe" --at "tomorrow 10 am" --owner busy${more}

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
End that one first (lsof -i :${port} names it), or take others: npm start -- --port ${port + 1000}`;
}
