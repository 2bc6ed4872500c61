/**
 * Opening hours against an oracle that knows nothing of Temporal: the platform's own formatter, asked what the clock on
 * the wall shows, minute by minute, around every change of the clock in 2026 and 2027.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOpen, nextOpening } from "../../../rules/facts/hours.ts";
import type { Hours, OpenSpan, Weekday } from "../../../rules/rulebook/rulebook.ts";

/** Changes at 2, at 1, at midnight into a gap, on the other side of the year, and of half an hour. */
const ZONES = [
  "America/Chicago",
  "Europe/London",
  "Africa/Cairo",
  "America/Santiago",
  "Pacific/Auckland",
  "Australia/Lord_Howe",
] as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEFORE = 30 * HOUR;
const AFTER = 42 * HOUR;

type Shown = { at: number; date: string; dayBefore: string; weekday: Weekday; weekdayBefore: Weekday; minute: number };

function showing(zone: string): (at: number) => Shown {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    const dayBefore = new Date(Date.parse(`${date}T00:00:00Z`) - 24 * HOUR);
    return {
      at,
      date,
      dayBefore: dayBefore.toISOString().slice(0, 10),
      weekday: weekdayOf(new Date(`${date}T00:00:00Z`)),
      weekdayBefore: weekdayOf(dayBefore),
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    };
  };
}

function weekdayOf(utc: Date): Weekday {
  return (["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const)[utc.getUTCDay()] ?? "sun";
}

/** Minutes at which the wall clock does not follow on the minute before. */
function changesOf(zone: string): number[] {
  const show = showing(zone);
  const changes: number[] = [];
  const end = Date.UTC(2028, 0, 1);
  for (let day = Date.UTC(2026, 0, 1); day < end; day += 24 * HOUR) {
    if (show(day).minute === show(day + 24 * HOUR).minute) continue;
    for (let at = day + MINUTE; at <= day + 24 * HOUR; at += MINUTE) {
      if ((show(at - MINUTE).minute + 1) % 1440 !== show(at).minute) changes.push(at);
    }
  }
  return changes;
}

function oracleOpen(hours: Hours, shown: Shown): boolean {
  const covers = (spans: readonly OpenSpan[], minute: number): boolean =>
    spans.some(({ from, to }) => minute >= from && minute < to);
  const today = !hours.closed.includes(shown.date) && covers(hours.weekly[shown.weekday], shown.minute);
  const before =
    !hours.closed.includes(shown.dayBefore) && covers(hours.weekly[shown.weekdayBefore], shown.minute + 1440);
  return today || before;
}

const anySpan = fc
  .record({ from: fc.integer({ min: 0, max: 1439 }), length: fc.integer({ min: 1, max: 1200 }) })
  .map(({ from, length }) => ({ from, to: from + length }));
const NEAR = 150;

/** Spans anywhere, and around the minute at which the clock changes, where it is hardest. */
function hoursAround(minute: number, dates: readonly string[]): fc.Arbitrary<Hours> {
  const nearSpan = fc
    .record({ before: fc.integer({ min: -NEAR, max: NEAR }), length: fc.integer({ min: 1, max: NEAR }) })
    .map(({ before, length }) => ({ from: (minute - before + 1440) % 1440, length }))
    .map(({ from, length }) => ({ from, to: from + length }));
  const spans = fc.array(fc.oneof(anySpan, { arbitrary: nearSpan, weight: 3 }), { maxLength: 3 });
  return fc.record({
    weekly: fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }),
    closed: fc.subarray([...dates], { maxLength: 1 }),
  });
}

describe.each(ZONES)("around every change of the clock in %s", (zone) => {
  const changes = changesOf(zone);

  test("the clock changes four times in two years", () => {
    expect(changes).toHaveLength(4);
  });

  test.each(changes.map((change) => [new Date(change).toISOString(), change] as const))(
    "being open, and the next opening, are what the clock on the wall says: %s",
    (_, change) => {
      const show = showing(zone);
      const minutes: Shown[] = [];
      for (let at = change - BEFORE; at <= change + AFTER; at += MINUTE) minutes.push(show(at));
      const near = BEFORE / MINUTE;
      const anyHours = hoursAround(minutes[near]?.minute ?? 0, [...new Set(minutes.map(({ date }) => date))]);
      const anyMinute = fc.oneof(
        fc.integer({ min: 0, max: minutes.length - 1 }),
        fc.integer({ min: near - NEAR, max: near + NEAR }),
      );
      fc.assert(
        fc.property(anyHours, fc.array(anyMinute, { minLength: 10, maxLength: 10 }), (hours, samples) => {
          const open = minutes.map((shown) => oracleOpen(hours, shown));
          for (const sample of samples) {
            const from = minutes[sample]?.at ?? change;
            expect(isOpen(hours, zone, from)).toBe(open[sample]);
            const next = open.findIndex((isOpenThen, n) => n > sample && isOpenThen && !open[n - 1]);
            const found = nextOpening(hours, zone, from);
            if (next === -1) expect(found === null || found > change + AFTER).toBe(true);
            else expect(found).toBe(minutes[next]?.at);
          }
        }),
        { numRuns: 50 },
      );
    },
  );
});
