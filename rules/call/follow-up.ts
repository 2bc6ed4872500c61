/**
 * A promise "within 30 minutes" rests on people: until one of them takes it they are paged and rung again, and when it
 * falls due untaken the owner is alarmed. The caller is not on the line any more, so these legs are linked to nothing.
 */
import type { EpochMs, LegId } from "../ids.ts";
import { askedUntil, askForKey, dial } from "./dialling.ts";
import type { Draft } from "./draft.ts";
import type { EndReason } from "./events.ts";
import * as legs from "./legs.ts";
import { close } from "./parting.ts";
import { send } from "./record.ts";
import { inSpeech } from "./said.ts";
import type { Plan } from "./state.ts";
import { page, tellOwner } from "./telling.ts";
import { lengthMs } from "./voice.ts";
import { CALLBACK_DETAILS, PAGE, PAGE_AGAIN, PAGE_TAKEN } from "./words.ts";

/** After the caller left; the due time itself is the last alarm. */
const ROUNDS_AT_MS = [3 * 60_000, 8 * 60_000, 15 * 60_000] as const;
const DETAILS_SLACK_MS = 8_000;

export function startFollowUp(d: Draft, plan: Plan): void {
  const dueAt = d.call.promised?.dueAt ?? d.at;
  d.enter({ name: "following-up", plan: { ...plan, at: plan.people.length }, round: 0, since: d.at, takenBy: null });
  d.arm("due", Math.max(dueAt, d.at + 1));
  armRound(d);
}

function armRound(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "following-up") return;
  const after = ROUNDS_AT_MS[phase.round];
  const dueAt = d.call.timers.due;
  if (after !== undefined && dueAt !== undefined && phase.since + after < dueAt)
    d.arm("follow-up", phase.since + after);
}

export function roundDue(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "following-up" || phase.takenBy) return;
  phase.round += 1;
  for (const person of phase.plan.people) page(d, person, `${PAGE_AGAIN}${PAGE}`, 0);
  phase.plan.at = -1;
  ringNextForCallback(d);
  armRound(d);
}

export function ringNextForCallback(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "following-up" || phase.takenBy) return;
  phase.plan.at += 1;
  const person = phase.plan.people[phase.plan.at];
  d.disarm("hop");
  if (person !== undefined) dial(d, person, phase.plan.eachMs, null);
}

export function callbackPersonAnswered(d: Draft, id: LegId): void {
  const leg = d.leg(id);
  if (leg?.stage === "none") askForKey(d, id, `A callback is due for ${d.book.business.name}. Press 1 to take it.`);
}

export function callbackHopOver(d: Draft): void {
  const until = stillAsked(d);
  if (until !== null) {
    d.arm("hop", until);
    return;
  }
  legs.dropPeople(d);
  ringNextForCallback(d);
}

/** Somebody listens to the question: nothing is given up over their head. */
function stillAsked(d: Draft): EpochMs | null {
  const untils = legs.livePeople(d.call).map(([, leg]) => askedUntil(leg) ?? 0);
  const latest = Math.max(0, ...untils);
  return latest > d.at ? latest : null;
}

export function callbackPersonGone(d: Draft, id: LegId): void {
  const { phase } = d.call;
  if (phase.name !== "following-up") return;
  if (phase.takenBy) {
    close(d);
    return;
  }
  if (d.leg(id)?.person === phase.plan.people[phase.plan.at] && legs.livePeople(d.call).length === 0)
    ringNextForCallback(d);
}

export function dialRefusedForCallback(d: Draft, id: LegId, reason: EndReason): void {
  legs.end(d, id, reason);
  callbackPersonGone(d, id);
}

/** The key: the details follow, spoken and by text, and nobody else is asked any more. */
export function callbackTaken(d: Draft, id: LegId): void {
  const { phase } = d.call;
  const leg = d.leg(id);
  if (phase.name !== "following-up" || phase.takenBy || !leg?.person || leg.stage !== "asked") return;
  leg.stage = "accepted";
  phase.takenBy = leg.person;
  d.call.handledBy = leg.person;
  legs.dropPeople(d, id);
  d.disarm("hop", "follow-up", "due");
  const words = inSpeech(d, CALLBACK_DETAILS);
  leg.speech += 1;
  d.command(id, { kind: "say", speech: leg.speech, text: words });
  page(d, leg.person, PAGE_TAKEN, 0);
  send(d, "callback.taken");
  d.arm("parting", d.at + lengthMs(words) + DETAILS_SLACK_MS);
}

export function callbackDetailsSpoken(d: Draft, id: LegId): void {
  if (d.leg(id)?.stage !== "accepted") return;
  close(d);
}

/** Nobody took it. The promise is broken unless a human acts now. */
export function callbackOverdue(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "following-up" || phase.takenBy) return;
  const until = stillAsked(d);
  if (until !== null) {
    d.arm("due", until);
    return;
  }
  tellOwner(d);
  d.alert("callback-overdue", "A promised callback fell due and nobody has taken it.");
  send(d, "callback.overdue");
  close(d);
}
