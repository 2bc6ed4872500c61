/** What goes wrong in a seed. Each class has its own randomness and can be left out, to find out which one matters. */
import type { Random } from "../support/platform/random.ts";

export const FAULTS = [
  "duplicates",
  "disorder",
  "loss",
  "telnyx",
  "crm",
  "kv",
  "desk",
  "calls",
  "crashes",
  "alarms",
  "evictions",
  "quirks",
  "timing",
] as const;
export type Fault = (typeof FAULTS)[number];

/** One seed in six is calm: there the service level is exact. */
const CALM = 1 / 6;
const EACH = 0.4;

export function drawFaults(random: Random, without: ReadonlySet<string>): ReadonlySet<Fault> {
  const calm = random.chance(CALM);
  // Each is drawn whether or not it counts, so that leaving one out does not change the others.
  const drawn = FAULTS.filter(() => random.chance(EACH));
  return new Set(calm ? [] : drawn.filter((fault) => !without.has(fault)));
}
