/**
 * The rulebook that is always there: used when the business's own is missing or broken and no earlier one is known.
 * Compiled in, so that nothing it needs can be missing too.
 */
import { businessId, type E164, groupId, personId } from "../ids.ts";
import { countryOf } from "./phones.ts";
import type { Ending, Group, Person, Route, Rulebook } from "./rulebook.ts";
import { alwaysOpen } from "./weekly-hours.ts";

const OWNER = personId("owner");
const RING_OWNER = groupId("owner");

/** @param fallback the operator's `FALLBACK_NUMBER`; without it nobody can be rung and every call becomes a callback */
export function emergencyRulebook(fallback: E164 | null): Rulebook {
  const otherwise = fallback === null ? takeMessage : ringOwner;
  const owner: Person | null = fallback === null ? null : { id: OWNER, name: "the owner", phone: fallback };
  return {
    v: 1,
    version: "emergency",
    business: {
      id: businessId("fallback"),
      name: "our office",
      owner: OWNER,
      ownerName: "the owner",
      trade: "general",
      timeZone: "UTC",
      country: (fallback === null ? null : countryOf(fallback)) ?? "US",
      bookingUrl: null,
    },
    hours: { weekly: alwaysOpen(), closed: [] },
    people: owner === null ? {} : { [OWNER]: owner },
    groups: owner === null ? {} : { [RING_OWNER]: ownerAlone },
    urgency: { emergency: [], urgent: [], never: [] },
    voice: { name: "Telnyx.KokoroTTS.af", language: "en-US", engines: ["deepgram", "google"] },
    notice: { mode: "greeting", text: "This call may be transcribed so that we can help you." },
    greeting: "Thanks for calling. How can we help you?",
    // Rings at once, whatever is said; should the caller's words come first, `otherwise` does the same.
    routes: owner === null ? [] : [{ ...otherwise, name: "Ring the fallback number", beforeSpeech: true }],
    otherwise,
    blocked: [],
    crm: null,
    alerts: owner === null ? null : { to: OWNER },
  };
}

/** The fallback number may be a switchboard or an answering service, which press no key: whoever picks up has the call. */
const ownerAlone: Group = { id: RING_OWNER, ring: "in-order", members: [OWNER], eachMs: 40_000, accept: "at-once" };

const SOON = "Nobody can come to the phone right now. Somebody will call you back as soon as possible.";

const callback: Ending = {
  take: "callback",
  say: SOON,
  promise: { kind: "next-opening" },
  tell: [],
  smsCaller: null,
};

const takeMessage: Route = {
  name: "Otherwise",
  when: { fact: "always" },
  beforeSpeech: false,
  say: null,
  sayFirst: false,
  ring: null,
  otherwise: callback,
  tell: [],
};

const ringOwner: Route = {
  ...takeMessage,
  say: "One moment, I am connecting you.",
  ring: RING_OWNER,
  otherwise: {
    ...callback,
    // A promise that is kept without a rulebook too: the number is rung and texted until somebody takes it.
    promise: { kind: "within", ms: 30 * 60_000 },
    tell: [{ to: OWNER, text: "Missed call from {{caller_number}}. Please call back {{callback_number}}. {{reason}}" }],
  },
};
