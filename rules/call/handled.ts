import type { PersonId } from "../ids.ts";
import { entries } from "./legs.ts";
import type { Call } from "./state.ts";

/** Who talked with the caller, or took the callback; null of a call that nobody was joined to. */
export function handledBy(call: Call): PersonId | null {
  if (call.phase.name === "following-up") return call.phase.takenBy;
  if (call.disposition !== "connected") return null;
  return entries(call).findLast(([, leg]) => leg.stage === "whispered")?.[1].person ?? null;
}
