/** Effects as a call hands them to its desk, each under an id of its own. */
import type { DeskEffect } from "../../../rules/call/effects.ts";
import { type CallId, callId, type E164, type EffectId, effectId } from "../../../rules/ids.ts";
import { CRM_URL } from "../../support/crm-receiver.ts";
import { LINE, SAM } from "./build.ts";

let made = 0;
const nextId = (of?: CallId): EffectId => {
  made += 1;
  return effectId(of ?? callId(`call-${made}`), made);
};

type Sms = Extract<DeskEffect, { kind: "sms" }>;
export const page = (more: Partial<Sms> = {}): Sms => ({
  id: nextId(),
  lane: "desk",
  kind: "sms",
  purpose: "page",
  to: SAM,
  from: LINE,
  text: "Emergency call.",
  delayMs: 0,
  ...more,
});
export const courtesy = (to: E164, more: Partial<Sms> = {}): Sms =>
  page({ purpose: "courtesy", to, text: "Thanks for calling.", ...more });

type Alert = Extract<DeskEffect, { kind: "alert" }>;
export const alert = (name: string, more: Partial<Alert> = {}): Alert => ({
  id: nextId(),
  lane: "desk",
  kind: "alert",
  name,
  text: `Trouble: ${name}.`,
  to: SAM,
  from: LINE,
  ...more,
});

type CrmRecord = Extract<DeskEffect, { kind: "record" }>;
export const record = (more: Partial<CrmRecord> = {}, of?: CallId): CrmRecord => ({
  id: nextId(of),
  lane: "desk",
  kind: "record",
  event: "call.completed",
  url: CRM_URL,
  secret: "RULEBOOK_CRM_SECRET",
  body: { event: "call.completed", name: 'Ann "Annie" O\'Hara\u2028\n' },
  ...more,
});
