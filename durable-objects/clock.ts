/**
 * The clock by which a call decides. In production it is ours. For development `CALL_CLOCK = "carrier"` makes it the
 * carrier's, so that a call can be placed at 8:30 pm on a Saturday from a desk on a Tuesday; alarms and retries stay
 * on the real clock either way.
 */
import type { EpochMs } from "../rules/ids.ts";

/** Below this the two clocks are the same clock with some skew, and ours is the better one. */
const SKEW_MS = 60_000;

/** What to add to our time to get the call's; fixed at the arrival and kept with the call. */
export function clockShift(mode: string | undefined, occurredAt: EpochMs, now: EpochMs): number {
  if (mode !== "carrier") return 0;
  const shift = occurredAt - now;
  return Math.abs(shift) > SKEW_MS ? shift : 0;
}
