/**
 * A rulebook after it was parsed and compiled: what the owner wrote, with every name resolved, every number in E.164
 * and every duration in milliseconds. Plain JSON, so that a call can store the one it was pinned to.
 * `source.ts` has the shape that people write.
 */
import type { BusinessId, E164, EpochMs, GroupId, PersonId } from "../ids.ts";

export type Rulebook = {
  /** Format of this compiled shape; raised when a stored one needs upcasting. */
  readonly v: 1;
  /** First 12 hex digits of the SHA-256 of the source text, or `emergency`. */
  readonly version: string;
  readonly business: Business;
  readonly hours: Hours;
  readonly people: Readonly<Record<PersonId, Person>>;
  readonly groups: Readonly<Record<GroupId, Group>>;
  readonly urgency: UrgencyWords;
  readonly voice: VoiceSettings;
  readonly notice: Notice;
  /** Template; spoken first. */
  readonly greeting: string;
  /** In the owner's order. */
  readonly routes: readonly Route[];
  /** What happens when no route is true. */
  readonly otherwise: Route;
  /** Callers who are turned away before they are answered. */
  readonly blocked: readonly E164[];
  readonly crm: Crm | null;
  /** Who hears of trouble with the line itself, by text message. */
  readonly alerts: { readonly to: PersonId } | null;
};

export type Business = {
  readonly id: BusinessId;
  readonly name: string;
  /** The person asked last and told first; the first one listed when the rulebook does not say. */
  readonly owner: PersonId;
  readonly ownerName: string;
  readonly trade: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly bookingUrl: string | null;
};

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
/** Minutes after local midnight; `to` above 1440 runs into the next day. */
export type OpenSpan = { readonly from: number; readonly to: number };
export type Hours = {
  readonly weekly: Readonly<Record<Weekday, readonly OpenSpan[]>>;
  /** Local dates, `YYYY-MM-DD`. */
  readonly closed: readonly string[];
};

export type Person = { readonly id: PersonId; readonly name: string; readonly phone: E164 };

export type Group = {
  readonly id: GroupId;
  readonly ring: "in-order";
  readonly members: readonly PersonId[];
  /** How long each one is rung, counted from the dial; 5,000 to 600,000. */
  readonly eachMs: number;
  /** `at-once` joins caller and person as soon as the person's phone is picked up, by human or voicemail. */
  readonly accept: "press-1" | "at-once";
};

/** The owner's own words, on top of the trade's. */
export type UrgencyWords = {
  readonly emergency: readonly string[];
  readonly urgent: readonly string[];
  readonly never: readonly string[];
};

export type VoiceSettings = {
  /** A Telnyx voice name, e.g. `Telnyx.KokoroTTS.af`. */
  readonly name: string;
  /** BCP 47, e.g. `en-US`. */
  readonly language: string;
  /** Tried in turn: the second when the first hears nothing at all. */
  readonly engines: readonly [Engine, Engine];
};
export type Engine = "deepgram" | "google" | "telnyx";

/** `strict` transcribes only after the notice was spoken; `greeting` listens from the answer and keeps nothing said before. */
export type Notice = { readonly mode: "strict" | "greeting" | "none"; readonly text: string };

export type Route = {
  readonly name: string;
  readonly when: Condition;
  /** May win before the caller has said a word. */
  readonly beforeSpeech: boolean;
  /** Template; what the caller is told when this route wins. */
  readonly say: string | null;
  /** Speak `say` to its end before anyone is dialled, instead of beside the ringing. */
  readonly sayFirst: boolean;
  readonly ring: GroupId | null;
  /** What follows when nobody accepted, or at once where nobody is rung. */
  readonly otherwise: Ending;
  /** Texts to people, sent once per call when this route took it. */
  readonly tell: readonly Text[];
};

export type Ending = {
  readonly take: "callback" | "goodbye";
  /** Template; null has words made from the promise. */
  readonly say: string | null;
  readonly promise: PromiseRule;
  /** Sent when the ending is reached. */
  readonly tell: readonly Text[];
  /** Template of one text to the caller, or none. */
  readonly smsCaller: string | null;
};

/** `within` holds only while someone can still be rung; the others are computed from the opening hours. */
export type PromiseRule =
  | { readonly kind: "within"; readonly ms: number }
  | { readonly kind: "next-opening" }
  /** `minute` after local midnight of the next day with any opening hours. */
  | { readonly kind: "next-business-day"; readonly minute: number };

export type Text = { readonly to: PersonId; readonly text: string };

export type Condition =
  | { readonly fact: "always" }
  | { readonly fact: "urgency"; readonly is: readonly UrgencyLevel[] }
  | { readonly fact: "says"; readonly any: readonly string[] }
  | { readonly fact: "open"; readonly is: boolean }
  | { readonly fact: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly fact: "not"; readonly of: Condition };

export type UrgencyLevel = "routine" | "urgent" | "emergency";

export type Crm = {
  /** Where each finished call is posted, signed by Standard Webhooks. */
  readonly url: string;
  /** Name of a secret that starts with `RULEBOOK_`. */
  readonly secret: string;
  /** The owner's own fields, each string leaf a template; sent beside the standard ones. */
  readonly fields: Json;
};

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A moment promised to a caller, and how it is said. */
export type Promised = {
  readonly dueAt: EpochMs;
  /** "within 30 minutes", "tomorrow morning at 9 AM" */
  readonly words: string;
  readonly kind: PromiseRule["kind"];
};
