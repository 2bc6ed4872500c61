/** Templates, filled in with what this call knows now. */
import { render, type Variables, variables } from "../talk/templates.ts";
import { DISPOSITIONS } from "./disposition.ts";
import type { Draft } from "./draft.ts";

export const inSpeech = (d: Draft, template: string): string => render(template, variablesOf(d), "speech");
export const inText = (d: Draft, template: string): string => render(template, variablesOf(d), "sms");

export function variablesOf(d: Draft): Variables {
  const { call, book } = d;
  const person = call.handledBy;
  return variables({
    business: book.business,
    callId: call.id,
    from: call.from,
    to: call.to,
    name: call.details.name,
    reason: call.details.reason,
    callbackNumber: call.details.callbackNumber,
    urgency: call.urgency.level,
    promise: call.promised?.words ?? null,
    outcome: call.disposition ? DISPOSITIONS[call.disposition].outcome : null,
    handledBy: person ? (book.people[person]?.name ?? person) : null,
    endedAt: call.legs.caller?.endedAt ?? null,
  });
}
