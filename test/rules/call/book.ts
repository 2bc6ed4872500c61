/** A small rulebook in its compiled form: emergencies ring Sam, then Dana; at night the rest is called back. */
import { businessId, type E164, e164, groupId, personId } from "../../../rules/ids.ts";
import type { Ending, Route, Rulebook } from "../../../rules/rulebook/rulebook.ts";

const number = (text: string): E164 => {
  const parsed = e164(text);
  if (!parsed) throw new Error(`not E.164: ${text}`);
  return parsed;
};

export const LINE = number("+18175550100");
export const SAM = number("+18175550101");
export const DANA = number("+18175550102");
export const CALLER = number("+18175550142");

const sam = personId("sam");
const dana = personId("dana");

export const callback = (change: Partial<Ending> = {}): Ending => ({
  take: "callback",
  say: null,
  promise: { kind: "next-business-day", minute: 9 * 60 },
  tell: [],
  smsCaller: null,
  ...change,
});

export const route = (change: Partial<Route> = {}): Route => ({
  name: "Otherwise",
  when: { fact: "always" },
  beforeSpeech: false,
  say: null,
  sayFirst: false,
  ring: null,
  otherwise: callback(),
  tell: [],
  ...change,
});

export const EMERGENCY = route({
  name: "Emergency",
  when: { fact: "urgency", is: ["emergency"] },
  say: "This sounds urgent. Transferring you now, please hold.",
  ring: groupId("on-call"),
  otherwise: callback({
    promise: { kind: "within", ms: 30 * 60_000 },
    tell: [{ to: sam, text: "Emergency call from {{name}}, {{topic}}, callback number: {{callback_number}}" }],
  }),
});

export const CLOSED = route({
  name: "Closed",
  when: { fact: "open", is: false },
  otherwise: callback({
    say: "We're closed for the day, but we will call you back {{promise}}. Can I get your name and number?",
    smsCaller: "Thanks for calling {{business_name}}. We will call you back {{promise}}.",
  }),
});

const weekday = [{ from: 8 * 60, to: 18 * 60 }];

export const rulebook = (change: Partial<Rulebook> = {}): Rulebook => ({
  v: 1,
  version: "0123456789ab",
  business: {
    id: businessId("lone-star"),
    name: "Lone Star Comfort",
    owner: sam,
    ownerName: "Sam",
    trade: "hvac",
    timeZone: "America/Chicago",
    country: "US",
    bookingUrl: null,
  },
  hours: {
    weekly: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: [], sun: [] },
    closed: [],
  },
  people: { [sam]: { id: sam, name: "Sam", phone: SAM }, [dana]: { id: dana, name: "Dana", phone: DANA } },
  groups: {
    [groupId("on-call")]: {
      id: groupId("on-call"),
      ring: "in-order",
      members: [sam, dana],
      eachMs: 20_000,
      accept: "press-1",
    },
    [groupId("office")]: {
      id: groupId("office"),
      ring: "in-order",
      members: [dana],
      eachMs: 20_000,
      accept: "at-once",
    },
  },
  urgency: { emergency: ["no heat"], urgent: [], never: [] },
  voice: { name: "Telnyx.KokoroTTS.af", language: "en-US", engines: ["deepgram", "google"] },
  notice: { mode: "greeting", text: "This call may be transcribed." },
  greeting: "Thanks for calling {{business_name}}. How can I help?",
  routes: [EMERGENCY, CLOSED],
  otherwise: route({ ring: groupId("office") }),
  blocked: [],
  crm: { url: "https://crm.example/calls", secret: "RULEBOOK_CRM_SECRET", fields: { source: "phone" } },
  alerts: { to: sam },
  ...change,
});
