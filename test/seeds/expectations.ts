/** What a caller may count on when nothing goes wrong. */
import type { Person } from "../../simulator/types.ts";
import { DANA, SAM } from "../support/rulebooks.ts";
import type { Caller } from "./callers.ts";
import type { Plan } from "./plan.ts";

/** What dialling, our question and its key take besides the person's own time. */
const MARGIN_MS = 6_000;

/** A clear emergency, and somebody on call who would answer in time and press the key. */
export function expectsToBeJoined(plan: Plan, caller: Caller): boolean {
  if (!caller.emergency) return false;
  const eachMs = Number.parseInt(plan.rulebook.each ?? "20s", 10) * 1000;
  return [SAM, DANA].some((number) => takes(plan.people[number], eachMs));
}

function takes(person: Person | undefined, eachMs: number): boolean {
  if (person?.does !== "answer" || !person.presses?.startsWith("1")) return false;
  return person.afterMs + person.pressAfterMs + MARGIN_MS < eachMs;
}
