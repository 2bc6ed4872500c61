/** Gathers what belongs to one call. */
import type { Carrier } from "./carrier.ts";
import type { CallReport, WebhookReport } from "./control.ts";
import type { Settled } from "./courier.ts";
import type { CrmRecord } from "./crm-receiver.ts";

export function reportCall(
  carrier: Carrier,
  settled: readonly Settled[],
  records: readonly CrmRecord[],
  session: string,
): CallReport {
  const mine = (item: { session: string | null }): boolean => item.session === session;
  const legs = carrier.legs().filter(mine);
  const messages = carrier.messages().filter(mine);
  const ids = new Set(messages.map(({ id }) => id));
  const webhooks = settled.map(reportWebhook).filter(({ payload }) => belongs(payload, session, ids));
  return {
    session,
    over: legs.every(({ state }) => state === "ended"),
    legs,
    sounds: carrier.sounds().filter(mine),
    utterances: carrier.utterances().filter(mine),
    commands: carrier.commands().filter(mine),
    webhooks,
    messages,
    // The ids of records begin with the call's id, or their bodies name it.
    crm: records.filter(({ id, body }) => id.includes(session) || body.includes(session)),
  };
}

function belongs(payload: Readonly<Record<string, unknown>>, session: string, messages: ReadonlySet<string>): boolean {
  return payload.call_session_id === session || (typeof payload.id === "string" && messages.has(payload.id));
}

function reportWebhook({ webhook, attempt, outcome, tookMs }: Settled): WebhookReport {
  const { event_type: type, id, payload } = webhook.body.data;
  const leg = typeof payload.call_control_id === "string" ? payload.call_control_id : null;
  return { at: webhook.at, type, id, leg, attempt, outcome, tookMs, payload };
}
