/** What the CRM is told of a call: one record when the caller has gone, and what became of a promise. */
import type { Json } from "../rulebook/rulebook.ts";
import { renderJson } from "../talk/templates.ts";
import { DISPOSITIONS } from "./disposition.ts";
import type { Draft } from "./draft.ts";
import type { RecordEvent } from "./effects.ts";
import { variablesOf } from "./said.ts";

/** Screened calls are counted by the desk and leave no record; everything else leaves exactly one. */
export function record(d: Draft): void {
  if (d.call.disposition === "screened") return;
  send(d, "call.completed");
}

export function send(d: Draft, event: RecordEvent): void {
  const { crm } = d.book;
  if (!crm) return;
  const effect = d.desk({ kind: "record", event, url: crm.url, secret: crm.secret, body: body(d, event) });
  d.call.told.push({ who: "record", effect });
}

function body(d: Draft, event: RecordEvent): Json {
  const { call, book } = d;
  const outcome = call.disposition ? DISPOSITIONS[call.disposition].outcome : null;
  return {
    event,
    call_id: call.id,
    business_id: book.business.id,
    name: call.details.name,
    phone: call.details.callbackNumber ?? call.from,
    caller_number: call.from,
    receiving_number: call.to,
    urgency: call.urgency.level,
    reasons: call.urgency.reasons.map((reason) => reason.text),
    outcome,
    disposition: call.disposition,
    route: d.route?.name ?? null,
    handled_by: call.handledBy,
    callback: call.promised
      ? { due_at: new Date(call.promised.dueAt).toISOString(), words: call.promised.words }
      : null,
    notes: call.details.reason,
    started_at: new Date(call.openedAt).toISOString(),
    ended_at: new Date(d.at).toISOString(),
    timezone: book.business.timeZone,
    rulebook_version: book.version,
    fields: renderJson(book.crm?.fields ?? null, variablesOf(d)),
  };
}
