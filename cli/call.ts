/**
 * `npm run call -- "my basement is filling with water" --at "Sat 21:00" --owner no-answer`: places a call with the running
 * `npm start` and tells it. `--json` prints it as one document instead.
 */
import { examples, parseFlags } from "./call-flags.ts";
import type { CallOrder } from "./orders.ts";
import { NO_PORT, studioPort, takePort } from "./ports.ts";
import type { Story } from "./story/follow.ts";
import { summarise, tell, tellAsJson } from "./story/teller.ts";
import type { Greeting } from "./studio-server.ts";

const { port, rest: words } = takePort(process.argv.slice(2));

if (words.includes("--help")) {
  console.log(describeUsage());
} else if (port === null) {
  fail(NO_PORT);
} else {
  await run(`http://127.0.0.1:${studioPort(port)}`);
}

async function run(studio: string): Promise<void> {
  const greeting = await greet(studio);
  if (greeting === null) {
    return fail(`Nothing to call: npm start is not running on this machine, or not ready yet.
Start it in another terminal, then try again.`);
  }
  const flags = parseFlags(words, greeting, Date.now());
  if (!flags.ok) return fail(flags.problem);
  try {
    const story = await place(studio, flags.order);
    if (flags.json) {
      await tellAsJson(story, process.stdout);
      return;
    }
    const ending = await tell(story, process.stdout);
    console.log(`\n${summarise(ending, process.stdout)}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fail(`\nThe story broke off (${why}). If npm start has stopped, start it again and place the call again.`);
  }
}

async function greet(studio: string): Promise<Greeting | null> {
  try {
    const response = await fetch(studio);
    const greeting: Greeting = JSON.parse(await response.text());
    return greeting.product === "firstring" ? greeting : null;
  } catch {
    return null;
  }
}

async function place(studio: string, order: CallOrder): Promise<AsyncIterable<Story>> {
  const response = await fetch(`${studio}/calls`, { method: "POST", body: JSON.stringify(order) });
  if (!response.ok || response.body === null) throw new Error(await response.text());
  return parseLines(readLines(response.body));
}

async function* parseLines(lines: AsyncIterable<string>): AsyncGenerator<Story> {
  for await (const line of lines) yield JSON.parse(line);
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 2;
}

function describeUsage(): string {
  return `npm run call -- "<what the caller says>" ["<and then>" ...] [flags]

  --at "Sat 21:00"      when the call happens, on the business's own clock; now when absent
  --owner <behaviour>   how the owner behaves: answer, no-answer, busy, decline, voicemail
  --<person> <behaviour>  the same for anybody in the rulebook's people
  --from +12145550133   the caller's number
  --json                the whole story as one JSON document
  --port 9799           where npm start was given this port

${examples}`;
}
