/** Opening hours as tests write them. */
import type { Hours, OpenSpan, Weekday } from "../../../rules/rulebook/rulebook.ts";

const CLOSED_ALL_WEEK: Record<Weekday, OpenSpan[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const;

export function weekly(days: Partial<Record<Weekday, readonly OpenSpan[]>>, closed: readonly string[] = []): Hours {
  return { weekly: { ...CLOSED_ALL_WEEK, ...days }, closed };
}

export function workdays(spans: readonly OpenSpan[], closed: readonly string[] = []): Hours {
  return weekly(Object.fromEntries(WORKDAYS.map((day) => [day, spans])), closed);
}

export function everyDay(spans: readonly OpenSpan[]): Hours {
  return weekly({ ...Object.fromEntries([...WORKDAYS, "sat", "sun"].map((day) => [day, spans])) });
}

/** "08:00-18:00"; an end before the start is the next day's. */
export function span(text: string): OpenSpan {
  const [from = 0, to = 0] = text.split("-").map(minutes);
  return { from, to: to <= from ? to + 1440 : to };
}

function minutes(time: string): number {
  const [hours = 0, past = 0] = time.split(":").map(Number);
  return hours * 60 + past;
}

/** ISO 8601 with its offset. */
export const at = (iso: string): number => Date.parse(iso);
export const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
