/**
 * Ringing people, in order. The dial goes out first and words run beside it; nobody is joined to the caller before
 * pressing the key, so that a voicemail never swallows a caller and a stranger never hears a name.
 */
import type { LegId, PersonId } from "../ids.ts";
import type { Route } from "../rulebook/rulebook.ts";
import { armHop, askedUntil, askForKey, dial, KEY_WITHIN_MS } from "./dialling.ts";
import type { Draft } from "./draft.ts";
import { finish } from "./ending.ts";
import type { EndReason } from "./events.ts";
import * as legs from "./legs.ts";
import { inSpeech } from "./said.ts";
import type { Plan } from "./state.ts";
import * as voice from "./voice.ts";
import { ANNOUNCE, NOBODY, NOT_CONNECTED, TRYING_NEXT, WHILE_IT_RINGS } from "./words.ts";

/**
 * The leg of whom a route rings first, when that phone rings already for the route before it: hung up and dialled again
 * it would ring twice at once, or stop under the hand that reaches for it.
 */
export function stillRinging(d: Draft, route: Route): LegId | null {
  const [first] = ringable(d, route);
  if (first === undefined || route.sayFirst) return null;
  return legs.livePeople(d.call).find(([, leg]) => leg.person === first)?.[0] ?? null;
}

/** Ringing the caller's own phone, or our own number, would ring back into this call. */
function ringable(d: Draft, route: Route): PersonId[] {
  const members = route.ring ? (d.book.groups[route.ring]?.members ?? []) : [];
  return members.filter((id) => ![d.call.from, d.call.to].includes(d.person(id).phone));
}

/** False when the group has nobody who can be rung for this caller. `already` rings for its first person. */
export function startRinging(d: Draft, route: Route, index: number, already: LegId | null): boolean {
  const group = route.ring ? d.book.groups[route.ring] : undefined;
  const people = ringable(d, route);
  if (!group || people.length === 0) return false;
  const plan: Plan = { people, eachMs: group.eachMs, accept: group.accept, at: -1, route: index, rounds: 1 };
  d.enter({ name: "ringing", plan, announced: false });
  if (route.sayFirst && route.say) {
    voice.say(d, inSpeech(d, route.say));
    return true;
  }
  if (already) goOnRinging(d, already);
  else ringNext(d);
  return true;
}

function goOnRinging(d: Draft, id: LegId): void {
  const { phase } = d.call;
  if (phase.name !== "ringing") return;
  phase.plan.at = 0;
  armHop(d, phase.plan.eachMs);
  const isAccepted = !Object.values(d.call.awaiting).some((awaited) => awaited.kind === "dial" && awaited.leg === id);
  if (isAccepted) dialAccepted(d);
}

/** With `say_first`, the words have been said. */
export function announcementSpoken(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "ringing" || phase.announced || phase.plan.at >= 0) return;
  phase.announced = true;
  ringNext(d);
}

/** The next person of the plan who may still be rung, or what the owner wants when there is none left. */
export function ringNext(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "ringing") return;
  const { plan } = phase;
  do plan.at += 1;
  while (plan.at < plan.people.length && refusedBefore(d, plan.people[plan.at]));
  const person = plan.people[plan.at];
  if (person !== undefined) dial(d, person, plan.eachMs, "caller");
  else if (legs.livePeople(d.call).length > 0) d.arm("hop", d.at + KEY_WITHIN_MS);
  else exhausted(d);
}

/** Who declined is not rung again in this call, and a number that does not exist will not exist in a minute. */
function refusedBefore(d: Draft, person: PersonId | undefined): boolean {
  return legs
    .entries(d.call)
    .some(([, leg]) => leg.person === person && (leg.reason === "declined" || leg.reason === "unreachable"));
}

/** Telnyx took the dial: only now is the caller told. */
export function dialAccepted(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "ringing") return;
  const { plan } = phase;
  if (!phase.announced) {
    phase.announced = true;
    const said = d.route?.say;
    voice.say(d, said ? inSpeech(d, said) : ANNOUNCE);
    if (plan.accept === "press-1" && d.call.details.name === null) voice.say(d, WHILE_IT_RINGS);
  } else if (plan.at > 0) {
    voice.say(d, TRYING_NEXT);
  }
  voice.setLoop(d, "ringback");
}

export function dialRefused(d: Draft, leg: LegId, reason: EndReason): void {
  legs.end(d, leg, reason);
  d.note(`a dial was refused: ${reason}`);
  personGone(d, leg);
}

/** Picked up, by someone or something: the key tells which. True when this person has the call without a key. */
export function personAnswered(d: Draft, id: LegId): boolean {
  const { phase } = d.call;
  const leg = d.leg(id);
  if (phase.name !== "ringing" || !leg || leg.stage !== "none") return false;
  if (phase.plan.accept === "at-once") {
    leg.stage = "accepted";
    return true;
  }
  askForKey(d, id, keyQuestion(d));
  // The person's seconds run from the dial and do not stop at pick-up.
  if (leg.person === phase.plan.people[phase.plan.at]) d.arm("hop", Math.max(d.at, leg.dialledAt + phase.plan.eachMs));
  return false;
}

/** Before any key: the business and the reason in the product's own words, never the caller's. */
function keyQuestion(d: Draft): string {
  const { level, reasons } = d.call.urgency;
  const what = level === "emergency" ? "Emergency call" : "Call";
  const why = reasons
    .filter((reason) => reason.weight > 0)
    .slice(0, 3)
    .map((reason) => reason.text)
    .join(", ");
  return `${what} for ${d.book.business.name}. Press 1 to take it.${why ? ` Reason: ${why}.` : ""}`;
}

/** No key, or the wrong one: a voicemail, or someone who cannot. */
export function keyMissing(d: Draft, id: LegId): void {
  legs.drop(d, id);
  personGone(d, id);
}

/** True when this key makes this person the one. */
export function keyPressed(d: Draft, id: LegId): boolean {
  const leg = d.leg(id);
  if (d.call.phase.name !== "ringing" || !leg || leg.stage !== "asked" || leg.status !== "answered") return false;
  leg.stage = "accepted";
  return true;
}

/** Someone who was rung is gone. Was it the one rung now, the next is rung at once; anyone rung earlier changes nothing. */
export function personGone(d: Draft, id: LegId): void {
  const { phase } = d.call;
  const leg = d.leg(id);
  if (phase.name !== "ringing" || !leg?.person) return;
  const { plan } = phase;
  if (plan.at >= plan.people.length) {
    if (legs.livePeople(d.call).length === 0) exhausted(d);
    return;
  }
  const current = plan.people[plan.at];
  if (leg.person !== current || legs.livePeople(d.call).some(([, other]) => other.person === current)) return;
  // A carrier's failure says nothing about the person, who gets one more chance. A dial that was refused does not: an
  // earlier try of it may still be on its way.
  const failures = legs
    .entries(d.call)
    .filter(([, other]) => other.person === current && other.reason === "failed" && other.control !== null).length;
  if (leg.reason === "failed" && leg.control !== null && failures === 1) dial(d, current, plan.eachMs, "caller");
  else ringNext(d);
}

/** The person's seconds are over. One who is being asked keeps the key a while longer; a phone that only rings is given up. */
export function hopOver(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "ringing") return;
  const over = phase.plan.at >= phase.plan.people.length;
  for (const [id, leg] of legs.livePeople(d.call)) {
    if (over || d.at >= (askedUntil(leg) ?? 0)) legs.drop(d, id);
  }
  if (over) exhausted(d);
  else ringNext(d);
}

function exhausted(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "ringing") return;
  d.disarm("hop");
  const { plan, announced } = phase;
  const route = d.book.routes[plan.route] ?? d.book.otherwise;
  voice.hush(d);
  voice.setLoop(d, null);
  voice.say(d, announced ? NOBODY : NOT_CONNECTED);
  finish(d, route, plan);
}

/** Goes on with a plan after the person who had accepted was lost again. */
export function ringOn(d: Draft, plan: Plan): void {
  d.enter({ name: "ringing", plan, announced: true });
  ringNext(d);
}
