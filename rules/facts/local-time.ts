/**
 * Local wall-clock time. Instants come in as epoch milliseconds; there is no clock here. Temporal is always the
 * polyfill's own implementation, never a native one, so that a platform whose native clock differs changes nothing.
 */
import { Temporal } from "temporal-polyfill/implementation";
import type { EpochMs } from "../ids.ts";
import type { Weekday } from "../rulebook/rulebook.ts";

export const MINUTES_A_DAY = 1440;

/** A moment as the clock on the wall shows it: local date and whole minutes after midnight. */
export type WallClock = { readonly date: Temporal.PlainDate; readonly minute: number };

/** Throws `RangeError` on an unknown time zone; the rulebook is checked for that before it is compiled. */
export function wallClock(timeZone: string, at: EpochMs): WallClock {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return { date: local.toPlainDate(), minute: local.hour * 60 + local.minute };
}

const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export function weekdayOf(date: Temporal.PlainDate): Weekday {
  return WEEKDAYS[date.dayOfWeek - 1] ?? "mon";
}

/**
 * The instants at which the wall clock comes to show this minute of this date, earliest first: two where the clock is
 * put back over it. Where it is put forward over it, the minute is counted on from before the jump: 02:30 of a night
 * without a 02:30 is the moment that shows 03:30. A minute of 1440 or more belongs to a later date.
 */
export function instantsAt(timeZone: string, date: Temporal.PlainDate, minute: number): readonly EpochMs[] {
  const time = date.toPlainDateTime().add({ minutes: minute });
  const earlier = time.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = time.toZonedDateTime(timeZone, { disambiguation: "later" }).epochMilliseconds;
  const isShownTwice = earlier.epochMilliseconds !== later && earlier.toPlainDateTime().equals(time);
  return isShownTwice ? [earlier.epochMilliseconds, later] : [later];
}

/** Every change of the clock after `after`, up to and with `until`, earliest first. */
export function clockChangesBetween(timeZone: string, after: EpochMs, until: EpochMs): readonly EpochMs[] {
  const changes: EpochMs[] = [];
  let from = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = from.getTimeZoneTransition("next");
    if (next === null || next.epochMilliseconds > until) return changes;
    changes.push(next.epochMilliseconds);
    from = next;
  }
}
