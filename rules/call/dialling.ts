/** A person's phone: dialled, and asked for the key. Shared by calls that hold a caller and promises that do not. */
import type { EpochMs, LegId, PersonId } from "../ids.ts";
import type { Draft } from "./draft.ts";
import * as legs from "./legs.ts";
import type { Leg } from "./state.ts";

/** Behind Telnyx's own ring timeout, which comes first; ours is for the webhook that never came. */
const WATCHDOG_MS = 2_000;
/** From the end of the question to the key; also how long a late answerer is waited for when nobody else is left. */
export const KEY_WITHIN_MS = 8_000;
/** The question is spoken in about six seconds, then the key has its eight; longer means that the answer was lost. */
const ASKED_AT_MOST_MS = 16_000;
/** Telnyx's longest, and its default; a talk that outlives it is watched by the `talk` timer. */
export const TALK_LIMIT_SECS = 14_400;

export function dial(d: Draft, person: PersonId, eachMs: number, linkTo: LegId | null): LegId {
  const leg = legs.newLeg(d, person);
  const effect = d.command(leg, {
    kind: "dial",
    to: d.person(person).phone,
    from: d.call.to,
    timeoutSecs: Math.round(eachMs / 1_000),
    timeLimitSecs: TALK_LIMIT_SECS,
    linkTo,
  });
  d.call.awaiting[effect] = { kind: "dial", leg };
  armHop(d, eachMs);
  return leg;
}

/** When a person's seconds are over, if Telnyx has not said so before. */
export function armHop(d: Draft, eachMs: number): void {
  d.arm("hop", d.at + eachMs + WATCHDOG_MS);
}

export function askForKey(d: Draft, id: LegId, text: string): void {
  const leg = d.leg(id);
  if (!leg) return;
  leg.stage = "asked";
  leg.speech += 1;
  d.command(id, { kind: "ask-key", speech: leg.speech, text, keys: "1", timeoutMs: KEY_WITHIN_MS });
}

/** Until when somebody who picked up may press the key; null for a phone that only rings. */
export function askedUntil(leg: Leg): EpochMs | null {
  return leg.stage === "asked" && leg.answeredAt !== null ? leg.answeredAt + ASKED_AT_MOST_MS : null;
}
