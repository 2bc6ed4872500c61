/** The variables that a template may name, and what each one says in speech, in a text message and in a record. */
import { Temporal } from "temporal-polyfill/implementation";
import type { CallId, E164, EpochMs } from "../ids.ts";
import type { Business, UrgencyLevel } from "../rulebook/rulebook.ts";
import type { Destination } from "./template-escape.ts";
import { numberForReading, numberForSpeaking } from "./template-numbers.ts";

/** `said` came from the caller or the caller's carrier and is trusted with nothing. */
type Kind = "text" | "said" | "phone" | "moment";

export const CATALOGUE = {
  caller_number: { kind: "phone", doc: "The number the caller calls from; empty when it is withheld." },
  receiving_number: { kind: "phone", doc: "The number that was called." },
  callback_number: {
    kind: "phone",
    doc: "The number to call back: the one the caller gave, else the one they called from.",
  },
  business_name: { kind: "text", doc: "Name of the business." },
  owner_name: { kind: "text", doc: "How callers know the owner." },
  booking_url: { kind: "text", doc: "Where an appointment can be booked; empty when the rulebook names none." },
  name: { kind: "said", doc: "The caller's name, as far as it is known." },
  reason: { kind: "said", doc: "Why the caller calls, in their own words." },
  topic: { kind: "said", doc: "What the call is about, in a word or two; the reason where no topic was understood." },
  urgency: { kind: "text", doc: "routine, urgent or emergency." },
  promise: { kind: "text", doc: 'When we call back, as it is said: "tomorrow at 9 AM".' },
  outcome: { kind: "text", doc: "How the call ended." },
  handled_by: { kind: "text", doc: "The person who talked with the caller." },
  ended_at: { kind: "moment", doc: "When the call ended, in the business's time; ISO 8601 in records." },
  call_id: { kind: "text", doc: "Telnyx's id of the call (call_session_id)." },
} as const satisfies Record<string, { readonly kind: Kind; readonly doc: string }>;

export type VariableName = keyof typeof CATALOGUE;
type Values = { readonly [Name in VariableName]: string | null };

/** Everything a template can say of one call at one moment; built by `variables`. */
export type Variables = { readonly country: string; readonly timeZone: string; readonly values: Values };

/** What is known of a call; null or absent is not known (yet). */
export type Known = {
  readonly business: Pick<Business, "name" | "ownerName" | "bookingUrl" | "country" | "timeZone">;
  readonly callId: CallId;
  readonly from: E164 | null;
  readonly to: E164;
  readonly name?: string | null;
  readonly reason?: string | null;
  readonly topic?: string | null;
  readonly callbackNumber?: E164 | null;
  readonly urgency?: UrgencyLevel | null;
  /** Words of the promise. */
  readonly promise?: string | null;
  readonly outcome?: string | null;
  /** Name of the person. */
  readonly handledBy?: string | null;
  readonly endedAt?: EpochMs | null;
};

export function variables(known: Known): Variables {
  const { business } = known;
  return {
    country: business.country,
    timeZone: business.timeZone,
    values: {
      caller_number: known.from,
      receiving_number: known.to,
      callback_number: known.callbackNumber ?? known.from,
      business_name: business.name,
      owner_name: business.ownerName,
      booking_url: business.bookingUrl,
      name: known.name ?? null,
      reason: known.reason ?? known.topic ?? null,
      topic: known.topic ?? known.reason ?? null,
      urgency: known.urgency ?? null,
      promise: known.promise ?? null,
      outcome: known.outcome ?? null,
      handled_by: known.handledBy ?? null,
      ended_at: known.endedAt == null ? null : Temporal.Instant.fromEpochMilliseconds(known.endedAt).toString(),
      call_id: known.callId,
    },
  };
}

export const VARIABLE_NAMES = Object.keys(CATALOGUE) as readonly VariableName[];

/** Every variable as this destination wants it before escaping; unknown ones are empty, so that `default` works. */
export function scopeFor(known: Variables, destination: Destination): Readonly<Record<string, string>> {
  return Object.fromEntries(VARIABLE_NAMES.map((name) => [name, valueFor(known, name, destination)]));
}

function valueFor({ values, country, timeZone }: Variables, name: VariableName, destination: Destination): string {
  const value = values[name];
  if (value === null) return "";
  const forPeople = destination === "speech" || destination === "sms";
  switch (CATALOGUE[name].kind) {
    case "phone":
      if (!forPeople) return value;
      return destination === "speech" ? numberForSpeaking(value, country) : numberForReading(value, country);
    case "moment":
      return forPeople ? sayMoment(value, timeZone) : value;
    case "said":
      return destination === "sms" ? withoutLinks(value) : value;
    case "text":
      return value;
  }
}

/** A caller must not be able to have us text a link to the owner. */
const withoutLinks = (text: string): string => text.replace(/\b(?:https?:\/\/|www\.)\S+/gi, "(link)");

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** `Tue 8:34 PM` */
function sayMoment(instant: string, timeZone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const hour = local.hour % 12 === 0 ? 12 : local.hour % 12;
  const minute = String(local.minute).padStart(2, "0");
  return `${DAYS[local.dayOfWeek - 1]} ${hour}:${minute} ${local.hour < 12 ? "AM" : "PM"}`;
}
