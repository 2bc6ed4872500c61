/**
 * What a call is, between two events. Plain JSON: it is stored after every decision and read back by whichever
 * instance handles the next event. Nothing about time lives outside it; the alarm is derived from `timers`.
 *
 *            ┌────────── silent, lost ──────────┐
 *   arriving → talking ⇄ taking ─────────────→ parting → following-up → closed
 *                 ⇅         ⇅                     ↑
 *               ringing → connecting → connected ─┘
 */
import type { CallId, ControlId, E164, EffectId, EpochMs, LegId, PersonId } from "../ids.ts";
import type { Engine, Promised, UrgencyLevel } from "../rulebook/rulebook.ts";
import type { EndReason, Screening } from "./events.ts";

export type Call = {
  v: 1;
  id: CallId;
  /** Number of the last effect; effect ids are `<id>:<seq>`. */
  seq: number;
  openedAt: EpochMs;
  from: E164 | null;
  to: E164;
  callerName: string | null;
  attestation: "A" | "B" | "C" | null;
  origin: string;
  screening: Screening | null;
  phase: Phase;
  timers: { [T in TimerName]?: EpochMs };
  legs: { [L in LegId]?: Leg };
  /** The latest bridge by Telnyx's clock; undone by either leg's end. */
  bridge: { a: LegId; b: LegId; occurredAt: EpochMs } | null;
  voice: Voice;
  heard: HeardSoFar;
  details: Details;
  urgency: Verdict;
  /** Index into the rulebook's routes, `routes.length` for otherwise; null while undecided. */
  route: number | null;
  /** Calls back, once the caller was promised one. */
  promised: Promised | null;
  /** Who can be rung again before a relative promise falls due. */
  standby: Plan | null;
  /** The texts of the ending that was reached have been sent. */
  endingTold: boolean;
  /** Who has been told, and by which effect. A call that needs a human ends with this non-empty. */
  told: { who: "person" | "record" | "talk"; effect: EffectId }[];
  disposition: Disposition | null;
  /** Who talked with the caller, or took the callback. */
  handledBy: PersonId | null;
  /** Commands whose outcome changes what we do next. */
  awaiting: { [effect: EffectId]: Awaited };
  /** The last word has been said: the caller is being hung up and nothing more is asked of this leg. */
  leaving: boolean;
  /** Why a guard stopped us, for the trace; bounded. */
  notes: { at: EpochMs; text: string }[];
};

export type Phase =
  /** Parked by Telnyx; `answer` is on its way. */
  | { name: "arriving" }
  /** Greeted and listening; no route has won yet. */
  | { name: "talking"; prompts: number; answeredAt: EpochMs }
  | Ringing
  /** A person pressed the key; the bridge waits for the whisper and the caller's sentence, then for `call.bridged`. */
  | { name: "connecting"; person: PersonId; leg: LegId; plan: Plan; bridgeSent: boolean }
  /** `dropped`: the person's leg ended at once; the caller is parked and about to be rung on. */
  | { name: "connected"; person: PersonId; leg: LegId; plan: Plan; since: EpochMs; dropped: boolean }
  /** Capturing a callback: what is asked, and how often. */
  | { name: "taking"; asking: Question; asked: number }
  /** Last words, then the hang-up. */
  | { name: "parting" }
  /** The caller has gone; a relative promise is live and people are paged and rung until one takes it. */
  | { name: "following-up"; plan: Plan; round: number; since: EpochMs; takenBy: PersonId | null }
  | { name: "closed"; at: EpochMs };

export type Ringing = { name: "ringing"; plan: Plan; announced: boolean };

export type Question = "name-and-number" | "name" | "number" | "reason";

/** Whom to ring, in what order, and how far we are. */
export type Plan = {
  people: PersonId[];
  eachMs: number;
  accept: "press-1" | "at-once";
  /** Index of the person rung last; -1 before the first. */
  at: number;
  /** The owner's `otherwise` of the route that made this plan. */
  route: number;
  /** Rings of the whole plan so far; a drop right after the bridge starts another, once. */
  rounds: number;
};

export type Leg = {
  control: ControlId | null;
  /** Rises only, in this order; so duplicates and disorder cannot move a leg backwards. */
  status: "dialing" | "ringing" | "answered" | "ended";
  person: PersonId | null;
  dialledAt: EpochMs;
  answeredAt: EpochMs | null;
  /** The same by Telnyx's clock, for telling its webhooks of before and after apart. */
  answeredOccurredAt: EpochMs | null;
  endedAt: EpochMs | null;
  reason: EndReason | null;
  /** A person's leg: `asked` for the key, `accepted` it, was `whispered` the details, `dropped` by us. */
  stage: "none" | "asked" | "accepted" | "whispered" | "dropped";
  /** Newest utterance or question on this leg; an end that names an older one changes nothing. */
  speech: number;
};

export type Voice = {
  /** What is being said to the caller now. */
  speaking: {
    speech: number;
    text: string;
    sentAt: EpochMs;
    startedAt: EpochMs | null;
    expectedEndAt: EpochMs;
    tries: number;
  } | null;
  /** Said next, in order, each after the last one ended. */
  queue: string[];
  /** A loop that should be heard when nobody speaks. */
  loop: "ringback" | "hold" | null;
  looping: boolean;
  listening: Engine | null;
  /** Listening is wanted, though it may be held back: until the notice was spoken, or while we speak. */
  listens: boolean;
  /** Index into the rulebook's engines. */
  engine: 0 | 1;
  /** Whether any transcription event arrived in this call. */
  heardAny: boolean;
  /** Speech was swallowed while transcription ran: from then on listening pauses while we speak. */
  halfDuplex: boolean;
  /** The notice was spoken: from here on the transcript is kept. */
  noticed: boolean;
  /** When the caller last heard a word or a tone from us, or we from them. */
  lastSoundAt: EpochMs;
};

/** The caller's words so far, bounded: what the engines read. */
export type HeardSoFar = {
  /** Not `final`: a partial result whose final text has not come, and is taken for it until it does. */
  turns: { at: EpochMs; text: string; final: boolean }[];
  interim: { at: EpochMs; text: string } | null;
  /** Fragments in a row that held an emergency which no final text has confirmed yet. */
  alarmed: number;
  /** A final text held the emergency: only the caller's own words take it back, never our forgetting older ones. */
  confirmed: boolean;
  lastAt: EpochMs | null;
  keys: string;
};

export type Details = {
  name: string | null;
  callbackNumber: E164 | null;
  reason: string | null;
  /** The reason was an interim text, which the final one replaces. */
  provisional: boolean;
};

export type Verdict = { level: UrgencyLevel; score: number; reasons: { text: string; weight: number }[] };

/** How a call ended. The table in `disposition.ts` maps each to a CRM outcome. */
export type Disposition =
  | "connected"
  | "booked"
  | "answered"
  | "callback"
  | "voicemail"
  | "lost"
  | "silent"
  | "screened";

export type Awaited =
  | { kind: "answer" }
  | { kind: "dial"; leg: LegId }
  | { kind: "bridge"; leg: LegId }
  | { kind: "say"; speech: number }
  | { kind: "listen" };

export type TimerName =
  /** When to look whether `call.answered` was lost. */
  | "answer"
  /** When to go on without a rulebook that has not come. */
  | "rulebook"
  /** When the caller's turn has ended: 700 ms after the last final text. */
  | "turn"
  /** When a caller who says nothing is asked again. */
  | "silence"
  /** When speech that was sent should long have been heard. */
  | "speech"
  /** When the caller must hear something again: at most 8 s after the last sound. */
  | "audio"
  /** When the person rung now has had their seconds. */
  | "hop"
  /** When a bridge that was asked for should long be there. */
  | "bridge"
  /** When the conversation before a decision has lasted long enough. */
  | "budget"
  /** When a talk has outlived Telnyx's own limit. */
  | "talk"
  /** When to hang up although the last words did not end. */
  | "parting"
  /** When people are paged and rung again for a promise. */
  | "follow-up"
  /** When the promise falls due. */
  | "due";
