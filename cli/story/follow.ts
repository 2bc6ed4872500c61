/** Watches a call while it goes on, and tells each step once, as soon as it is certain. */
import type { CallView } from "../../durable-objects/protocol.ts";
import type { Disposition } from "../../rules/call/state.ts";
import type { Rulebook } from "../../rules/rulebook/rulebook.ts";
import type { CallReport } from "../../simulator/control.ts";
import type { PlacedCall } from "../studio.ts";
import { tellDecision } from "./decision.ts";
import type { Step } from "./step.ts";
import { spellNumber, tellSteps } from "./steps.ts";
import { ourWork } from "./timings.ts";

export type Story =
  /** First of all, once the caller's phone rings at ours. `timeZone` is an IANA name. */
  | { readonly kind: "placed"; readonly timeZone: string; readonly shiftMs: number }
  | { readonly kind: "step"; readonly step: Step }
  /** What goes on right now; each replaces the one before. */
  | { readonly kind: "now"; readonly text: string | null }
  | { readonly kind: "end"; readonly ending: Ending };

export type Ending = {
  readonly call: string;
  /** Null when the call did not come to an end in time. */
  readonly disposition: Disposition | null;
  /** The call's object has closed it; otherwise a promise is still being kept. */
  readonly closed: boolean;
  readonly handledBy: string | null;
  readonly promised: string | null;
  readonly records: number;
  readonly texts: number;
  /** From the arrival to the bridge; null where there was none. */
  readonly connectedAfterMs: number | null;
  readonly lastedMs: number;
  /** All of our own work in it, and how many commands that was. */
  readonly oursMs: number;
  readonly commands: number;
};

const LOOK_EVERY_MS = 100;
/** A webhook is in the report once it was answered, so what is younger than this may still change its place. */
const SETTLED_AFTER_MS = 150;
/** How long the record and the last texts may take once nobody is on the line. */
const AFTERMATH_MS = 8_000;
/** No scripted call is longer; one that is has got stuck. */
const LONGEST_MS = 240_000;

export async function* follow(call: PlacedCall, book: Rulebook): AsyncGenerator<Story> {
  const startedAt = Date.now();
  const told = new Set<string>();
  const cast = { nameOf: (number: string) => nameOf(number, call, book) };
  let overSince: number | null = null;
  let lastNow: string | null = null;
  for (;;) {
    const now = Date.now();
    const report = call.report();
    const view = await call.view();
    const decision = view === null ? null : tellDecision(view, book, report, call.shiftMs);
    const steps = [...tellSteps(report, cast), ...(decision ? [decision] : [])].sort((a, b) => a.at - b.at);
    for (const step of steps) {
      if (told.has(step.key) || step.at > now - SETTLED_AFTER_MS) continue;
      told.add(step.key);
      yield { kind: "step", step };
    }
    const doing = describeNow(report, now, cast.nameOf);
    if (doing !== lastNow) yield { kind: "now", text: doing };
    lastNow = doing;

    if (report.over) overSince ??= now;
    const settled = view !== null && isSettled(view, report) && now - (overSince ?? now) > SETTLED_AFTER_MS * 4;
    if (settled || (overSince !== null && now - overSince > AFTERMATH_MS) || now - startedAt > LONGEST_MS) {
      yield { kind: "end", ending: end(report, view, call.session, startedAt, cast.nameOf) };
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function isSettled({ call }: CallView, report: CallReport): boolean {
  const done = call.phase.name === "closed" || call.phase.name === "following-up";
  return report.over && done && report.crm.length > 0 && report.messages.every(({ status }) => status !== "queued");
}

function end(
  report: CallReport,
  view: CallView | null,
  session: string,
  startedAt: number,
  nameOf: (number: string) => string,
): Ending {
  const caller = report.legs.find(({ direction }) => direction === "incoming");
  const talk = report.sounds.find(({ what, leg }) => what === "talk" && leg === caller?.control);
  const work = ourWork(report);
  return {
    call: session,
    disposition: view?.call.disposition ?? null,
    closed: view?.call.phase.name === "closed",
    handledBy: talk === undefined ? null : nameOf(talk.text),
    promised: view?.call.promised?.words ?? null,
    records: report.crm.length,
    texts: report.messages.length,
    connectedAfterMs: talk === undefined || caller === undefined ? null : talk.at - caller.startAt,
    lastedMs: (caller?.endedAt ?? Date.now()) - (caller?.startAt ?? startedAt),
    oursMs: work.reduce((sum, ms) => sum + ms, 0),
    commands: report.commands.length,
  };
}

/** What takes long, so that nobody thinks the story has stopped. */
function describeNow(report: CallReport, now: number, nameOf: (number: string) => string): string | null {
  const ringing = report.legs.findLast(({ direction, state }) => direction === "outgoing" && state === "ringing");
  if (ringing) return `${nameOf(ringing.to)}'s phone is ringing, ${Math.round((now - ringing.startAt) / 1000)} s`;
  const talking = report.sounds.findLast(({ what, endAt }) => what === "talk" && endAt === null);
  return talking ? `they talk, ${Math.round((now - talking.at) / 1000)} s` : null;
}

function nameOf(number: string, call: PlacedCall, book: Rulebook): string {
  if (number === call.order.from) return "the caller";
  return Object.values(book.people).find(({ phone }) => phone === number)?.name ?? spellNumber(number);
}
