/** What the caller tells about themselves, whenever they tell it. */
import { readDetails } from "../facts/details.ts";
import type { Draft } from "./draft.ts";
import type { Question } from "./state.ts";

/** What fits into one text message beside the rest. */
const REASON_LENGTH = 300;

export function noteDetails(d: Draft, text: string): void {
  const { details, phase } = d.call;
  const read = readDetails(text, asking(d), d.book.business.country);
  details.name = read.name ?? details.name;
  details.callbackNumber = read.number ?? details.callbackNumber;
  if (read.rest !== null && (phase.name === "ringing" || phase.name === "taking")) {
    details.reason = [details.reason, read.rest].filter(Boolean).join("; ").slice(0, REASON_LENGTH);
  }
}

/** While it rings the caller was asked for a name. */
function asking(d: Draft): Question | null {
  const { phase, details } = d.call;
  if (phase.name === "taking") return phase.asking;
  return phase.name === "ringing" && details.name === null ? "name" : null;
}
