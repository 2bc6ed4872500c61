/** Texts to people and callers about this call, and the alert that a promise needs. Rendered here, delivered by the desk. */

import { isOpen, nextOpening } from "../facts/hours.ts";
import type { E164, EffectId, EpochMs, LegId, PersonId } from "../ids.ts";
import type { Text } from "../rulebook/rulebook.ts";
import type { Draft } from "./draft.ts";
import { livePeople } from "./legs.ts";
import { inText } from "./said.ts";
import type { Leg } from "./state.ts";
import { PAGE, PAGE_WITHDRAWN } from "./words.ts";

export function tellPeople(d: Draft, texts: readonly Text[]): void {
  for (const { to, text } of texts) page(d, to, text, 0);
}

export function page(d: Draft, to: PersonId, template: string, delayMs: number): void {
  const effect = text(d, to, template, delayMs);
  d.call.told.push({ who: "person", effect });
}

function text(d: Draft, to: PersonId, template: string, delayMs: number): EffectId {
  const { phone } = d.person(to);
  return d.desk({ kind: "sms", purpose: "page", to: phone, from: d.call.to, text: inText(d, template), delayMs });
}

/** The texts of the ending that this call reached, once. */
export function tellEnding(d: Draft): void {
  if (d.call.endingTold) return;
  d.call.endingTold = true;
  const ending = d.route?.otherwise;
  if (!ending) return;
  tellPeople(d, ending.tell);
  if (ending.smsCaller) textCaller(d, ending.smsCaller);
}

export function textCaller(d: Draft, template: string): void {
  const { from, to } = d.call;
  if (from) d.desk({ kind: "sms", purpose: "courtesy", to: from, from: to, text: inText(d, template), delayMs: 0 });
}

/** Whose phones ring now, so that the desk knows a ring that is forwarded back to us. */
export function ringingPhones(d: Draft): E164[] {
  return livePeople(d.call).flatMap(([, { person, status }]) =>
    person !== null && (status === "dialing" || status === "ringing") ? [d.person(person).phone] : [],
  );
}

/** Whoever's phone rang sees a missed call and should not act on it. */
export function tellWithdrawn(d: Draft, rung: readonly [LegId, Leg][]): void {
  for (const [, leg] of rung) if (leg.person) text(d, leg.person, PAGE_WITHDRAWN, 0);
}

/** When the rulebook names nobody for what happened, the owner hears of it: an emergency now, the rest when they open. */
export function tellOwner(d: Draft): void {
  const { owner } = d.book.business;
  if (!d.book.people[owner]) {
    const effect = d.alert("nobody-to-tell", "A call needs a human and the rulebook names none.");
    d.call.told.push({ who: "person", effect });
    return;
  }
  page(d, owner, PAGE, d.call.urgency.level === "emergency" ? 0 : untilOpenMs(d));
}

function untilOpenMs(d: Draft): number {
  const { hours, business } = d.book;
  if (isOpen(hours, business.timeZone, d.at)) return 0;
  const opens: EpochMs | null = nextOpening(hours, business.timeZone, d.at);
  return opens === null ? 0 : opens - d.at;
}
