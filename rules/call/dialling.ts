/** A person's phone: dialled, and asked for the key. Shared by calls that hold a caller and promises that do not. */
import type { LegId, PersonId } from "../ids.ts";
import type { Draft } from "./draft.ts";
import * as legs from "./legs.ts";

/** Behind Telnyx's own ring timeout, which comes first; ours is for the webhook that never came. */
const WATCHDOG_MS = 2_000;
/** From the end of the question to the key; also how long a late answerer is waited for when nobody else is left. */
export const KEY_WITHIN_MS = 8_000;
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
  tellRinging(d);
  return leg;
}

/** When a person's seconds are over, if Telnyx has not said so before. */
export function armHop(d: Draft, eachMs: number): void {
  d.arm("hop", d.at + eachMs + WATCHDOG_MS);
}

/** The desk knows whose phones ring, so that a ring forwarded back to us is recognised. */
export function tellRinging(d: Draft): void {
  const ringing = legs.livePeople(d.call).flatMap(([, leg]) => (leg.person ? [d.person(leg.person).phone] : []));
  d.desk({ kind: "call.ringing", call: d.call.id, ringing });
}

export function askForKey(d: Draft, id: LegId, text: string): void {
  const leg = d.leg(id);
  if (!leg) return;
  leg.stage = "asked";
  leg.speech += 1;
  d.command(id, { kind: "ask-key", speech: leg.speech, text, keys: "1", timeoutMs: KEY_WITHIN_MS });
}
