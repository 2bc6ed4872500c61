/** What tests of the objects are made of: a rulebook, a call, happenings, effects. Small, valid, and overridable. */
import type { Delivery, Pin } from "../../../durable-objects/protocol.ts";
import type { CallEffect, Command, DeskEffect, DeskMessage } from "../../../rules/call/effects.ts";
import type { Arrived, Happening } from "../../../rules/call/events.ts";
import { decide } from "../../../rules/call/index.ts";
import type { Call, Leg } from "../../../rules/call/state.ts";
import {
  businessId,
  type CallId,
  callId,
  controlId,
  type E164,
  type EffectId,
  e164,
  effectId,
  groupId,
  type LegId,
  personId,
} from "../../../rules/ids.ts";
import { emergencyRulebook } from "../../../rules/rulebook/emergency.ts";
import type { Person, Rulebook } from "../../../rules/rulebook/rulebook.ts";

export { controlId };

export const START = Date.parse("2026-11-20T20:30:00-06:00");
export const CALL = callId("9d41badb-6b63-486b-8d30-22ebb199c9c5");
export const CALLER_CONTROL = controlId("v3:caller");

export const number = (text: string): E164 => {
  const parsed = e164(text);
  if (parsed === null) throw new Error(`${text} is no number`);
  return parsed;
};
export const LINE = number("+12145550100");
export const SAM = number("+12145550101");
export const DANA = number("+12145550102");
export const CALLER = number("+14695550123");
export const FALLBACK = number("+12145550199");

const person = (id: string, phone: E164): Person => ({ id: personId(id), name: id, phone });

/** Sam and Dana are rung for emergencies, Sam owns the place. */
export const BOOK: Rulebook = {
  ...emergencyRulebook(null),
  version: "0123456789ab",
  business: {
    ...emergencyRulebook(null).business,
    id: businessId("lone-star"),
    owner: personId("sam"),
    name: "Lone Star",
  },
  people: { [personId("sam")]: person("sam", SAM), [personId("dana")]: person("dana", DANA) },
  urgency: { emergency: ["no heat"], urgent: [], never: [] },
  groups: {
    [groupId("on-call")]: {
      id: groupId("on-call"),
      ring: "in-order",
      members: [personId("dana"), personId("sam")],
      eachMs: 20_000,
      accept: "press-1",
    },
  },
  routes: [
    {
      ...emergencyRulebook(null).otherwise,
      name: "Emergency",
      when: { fact: "all", of: [{ fact: "urgency", is: ["emergency"] }] },
      ring: groupId("on-call"),
    },
  ],
};
export const PIN: Pin = { rulebook: BOOK, source: "live" };

export const arrived = (more: Partial<Arrived> = {}): Arrived => ({
  type: "call.arrived",
  control: CALLER_CONTROL,
  occurredAt: START,
  from: CALLER,
  to: LINE,
  callerName: null,
  attestation: "A",
  connectionId: "1",
  origin: "https://firstring.example",
  screening: null,
  ...more,
});

let events = 0;
export function delivery(happening: Delivery["happening"], more: Partial<Delivery> = {}): Delivery {
  events += 1;
  return { id: `evt-${events}`, call: CALL, happening, pin: null, ...more };
}

export const arrival = (more: Partial<Delivery> = {}): Delivery => delivery(arrived(), { pin: PIN, ...more });

type OnCaller = Extract<
  Happening,
  { type: "leg.answered" | "leg.bridged" | "leg.initiated" | "playback.started" }
>["type"];
let stamps = 0;
/** Something on a leg, each with a stamp of its own. */
export const onLeg = (type: OnCaller, leg: LegId | null = "caller", control = CALLER_CONTROL) =>
  ({ type, leg, control, occurredAt: START + stamp() }) as const;

export const ended = (leg: LegId | null = "caller", control = CALLER_CONTROL) =>
  ({ type: "leg.ended", leg, control, occurredAt: START + stamp(), reason: "hung-up", by: "caller" }) as const;

export const heard = (text: string, final = false) =>
  ({
    type: "heard",
    leg: "caller",
    control: CALLER_CONTROL,
    occurredAt: START,
    text,
    final,
    confidence: null,
  }) as const;

function stamp(): number {
  stamps += 1;
  return stamps;
}

export const leg = (more: Partial<Leg> = {}): Leg => ({
  control: CALLER_CONTROL,
  status: "answered",
  person: null,
  dialledAt: START,
  answeredAt: START,
  answeredOccurredAt: null,
  endedAt: null,
  reason: null,
  stage: "none",
  speech: 0,
  ...more,
});

/** A call as the rules open it, answered, with nothing to wait for. */
const OPENED = decide(null, { ...arrived(), at: START }, { id: CALL, rulebook: BOOK }).call;
export const call = (more: Partial<Call> = {}): Call => {
  if (OPENED === null) throw new Error("bug: an arrival opens a call");
  const phase = { name: "talking", prompts: 0, answeredAt: START } as const;
  return { ...OPENED, seq: 0, phase, timers: {}, legs: { caller: leg() }, awaiting: {}, ...more };
};

export const id = (n: number, of: CallId = CALL): EffectId => effectId(of, n);
export const command = (n: number, of: Command, leg: LegId = "caller"): CallEffect => ({
  id: id(n),
  lane: "call",
  leg,
  ...of,
});
export const say = (n: number, text = `sentence ${n}`): CallEffect => command(n, { kind: "say", speech: n, text });
export const dial = (n: number, leg: LegId, to: E164 = SAM): CallEffect =>
  command(n, { kind: "dial", to, from: LINE, timeoutSecs: 25, timeLimitSecs: 3600, linkTo: "caller" }, leg);
export const handed = (n: number, message: DeskMessage, of: CallId = CALL): DeskEffect => ({
  id: id(n, of),
  lane: "desk",
  ...message,
});
