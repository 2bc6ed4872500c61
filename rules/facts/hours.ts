/**
 * Opening hours, read by the clock on the wall: a business that opens at 9 opens at 9 on both sides of a clock change,
 * and of a minute that is shown twice both count the same.
 *
 * A span belongs to the day on which it begins. So a closed date removes the spans that begin on it, and the night
 * shift of the evening before still runs to its end.
 */
import type { Temporal } from "temporal-polyfill/implementation";
import type { EpochMs } from "../ids.ts";
import type { Hours, OpenSpan } from "../rulebook/rulebook.ts";
import { clockChangesBetween, instantsAt, MINUTES_A_DAY, wallClock, weekdayOf } from "./local-time.ts";

/** How far ahead an opening is looked for: longer than any seasonal closure that a caller could be asked to wait out. */
const HORIZON_DAYS = 60;
const DAY_MS = 86_400_000;

export function isOpen(hours: Hours, timeZone: string, at: EpochMs): boolean {
  const { date, minute } = wallClock(timeZone, at);
  return (
    covers(spansOf(hours, date), minute) || covers(spansOf(hours, date.subtract({ days: 1 })), minute + MINUTES_A_DAY)
  );
}

/**
 * The first instant after `at` at which the business goes from closed to open; while it is open, that is the opening
 * after the next closing. Spans that touch are one opening. Null when there is none within 60 days: it never opens, or
 * it never closes.
 */
export function nextOpening(hours: Hours, timeZone: string, at: EpochMs): EpochMs | null {
  const opens = (instant: EpochMs): boolean =>
    instant > at && isOpen(hours, timeZone, instant) && !isOpen(hours, timeZone, instant - 1);
  const { date: today } = wallClock(timeZone, at);
  const changes = clockChangesBetween(timeZone, at, at + (HORIZON_DAYS + 1) * DAY_MS);
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const date = today.add({ days: ahead });
    const starts = spansOf(hours, date).flatMap((span) => instantsAt(timeZone, date, span.from));
    // A clock put forward over an opening, or back into opening hours, opens the business too.
    const jumps = changes.filter((change) => wallClock(timeZone, change).date.equals(date));
    const opening = [...starts, ...jumps].sort((a, b) => a - b).find(opens);
    if (opening !== undefined) return opening;
  }
  return null;
}

/**
 * The given minute after local midnight of the next business day: the first day after today that has opening hours.
 * Between midnight and today's first opening, today is still ahead: it counts when it has opening hours and the minute
 * has not passed. Null when no such day comes within 60 days.
 */
export function nextBusinessDay(hours: Hours, timeZone: string, at: EpochMs, minute: number): EpochMs | null {
  const now = wallClock(timeZone, at);
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const date = now.date.add({ days: ahead });
    const spans = spansOf(hours, date);
    if (spans.length === 0) continue;
    const beforeOpening = spans.every((span) => now.minute < span.from);
    if (ahead === 0 && !beforeOpening) continue;
    const instant = instantsAt(timeZone, date, minute).find((candidate) => candidate > at);
    if (instant !== undefined) return instant;
  }
  return null;
}

function spansOf(hours: Hours, date: Temporal.PlainDate): readonly OpenSpan[] {
  return hours.closed.includes(date.toString()) ? [] : hours.weekly[weekdayOf(date)];
}

function covers(spans: readonly OpenSpan[], minute: number): boolean {
  return spans.some((span) => span.from <= minute && minute < span.to);
}
