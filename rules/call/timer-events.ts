/** A deadline has come. A timer that was moved or cleared meanwhile does not match what was armed, and means nothing. */

import { afterSpeech } from "./after-speech.ts";
import * as arriving from "./arriving.ts";
import * as connecting from "./connecting.ts";
import type { Draft } from "./draft.ts";
import type { FromUs } from "./events.ts";
import * as followUp from "./follow-up.ts";
import * as hearing from "./hearing.ts";
import { soundOverdue } from "./holding.ts";
import * as legs from "./legs.ts";
import * as parting from "./parting.ts";
import { armSilence } from "./patience.ts";
import * as ringing from "./ringing.ts";
import { decideRoute } from "./routing.ts";
import type { TimerName } from "./state.ts";
import * as taking from "./taking.ts";
import * as talking from "./talking.ts";
import * as voice from "./voice.ts";
import { callerLeft } from "./wrap-up.ts";

export function timer(d: Draft, event: Extract<FromUs, { type: "timer" }>): void {
  if (d.call.timers[event.name] !== event.armedFor || event.armedFor > d.at) return;
  d.disarm(event.name);
  DUE[event.name](d);
}

const DUE: Readonly<Record<TimerName, (d: Draft) => void>> = {
  answer: arriving.answerOverdue,
  rulebook: arriving.rulebookOverdue,
  turn: turnEnded,
  silence: (d) => {
    if (hearing.settleInterim(d)) return;
    if (d.call.phase.name === "taking") taking.unanswered(d);
    else talking.silent(d);
  },
  speech: (d) => {
    if (voice.speechOverdue(d)) afterSpeech(d);
  },
  audio: soundOverdue,
  hop: (d) => (d.call.phase.name === "following-up" ? followUp.callbackHopOver(d) : ringing.hopOver(d)),
  bridge: connecting.bridgeOverdue,
  budget: (d) => {
    if (d.call.phase.name === "taking") taking.complete(d);
    else decideRoute(d);
  },
  talk: connecting.talkOverdue,
  parting: partingOverdue,
  "follow-up": followUp.roundDue,
  due: followUp.callbackOverdue,
};

function turnEnded(d: Draft): void {
  if (decideRoute(d)) return;
  if (d.call.phase.name === "taking") taking.answered(d);
  else if (d.call.phase.name === "talking") armSilence(d);
  else parting.lastWordsSpoken(d);
}

function partingOverdue(d: Draft): void {
  const { phase } = d.call;
  if (phase.name === "following-up" && phase.takenBy) parting.close(d);
  if (phase.name !== "parting" || !parting.partingOverdue(d)) return;
  legs.end(d, "caller", "hung-up");
  callerLeft(d);
}
