/** What happens on a leg, and what it means in the phase the call is in. */
import type { LegId } from "../ids.ts";
import { afterSpeech } from "./after-speech.ts";
import * as arriving from "./arriving.ts";
import * as connecting from "./connecting.ts";
import type { Draft } from "./draft.ts";
import type { CallEvent, EndReason, OnLeg } from "./events.ts";
import * as followUp from "./follow-up.ts";
import * as hearing from "./hearing.ts";
import * as legs from "./legs.ts";
import * as ringing from "./ringing.ts";
import * as voice from "./voice.ts";
import { callerLeft } from "./wrap-up.ts";

type LegEvent = Extract<CallEvent, OnLeg>;

export function onLeg(d: Draft, id: LegId, event: LegEvent): void {
  switch (event.type) {
    case "leg.initiated":
      learnToken(d, id, event);
      legs.raise(d, id, "ringing", event);
      return;
    case "leg.answered":
      learnToken(d, id, event);
      return answered(d, id, event);
    case "leg.ended":
      return legEnded(d, id, event.reason);
    case "leg.bridged":
      return bridged(d, id, event);
    case "speech.started":
      if (id === "caller") voice.speechStarted(d, event.speech);
      return;
    case "speech.ended":
      return speechEnded(d, id, event.speech);
    case "playback.started":
      return;
    case "playback.ended":
      if (id === "caller" && event.failed && d.call.voice.looping) voice.loopFailed(d);
      return;
    case "heard":
      if (id === "caller" && d.pinned) hearing.heard(d, event);
      return;
    case "key.pressed":
      if (id === "caller") {
        if (d.pinned) hearing.pressed(d, event.digit);
      } else if (event.digit === "1") key(d, id);
      return;
    case "gather.ended":
      return gathered(d, id, event.digits, event.speech);
    case "machine.detected":
      return; // the key is the test (design §4.4)
  }
}

/**
 * The first word of a leg brings its token. One that was given up before, or whose dial counted as refused, is hung up
 * as soon as it shows itself.
 */
function learnToken(d: Draft, id: LegId, on: OnLeg): void {
  const leg = d.leg(id);
  if (!leg || leg.control !== null) return;
  leg.control = on.control;
  if (leg.stage === "dropped" || leg.status === "ended") d.command(id, { kind: "hangup" });
}

export function answered(d: Draft, id: LegId, on: OnLeg | null): void {
  if (!legs.raise(d, id, "answered", on) || d.leg(id)?.stage === "dropped") return;
  if (id === "caller") return arriving.callerAnswered(d);
  if (d.call.phase.name === "ringing") {
    if (ringing.personAnswered(d, id)) connecting.startConnecting(d, id);
    return;
  }
  if (d.call.phase.name === "following-up") return followUp.callbackPersonAnswered(d, id);
  legs.drop(d, id);
}

export function legEnded(d: Draft, id: LegId, reason: EndReason): void {
  if (!legs.end(d, id, reason)) return;
  const { phase } = d.call;
  if (id === "caller") {
    if (phase.name === "arriving") arriving.goneBeforeAnswer(d);
    else if (phase.name !== "closed" && phase.name !== "following-up") callerLeft(d);
    return;
  }
  if (phase.name === "ringing") ringing.personGone(d, id);
  else if (phase.name === "following-up") followUp.callbackPersonGone(d, id);
  else if ((phase.name === "connecting" || phase.name === "connected") && phase.leg === id)
    connecting.personLeft(d, reason);
}

/** Of the bridge that was asked for, and not of one with somebody before: Telnyx may be half a minute late. */
function bridged(d: Draft, id: LegId, event: OnLeg): void {
  const { phase } = d.call;
  if (phase.name !== "connecting" || !phase.bridgeSent) return;
  if (id !== "caller" && id !== phase.leg) return;
  if (event.occurredAt < (d.leg(phase.leg)?.answeredOccurredAt ?? 0)) return;
  if (legs.bridged(d, "caller", phase.leg, event.occurredAt)) connecting.connected(d);
}

function speechEnded(d: Draft, id: LegId, speech: number | null): void {
  const { phase } = d.call;
  if (id !== "caller") {
    const leg = d.leg(id);
    if (!leg || (speech !== null && speech !== leg.speech)) return;
    if (phase.name === "connecting") connecting.whispered(d, id);
    else if (phase.name === "following-up") followUp.callbackDetailsSpoken(d, id);
    return;
  }
  if (voice.speechEnded(d, speech)) afterSpeech(d);
}

function gathered(d: Draft, id: LegId, digits: string, speech: number | null): void {
  const leg = d.leg(id);
  if (id === "caller" || !leg || leg.stage !== "asked" || (speech !== null && speech !== leg.speech)) return;
  if (digits.includes("1")) return key(d, id);
  if (d.call.phase.name === "ringing") return ringing.keyMissing(d, id);
  legs.drop(d, id);
  if (d.call.phase.name === "following-up") followUp.callbackPersonGone(d, id);
}

function key(d: Draft, id: LegId): void {
  if (ringing.keyPressed(d, id)) connecting.startConnecting(d, id);
  else if (d.call.phase.name === "following-up") followUp.callbackTaken(d, id);
}
