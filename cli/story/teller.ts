/** Tells a story to a terminal as it happens, or hands it over as one JSON document at its end. */
import type { CallView } from "../../durable-objects/protocol.ts";
import type { Ending, Story } from "./follow.ts";
import { paintFor } from "./paint.ts";
import { header, type Page, printStep, widthOf, wrap } from "./print.ts";
import type { Step } from "./step.ts";

export async function tell(story: AsyncIterable<Story>, out: NodeJS.WriteStream): Promise<Ending> {
  const paint = paintFor(out);
  const write = (text: string): void => void out.write(`${out.isTTY ? CLEAR_LINE : ""}${text}\n`);
  let page: Page | null = null;
  for await (const part of story) {
    if (part.kind === "end") return part.ending;
    if (part.kind === "placed") {
      page = pageFor(part, out);
      write(header(page));
    } else if (part.kind === "step") {
      if (page !== null) write(printStep(part.step, page));
    } else if (out.isTTY) {
      out.write(`${CLEAR_LINE}${part.text === null ? "" : paint("dim", `   … ${part.text}`)}`);
    } else if (page === null && part.text !== null) {
      write(part.text);
    }
  }
  throw new Error("it has no end");
}

const CLEAR_LINE = "\r\u001b[2K";

export async function tellAsJson(story: AsyncIterable<Story>, out: NodeJS.WriteStream): Promise<Ending> {
  const steps: Step[] = [];
  for await (const part of story) {
    if (part.kind === "step") steps.push(part.step);
    else if (part.kind === "end") {
      out.write(`${JSON.stringify({ ...part.ending, steps }, null, 2)}\n`);
      return part.ending;
    }
  }
  throw new Error("it has no end");
}

function pageFor({ timeZone, shiftMs }: Extract<Story, { kind: "placed" }>, out: NodeJS.WriteStream): Page {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeStyle: "medium" });
  return {
    columns: widthOf(out.columns),
    paint: paintFor(out),
    clock: (at) => format.format(at + shiftMs),
  };
}

const MEANING: Readonly<Record<NonNullable<CallView["call"]["disposition"]>, string>> = {
  connected: "The caller reached a human",
  booked: "An appointment is booked",
  answered: "The question was answered",
  callback: "A callback is promised",
  voicemail: "A message was left",
  lost: "The caller left before an end was reached, and is called back",
  silent: "Nobody spoke",
  screened: "The caller was turned away",
};

/** How it ended, what is left behind, and whose time it took. */
export function summarise(ending: Ending, out: NodeJS.WriteStream): string {
  const paint = paintFor(out);
  const { disposition, handledBy, promised, connectedAfterMs } = ending;
  const how = disposition === null ? "The call did not come to an end" : MEANING[disposition];
  const whom = disposition === "connected" && handledBy !== null ? `, ${handledBy},` : "";
  const after = connectedAfterMs === null ? "" : ` ${seconds(connectedAfterMs)} after the first ring`;
  const when = promised === null ? "" : `: ${promised}`;
  const state = ending.closed ? "closed" : "still open: the promise is being kept";
  const words = [
    `Disposition ${disposition ?? "none"}, the call is ${state}.`,
    `Left behind: ${count(ending.records, "CRM record")}, ${count(ending.texts, "text message")}.`,
    `Of ${seconds(ending.lastedMs)} on the line, ${ending.oursMs} ms were ours, for ${ending.commands} commands; the rest is people and, modelled, the telephone network.`,
  ];
  const lines = words.flatMap((text) => wrap(text, widthOf(out.columns)));
  return [paint("bold", `${how}${whom}${after}${when}.`), ...lines].join("\n");
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
