/** Durations and times of day, written as people say them. */

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PART =
  /\s*(?:and\s+)?(\d{1,6}(?:\.\d{1,3})?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)?(?=$|[\s\d])/y;

/**
 * `20s`, `20 seconds`, `1 hour 30 minutes`, `half an hour`; a bare `20` only where `bareUnit` says what it counts.
 * @returns milliseconds, or null when it is no duration
 */
export function parseDuration(text: string, bareUnit: "s" | "m" | null): number | null {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^half an hour$/, "30 minutes")
    .replace(/^an? (?=(hour|minute|second|day)$)/, "1 ");
  let total = 0;
  let at = 0;
  while (at < words.length) {
    PART.lastIndex = at;
    const part = PART.exec(words);
    if (part === null) return null;
    const wholeText = part[0].length === words.length;
    const unit = part[2]?.[0] ?? (wholeText ? bareUnit : null);
    if (unit === null) return null;
    total += Number(part[1]) * (UNIT_MS[unit] ?? 0);
    at = PART.lastIndex;
  }
  return words === "" ? null : total;
}

const CLOCK = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/;

/**
 * `08:00`, `8`, `8:30 pm`, `noon`, `24:00`.
 * @returns minutes after midnight, 0 to 1440, or null when it is no time of day
 */
export function parseClock(text: string): number | null {
  const words = text.trim().toLowerCase();
  if (words === "noon" || words === "midday") return 720;
  if (words === "midnight") return 0;
  const [, hours, minutes, half] = CLOCK.exec(words) ?? [];
  if (hours === undefined) return null;
  const minute = Number(minutes ?? 0);
  if (minute > 59) return null;
  if (half === undefined) {
    const total = Number(hours) * 60 + minute;
    return total <= 1440 ? total : null;
  }
  const twelve = Number(hours);
  if (twelve < 1 || twelve > 12) return null;
  return ((twelve % 12) + (half.startsWith("p") ? 12 : 0)) * 60 + minute;
}
