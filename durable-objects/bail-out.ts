/**
 * What brings a caller to a human when our own decision logic is what is broken. It shares no code with it: the
 * caller's leg is transferred to one number after the other until someone is there, and that is all.
 */
import type { CallEffect } from "../rules/call/effects.ts";
import type { Happening } from "../rules/call/events.ts";
import { type CallId, type E164, type EffectId, type EpochMs, effectId, type LegId } from "../rules/ids.ts";
import type { Condition, Rulebook } from "../rules/rulebook/rulebook.ts";

export type BailOut = {
  readonly numbers: readonly E164[];
  /** How many of them have been transferred to. */
  readonly tried: number;
  /** The person's leg that the caller waits for or talks to. */
  readonly leg: LegId | null;
  /** Somebody was joined with the caller. */
  readonly reached: boolean;
  /** When to go on although no webhook told us to; null once it is over. */
  readonly dueAt: EpochMs | null;
};

export type Transfer = {
  readonly id: EffectId;
  readonly lane: "call";
  readonly leg: "caller";
  readonly kind: "transfer";
  readonly to: E164;
  readonly timeoutSecs: number;
  readonly timeLimitSecs: number;
  /** Name of the new leg, in its webhooks. */
  readonly target: LegId;
};
export type BailEffect = Transfer | Extract<CallEffect, { kind: "hangup" }>;
export type Step = { readonly bail: BailOut; readonly effect: BailEffect | null; readonly closed: boolean };

/** Ids and legs of our own start where no call of the rules ever comes. */
const FIRST_ID = 90_000;
const FIRST_LEG = 9_000;
/** Under the 20 to 25 s after which a mobile's voicemail commonly picks up. */
const RING_SECS = 18;
/** What Telnyx may need on top to tell us how a command ended. */
const GRACE_MS = 12_000;
/** Nobody watches such a talk; without a limit of ours Telnyx would let it run for four hours. */
const TALK_SECS = 7_200;
/** Also of a talk that had begun before us, under Telnyx's own limit; after that the webhook of its end is lost. */
const TALK_MAX_MS = (4 * 60 + 5) * 60_000;

/** The first emergency person, then the others of that group, the owner, and the operator's own number. */
export function numbersFor(book: Rulebook | null, fallback: E164 | null): E164[] {
  const route = book?.routes.find(({ when, ring }) => ring !== null && isEmergency(when));
  const members = route?.ring ? (book?.groups[route.ring]?.members ?? []) : [];
  const people = book === null ? [] : [...members, book.business.owner].map((id) => book.people[id]?.phone);
  return [...new Set([...people, fallback])].filter((number) => number != null);
}

/** `joined` is the person's leg that the caller is bridged to already, who must not be taken away. */
export function startBailOut(call: CallId, numbers: readonly E164[], joined: LegId | null, now: EpochMs): Step {
  const bail: BailOut = { numbers, tried: 0, leg: joined, reached: joined !== null, dueAt: now + TALK_MAX_MS };
  return joined === null ? next(call, bail, now) : { bail, effect: null, closed: false };
}

/** `leg` is whom the event is about, as far as that is known. */
export function continueBailOut(call: CallId, bail: BailOut, event: Happening, leg: LegId | null, now: EpochMs): Step {
  if (event.type === "leg.bridged") return wait({ ...bail, reached: true, dueAt: now + TALK_MAX_MS });
  if (event.type !== "leg.ended") return wait(bail);
  if (leg === "caller") return { bail: { ...bail, dueAt: null }, effect: null, closed: true };
  return leg !== null && leg === bail.leg ? next(call, bail, now) : wait(bail);
}

/** What we did last came to nothing, or nothing was heard of it in time. */
export function next(call: CallId, bail: BailOut, now: EpochMs): Step {
  const id = effectId(call, FIRST_ID + bail.tried);
  const tried = bail.tried + 1;
  const to = bail.numbers[bail.tried];
  if (to !== undefined) {
    const target: LegId = `p${FIRST_LEG + bail.tried}`;
    const limits = { timeoutSecs: RING_SECS, timeLimitSecs: TALK_SECS };
    const effect = { id, lane: "call", leg: "caller", kind: "transfer", to, ...limits, target } as const;
    return { bail: { ...bail, tried, leg: target, dueAt: now + RING_SECS * 1_000 + GRACE_MS }, effect, closed: false };
  }
  if (bail.tried > bail.numbers.length) return { bail: { ...bail, dueAt: null }, effect: null, closed: true };
  // Nobody is left: the tone of a line that was hung up makes a caller dial again, silence does not.
  const effect = { id, lane: "call", leg: "caller", kind: "hangup" } as const;
  return { bail: { ...bail, tried, leg: null, dueAt: now + GRACE_MS }, effect, closed: false };
}

/** The effect whose outcome the bail-out waits for. */
export const lastId = (call: CallId, { tried }: BailOut): EffectId => effectId(call, FIRST_ID + tried - 1);

const wait = (bail: BailOut): Step => ({ bail, effect: null, closed: false });

function isEmergency(when: Condition): boolean {
  if (when.fact === "urgency") return when.is.includes("emergency");
  return (when.fact === "all" || when.fact === "any") && when.of.some(isEmergency);
}
