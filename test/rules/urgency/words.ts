/** Owner's words, and verdicts, as tests write them. */
import type { Verdict } from "../../../rules/call/state.ts";
import type { UrgencyLevel, UrgencyWords } from "../../../rules/rulebook/rulebook.ts";
import { assess } from "../../../rules/urgency/assess.ts";

export const NOTHING: UrgencyWords = { emergency: [], urgent: [], never: [] };

export function verdict(trade: string, turns: readonly string[], words: Partial<UrgencyWords> = {}): Verdict {
  return assess(turns, null, { ...NOTHING, ...words }, trade);
}

export function level(trade: string, ...turns: readonly string[]): UrgencyLevel {
  return verdict(trade, turns).level;
}
