import { parseClock, parseDuration } from "./durations.ts";
import type { PromiseRule } from "./rulebook.ts";

/** Shorter could not be kept by anyone; longer is better said as an opening time. */
const WITHIN_MS = { least: 5 * 60_000, most: 24 * 3_600_000 };

/** What is said when the owner names the next business day without an hour: the usual start of work. */
const MORNING_MINUTE = 9 * 60;

export const PROMISE_FORMS = 'Write "within 30 minutes", "when we open" or "next business day at 09:00".';

/** When a caller is called back: `within 30 minutes`, `when we open`, `next business day at 09:00`; null for anything else. */
export function parsePromise(text: string): PromiseRule | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (/^(when|as soon as|once) we('re| are)? open( again)?$|^(at )?(the )?next opening$/.test(words)) {
    return { kind: "next-opening" };
  }
  const day = /^(?:the )?next (?:business|working) day(?: at (.+))?$/.exec(words);
  if (day !== null) {
    const minute = day[1] === undefined ? MORNING_MINUTE : parseClock(day[1]);
    return minute === null || minute >= 1440 ? null : { kind: "next-business-day", minute };
  }
  const within = /^(?:with)?in (.+)$/.exec(words);
  const ms = within?.[1] === undefined ? null : parseDuration(within[1], null);
  return ms === null || ms < WITHIN_MS.least || ms > WITHIN_MS.most ? null : { kind: "within", ms };
}
