/** Opening hours as people write them on a door: `mon-fri: 08:00-18:00`, `sat: 09:00-12:00, 13:00-15:00`, `sun: closed`. */
import { parseClock } from "./durations.ts";
import { quote } from "./problem.ts";
import type { Hours, OpenSpan, Weekday } from "./rulebook.ts";

export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

const DAY_SETS: Readonly<Record<string, readonly Weekday[]>> = {
  weekdays: ["mon", "tue", "wed", "thu", "fri"],
  weekend: ["sat", "sun"],
  weekends: ["sat", "sun"],
  daily: WEEKDAYS,
  "every day": WEEKDAYS,
};

const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

export type HoursFault = { readonly key: string; readonly message: string; readonly hint: string };

/** @returns the week, every day present; or the first fault of each entry */
export function parseWeekly(
  entries: Readonly<Record<string, readonly string[]>>,
): { ok: true; weekly: Hours["weekly"] } | { ok: false; faults: readonly HoursFault[] } {
  const week = emptyWeek();
  const givenBy = new Map<Weekday, string>();
  const faults: HoursFault[] = [];
  for (const [key, ranges] of Object.entries(entries)) {
    const days = parseDays(key);
    if (days === null) {
      faults.push({
        key,
        message: `${quote(key)} is not a day or a range of days`,
        hint: "Write mon-fri, sat, or mon, wed, fri.",
      });
      continue;
    }
    const twice = days.find((day) => givenBy.has(day));
    if (twice !== undefined) {
      faults.push({
        key,
        message: `${DAY_NAMES[twice]} is given twice, here and under ${quote(givenBy.get(twice) ?? "")}`,
        hint: "Give each day its hours once; several ranges may stand beside each other: 08:00-12:00, 13:00-18:00.",
      });
      continue;
    }
    const spans = parseRanges(ranges.flatMap((range) => range.split(",")));
    if (!Array.isArray(spans)) {
      faults.push({ key, ...spans });
      continue;
    }
    for (const day of days) {
      givenBy.set(day, key);
      week[day] = spans;
    }
  }
  const overlap = faults.length === 0 ? findOverlap(week) : null;
  if (overlap !== null) {
    const message = `the hours of ${DAY_NAMES[overlap.first]} and ${DAY_NAMES[overlap.second]} overlap`;
    const same = `the hours of ${DAY_NAMES[overlap.first]} overlap`;
    faults.push({
      key: givenBy.get(overlap.second) ?? "",
      message: overlap.first === overlap.second ? same : message,
      hint: "Let one range end before the next begins.",
    });
  }
  return faults.length === 0 ? { ok: true, weekly: week } : { ok: false, faults };
}

/** Open around the clock: what a business without written hours is. */
export function alwaysOpen(): Hours["weekly"] {
  const week = emptyWeek();
  for (const day of WEEKDAYS) week[day] = [{ from: 0, to: DAY_MINUTES }];
  return week;
}

const emptyWeek = (): Record<Weekday, OpenSpan[]> => ({
  mon: [],
  tue: [],
  wed: [],
  thu: [],
  fri: [],
  sat: [],
  sun: [],
});

const plainDashes = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s*(?:[-–—]|\bto\b|\bthrough\b)\s*/g, "-");

function parseDays(key: string): readonly Weekday[] | null {
  const set = DAY_SETS[key.trim().toLowerCase()];
  if (set !== undefined) return set;
  const days: Weekday[] = [];
  for (const part of key.split(/,|\band\b|&/)) {
    const [from, to, ...rest] = plainDashes(part).split("-");
    const first = parseDay(from ?? "");
    const last = to === undefined ? first : parseDay(to);
    if (first === null || last === null || rest.length > 0) return null;
    for (let index = WEEKDAYS.indexOf(first); ; index = (index + 1) % 7) {
      const day = WEEKDAYS[index] ?? first;
      days.push(day);
      if (day === last) break;
    }
  }
  return days.length === new Set(days).size ? days : null;
}

function parseDay(word: string): Weekday | null {
  const day = WEEKDAYS.find((short) => word.startsWith(short));
  if (day === undefined) return null;
  const full = DAY_NAMES[day].toLowerCase();
  return full.startsWith(word) || `${full}s` === word || /^(tues|weds?|thur?s)$/.test(word) ? day : null;
}

function parseRanges(ranges: readonly string[]): OpenSpan[] | { message: string; hint: string } {
  const spans: OpenSpan[] = [];
  for (const range of ranges) {
    const words = plainDashes(range);
    if (words === "closed" && ranges.length === 1) return [];
    if (words === "24 hours" || words === "all day") {
      spans.push({ from: 0, to: DAY_MINUTES });
      continue;
    }
    const [open, close, ...rest] = words.split("-");
    const from = parseClock(open ?? "");
    const to = parseClock(close ?? "");
    if (from === null || to === null || from === DAY_MINUTES || rest.length > 0) {
      return {
        message: `${quote(range.trim())} is not a range of hours`,
        hint: "Write 08:00-18:00, or closed. A range may run past midnight: 18:00-02:00.",
      };
    }
    if (from === to) {
      return {
        message: `${quote(range.trim())} opens and closes at the same minute`,
        hint: "For the whole day write 00:00-24:00, for none write closed.",
      };
    }
    spans.push({ from, to: to > from ? to : to + DAY_MINUTES });
  }
  return spans.sort((a, b) => a.from - b.from);
}

/** Counts in minutes of the week, so that Saturday night running into Sunday morning is seen too. */
function findOverlap(week: Hours["weekly"]): { first: Weekday; second: Weekday } | null {
  const spans = WEEKDAYS.flatMap((day, index) =>
    week[day].map((span) => ({ day, from: index * DAY_MINUTES + span.from, to: index * DAY_MINUTES + span.to })),
  ).sort((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (next !== undefined && next.from < span.to) return { first: span.day, second: next.day };
    const first = spans[0];
    if (first !== undefined && span !== first && span.to - WEEK_MINUTES > first.from) {
      return { first: span.day, second: first.day };
    }
  }
  return null;
}
