/** Numbers, times and days in the words of a voice that speaks en-US; a British business's callers hear the same. */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Temporal } from "temporal-polyfill/implementation";
import type { E164 } from "../ids.ts";

/**
 * Digit by digit, with a comma where people pause: "9 7 2, 5 5 5, 0 1 6 1". A voice reads "972" as nine hundred and
 * seventy-two, and nobody writes that down. A number from abroad begins with "plus" and its country code.
 */
export function spokenNumber(number: E164, country: string): string {
  const parsed = parsePhoneNumberFromString(number);
  const home = isSupportedCountry(country) ? getCountryCallingCode(country) : null;
  const isHome = parsed !== undefined && parsed.countryCallingCode === home;
  const written = isHome ? parsed.formatNational() : (parsed?.formatInternational() ?? number);
  const groups = written.match(/\d+/g) ?? [];
  const digits = groups.map((group) => [...group].join(" ")).join(", ");
  return isHome ? digits : `plus ${digits}`;
}

/** Minutes after midnight: "9 AM", "1:30 PM", "noon". */
export function spokenTime(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  const past = minute % 60;
  // "12 PM" is midnight to half of those who hear it.
  if (hour === 12 && past === 0) return "noon";
  const shown = hour % 12 === 0 ? 12 : hour % 12;
  return `${shown}${past === 0 ? "" : `:${String(past).padStart(2, "0")}`} ${hour < 12 ? "AM" : "PM"}`;
}

/** "30 minutes", "an hour", "2 hours", "90 minutes". Whole minutes, rounded up so that nothing is said too early. */
export function spokenDuration(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes === 60) return "an hour";
  if (minutes % 60 === 0) return `${minutes / 60} hours`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

type Moment = { readonly date: Temporal.PlainDate; readonly minute: number };

/**
 * A coming moment as it is said now: "today at 1:30 PM" within the part of the day it is now, "this afternoon at 2 PM"
 * in a later part, "tomorrow morning at 9 AM", "on Monday at 8 AM" within the week, and after that with its date.
 */
export function spokenMoment(moment: Moment, now: Moment): string {
  const time = spokenTime(moment.minute);
  const part = partOfDay(moment.minute);
  const days = now.date.until(moment.date, { largestUnit: "day" }).days;
  if (days <= 0)
    return part === null || part === partOfDay(now.minute) ? `today at ${time}` : `this ${part} at ${time}`;
  if (days === 1) return part === null ? `tomorrow at ${time}` : `tomorrow ${part} at ${time}`;
  const weekday = WEEKDAYS[moment.date.dayOfWeek - 1];
  if (days < 7) return `on ${weekday} at ${time}`;
  return `on ${weekday}, ${MONTHS[moment.date.month - 1]} ${moment.date.day}, at ${time}`;
}

/** Written out here, so that no runtime's own language data changes a sentence. */
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Null in the night, and at noon, which is none of them. */
function partOfDay(minute: number): "morning" | "afternoon" | "evening" | null {
  const hour = minute / 60;
  if (hour < 5 || hour === 12) return null;
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}
