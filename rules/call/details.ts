/** What the caller tells about themselves, whenever they tell it. */
import { readDetails } from "../facts/details.ts";
import type { Draft } from "./draft.ts";
import type { Question } from "./state.ts";

/** What fits into one text message beside the rest. */
const REASON_LENGTH = 300;

/** What the call is about, as far as it was said when someone is rung or told. */
export function noteReason(d: Draft): void {
  const { details, heard } = d.call;
  if (details.reason !== null) return;
  const said = heard.turns.map((turn) => turn.text).join("; ") || (heard.interim?.text ?? "");
  if (said === "") return;
  details.reason = said.slice(0, REASON_LENGTH);
  details.provisional = heard.turns.length === 0;
}

export function noteDetails(d: Draft, text: string): void {
  const { details, phase } = d.call;
  const read = readDetails(text, asking(d), d.book.business.country);
  details.name = read.name ?? details.name;
  details.callbackNumber = read.number ?? details.callbackNumber;
  if (details.provisional) {
    details.reason = text.slice(0, REASON_LENGTH);
    details.provisional = false;
  } else if (read.rest !== null && (phase.name === "ringing" || phase.name === "taking")) {
    details.reason = [details.reason, read.rest].filter(Boolean).join("; ").slice(0, REASON_LENGTH);
  }
}

/** While it rings the caller was asked for a name. */
function asking(d: Draft): Question | null {
  const { phase, details } = d.call;
  if (phase.name === "taking") return phase.asking;
  return phase.name === "ringing" && details.name === null && !details.provisional ? "name" : null;
}
