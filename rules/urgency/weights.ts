/** How much each kind of phrase counts, and where the levels begin. */
import type { UrgencyLevel } from "../rulebook/rulebook.ts";
import type { Tier } from "./packs/pack.ts";

/**
 * Trouble alone stays below an emergency, trouble with something worse reaches it exactly; the owner's own phrases
 * weigh as much as danger and as what is urgent.
 */
export const WEIGHTS: Readonly<Record<Tier, number>> = {
  danger: 1,
  emergency: 1,
  claim: 1,
  failing: 0.6,
  urgent: 0.5,
  worse: 0.4,
};

/** Taken off what is no danger when the caller says that there is no hurry: an emergency becomes urgent by it. */
export const CALM = 0.5;
/** What is left of trouble in a turn that asks for a price, and names nothing worse. */
export const ASKING_PRICE = 0.5;

const EMERGENCY_FROM = 1;
const URGENT_FROM = 0.5;

export function levelOf(score: number): UrgencyLevel {
  if (score >= EMERGENCY_FROM) return "emergency";
  return score >= URGENT_FROM ? "urgent" : "routine";
}
