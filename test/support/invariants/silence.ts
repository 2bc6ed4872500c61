/** How long a caller heard nothing while the call was ours (L3): neither our words, nor a tone, nor a person. */
import type { Carrier } from "../../../simulator/carrier.ts";

export type Gap = { readonly from: number; readonly to: number };

/** Gaps of more than `longestMs` on the caller's leg, between the answer and its end. The caller's own words are no gap. */
export function silences(carrier: Carrier, session: string, longestMs: number): Gap[] {
  const caller = carrier.legs().find((leg) => leg.session === session && leg.direction === "incoming");
  if (caller === undefined || caller.answeredAt === null || caller.endedAt === null) return [];
  const heard = [
    ...carrier.sounds().filter((sound) => sound.session === session && sound.leg === caller.control),
    ...carrier.utterances().filter((words) => words.leg === caller.control || words.leg === caller.leg),
  ]
    .map((sound) => ({ from: sound.at, to: sound.endAt ?? caller.endedAt ?? sound.at }))
    .sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let until = caller.answeredAt;
  for (const { from, to } of [...heard, { from: caller.endedAt, to: caller.endedAt }]) {
    if (from - until > longestMs) gaps.push({ from: until, to: from });
    until = Math.max(until, to);
  }
  return gaps;
}
