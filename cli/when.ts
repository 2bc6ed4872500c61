/** When a call is placed, as a person writes it: "Sat 21:00", "tomorrow 9:30 pm", "2026-01-17 20:30", "now". */
import { Temporal } from "temporal-polyfill/implementation";
import type { EpochMs } from "../rules/ids.ts";

export type When = { readonly ok: true; readonly at: EpochMs } | { readonly ok: false; readonly problem: string };

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WORDS: Readonly<Record<string, string>> = { noon: "12:00", midday: "12:00", midnight: "00:00" };
const CLOCK = /^(\d{1,2})(?::(\d{2}))?\s*([ap])?\.?m?\.?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The next such moment on the business's own clock.
 * @param timeZone IANA name
 */
export function parseWhen(text: string, timeZone: string, now: EpochMs): When {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const written = text
    .trim()
    .toLowerCase()
    .replace(/^(\d{4}-\d{2}-\d{2})t/, "$1 ");
  if (written === "now") return { ok: true, at: now };
  const [first = "", ...others] = written.split(/[\s,]+/);
  const day = readDay(first, here);
  const time = readTime(day === null ? [first, ...others] : others);
  if (day === "no such date" || time === null) return { ok: false, problem: unreadable(text) };
  const date = day ?? here.toPlainDate();
  const zoned = date.toZonedDateTime({ timeZone, plainTime: time });
  if (zoned.epochMilliseconds >= now || DATE.test(first)) return { ok: true, at: zoned.epochMilliseconds };
  const next = date.add({ days: DAYS.includes(first.slice(0, 3)) ? 7 : 1 });
  return { ok: true, at: next.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds };
}

/** Null where the first word names no day. */
function readDay(word: string, here: Temporal.ZonedDateTime): Temporal.PlainDate | "no such date" | null {
  const today = here.toPlainDate();
  if (word === "today") return today;
  if (word === "tomorrow") return today.add({ days: 1 });
  if (DATE.test(word)) return readDate(word);
  const named = DAYS.findIndex((day) => word.length >= 3 && `${day}${REST[day] ?? ""}`.startsWith(word));
  if (named === -1) return null;
  return today.add({ days: (named + 1 - today.dayOfWeek + 7) % 7 });
}

/** What follows the three letters in the full name of a day. */
const REST: Readonly<Record<string, string>> = {
  mon: "day",
  tue: "sday",
  wed: "nesday",
  thu: "rsday",
  fri: "day",
  sat: "urday",
  sun: "day",
};

function readDate(word: string): Temporal.PlainDate | "no such date" {
  try {
    return Temporal.PlainDate.from(word);
  } catch {
    return "no such date";
  }
}

function readTime(words: readonly string[]): Temporal.PlainTime | null {
  const joined = words.filter((word) => word !== "at").join(" ");
  const match = CLOCK.exec(WORDS[joined] ?? joined);
  if (!match) return null;
  const [, hours = "", minutes = "0", half] = match;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === "p" ? 12 : 0);
  const impossible =
    hour > 23 || Number(minutes) > 59 || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12));
  return impossible ? null : new Temporal.PlainTime(hour, Number(minutes));
}

const unreadable = (text: string): string =>
  `"${text}" is no time I can read. Write a day and a time, for example: --at "Sat 21:00", --at "tomorrow 9:30 pm" or --at "2026-01-17 20:30".`;
