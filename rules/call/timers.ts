/** Timers are fields of the state. There is one alarm, and it is derived from them. */
import type { EpochMs } from "../ids.ts";
import type { Call, TimerName } from "./state.ts";

export type Due = { readonly name: TimerName; readonly armedFor: EpochMs };

/** The next instant at which `decide` must be asked; null once the call is closed. */
export function nextDeadline(call: Call): EpochMs | null {
  let earliest: EpochMs | null = null;
  for (const at of Object.values(call.timers)) if (earliest === null || at < earliest) earliest = at;
  return earliest;
}

/** What has fallen due by `now`, in deadline order. Each carries the deadline it was armed with, so that a timer moved meanwhile does not match. */
export function due(call: Call, now: EpochMs): Due[] {
  const result: Due[] = [];
  for (const [name, armedFor] of Object.entries(call.timers)) {
    if (armedFor <= now) result.push({ name: name as TimerName, armedFor });
  }
  return result.sort((a, b) => a.armedFor - b.armedFor || (a.name < b.name ? -1 : 1));
}
