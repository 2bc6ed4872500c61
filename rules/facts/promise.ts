/** What a caller can be promised honestly now, and how it is said. */
import type { EpochMs } from "../ids.ts";
import type { Promised, PromiseRule, Rulebook } from "../rulebook/rulebook.ts";
import { spokenDuration, spokenMoment } from "../talk/spoken.ts";
import { isOpen, nextBusinessDay, nextOpening } from "./hours.ts";
import { wallClock } from "./local-time.ts";

/**
 * While the business is open, a call back "at the next opening" would be tomorrow, which no caller who reaches an open
 * business expects. Half an hour is what "shortly" can mean before people call the next one on their list.
 */
const SHORTLY_MS = 30 * 60_000;
/** Where the hours say nothing, somebody is still reminded within a day. */
const SOME_TIME_MS = 24 * 3_600_000;

/**
 * | rule                | while                        | words                       | due                  |
 * |---------------------|------------------------------|-----------------------------|----------------------|
 * | `within`            | someone can be rung          | "within 30 minutes"         | in that time         |
 * | `within`            | nobody can                   | as `next-opening`           |                      |
 * | `next-opening`      | open                         | "shortly"                   | in 30 minutes        |
 * | `next-opening`      | closed                       | "on Monday at 8 AM"         | at the opening       |
 * | `next-business-day` | always                       | "tomorrow morning at 9 AM"  | at that minute       |
 * | any of the last two | no day to come has any hours | "as soon as possible"       | in 24 hours          |
 *
 * `kind` is that of the promise made, not of the one wished for, so that only a live `within` is followed up by ringing.
 */
export function promise(
  rule: PromiseRule,
  book: Pick<Rulebook, "hours" | "business">,
  at: EpochMs,
  canRing: boolean,
): Promised {
  if (rule.kind === "within" && canRing) {
    return { kind: "within", dueAt: at + rule.ms, words: `within ${spokenDuration(rule.ms)}` };
  }
  const kind = rule.kind === "within" ? "next-opening" : rule.kind;
  const { timeZone } = book.business;
  if (kind === "next-opening" && isOpen(book.hours, timeZone, at)) {
    return { kind, dueAt: at + SHORTLY_MS, words: "shortly" };
  }
  const dueAt =
    rule.kind === "next-business-day"
      ? nextBusinessDay(book.hours, timeZone, at, rule.minute)
      : nextOpening(book.hours, timeZone, at);
  if (dueAt === null) return { kind, dueAt: at + SOME_TIME_MS, words: "as soon as possible" };
  return { kind, dueAt, words: spokenMoment(wallClock(timeZone, dueAt), wallClock(timeZone, at)) };
}
