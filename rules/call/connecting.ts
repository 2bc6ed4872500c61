/** From the key to the end of the talk. The bridge waits for the whisper and for the caller's sentence. */
import type { LegId } from "../ids.ts";
import { effectId } from "../ids.ts";
import { TALK_LIMIT_SECS } from "./dialling.ts";
import type { Draft } from "./draft.ts";
import type { EndReason } from "./events.ts";
import * as legs from "./legs.ts";
import { hangUp } from "./parting.ts";
import { ringOn } from "./ringing.ts";
import { inSpeech } from "./said.ts";
import * as voice from "./voice.ts";
import { CUT_OFF, STILL_TRYING, WHISPER } from "./words.ts";

/** The whisper's own time, and then some: a whisper whose end was lost does not keep two people apart. */
const WHISPER_SLACK_MS = 4_000;
/** Bridging takes well under a second; after this the webhook was lost, for the command was accepted. */
const BRIDGED_BY_MS = 6_000;
/** A talk this short was a dropped line or a mistaken key, not a conversation. */
const REAL_TALK_MS = 15_000;
/** Both legs' hang-ups arrive in any order: long enough for the caller's to be here too. */
const BOTH_ENDS_MS = 1_500;
/** After Telnyx's own time limit, before we look. */
const TALK_SLACK_MS = 60_000;

export function startConnecting(d: Draft, id: LegId): void {
  const { phase } = d.call;
  const leg = d.leg(id);
  if (phase.name !== "ringing" || !leg?.person) return;
  legs.dropPeople(d, id);
  d.disarm("hop");
  d.call.voice.queue = [];
  d.enter({ name: "connecting", person: leg.person, leg: id, plan: phase.plan, bridgeSent: false });
  if (phase.plan.accept === "at-once") {
    leg.stage = "whispered";
    voice.hush(d);
    bridgeWhenReady(d);
    return;
  }
  const words = inSpeech(d, WHISPER);
  leg.speech += 1;
  d.command(id, { kind: "say", speech: leg.speech, text: words });
  d.arm("bridge", d.at + voice.lengthMs(words) + WHISPER_SLACK_MS);
}

export function whispered(d: Draft, id: LegId): void {
  const leg = d.leg(id);
  if (leg?.stage !== "accepted") return;
  leg.stage = "whispered";
  bridgeWhenReady(d);
}

/** The caller's sentence ended, or the whisper did. */
export function bridgeWhenReady(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "connecting" || phase.bridgeSent) return;
  if (d.leg(phase.leg)?.stage !== "whispered" || d.call.voice.speaking) return;
  phase.bridgeSent = true;
  // The tone goes on until they are joined, so that a bridge that takes long is not silence.
  voice.stopListening(d);
  d.disarm("audio");
  const effect = d.command("caller", { kind: "bridge", with: phase.leg });
  d.call.awaiting[effect] = { kind: "bridge", leg: phase.leg };
  d.arm("bridge", d.at + BRIDGED_BY_MS);
}

export function bridgeOverdue(d: Draft): void {
  const { phase } = d.call;
  if (phase.name === "connected" && phase.dropped) {
    ringAgain(d);
    return;
  }
  if (phase.name !== "connecting") return;
  if (phase.bridgeSent) {
    const pending = Object.values(d.call.awaiting).some(
      ({ kind, ...of }) => kind === "bridge" && "leg" in of && of.leg === phase.leg,
    );
    if (pending) d.arm("bridge", d.at + BRIDGED_BY_MS);
    else connected(d);
    return;
  }
  const leg = d.leg(phase.leg);
  if (leg) leg.stage = "whispered";
  voice.hush(d);
  bridgeWhenReady(d);
}

export function connected(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "connecting" || !phase.bridgeSent) return;
  d.disarm("bridge", "audio", "speech", "turn", "silence", "budget");
  voice.setLoop(d, null);
  d.enter({ name: "connected", person: phase.person, leg: phase.leg, plan: phase.plan, since: d.at, dropped: false });
  d.call.disposition = "connected";
  d.call.handledBy = phase.person;
  d.call.told.push({ who: "talk", effect: effectId(d.call.id, d.call.seq) });
  d.arm("talk", d.at + TALK_LIMIT_SECS * 1_000 + TALK_SLACK_MS);
}

/** The refusal of an older bridge, or of a resend of one that worked, changes nothing. */
export function bridgeRefused(d: Draft, leg: LegId): void {
  const { phase } = d.call;
  if (phase.name !== "connecting" || phase.leg !== leg) return;
  d.note("the bridge was refused");
  legs.drop(d, phase.leg);
  goOn(d);
}

/** The person who had pressed the key is gone before the bridge, or during the talk. */
export function personLeft(d: Draft, reason: EndReason): void {
  const { phase } = d.call;
  if (phase.name === "connecting") {
    goOn(d);
    return;
  }
  if (phase.name !== "connected" || phase.dropped) return;
  const talkedMs = d.at - phase.since;
  const finished = talkedMs >= REAL_TALK_MS && reason === "hung-up";
  if (finished || phase.plan.rounds > 1) {
    hangUp(d);
    return;
  }
  phase.dropped = true;
  d.disarm("talk");
  d.call.voice.lastSoundAt = d.at;
  voice.listen(d);
  voice.say(d, CUT_OFF);
  d.arm("bridge", d.at + BOTH_ENDS_MS);
}

/**
 * Parked, because the person dropped: the same person first, then the others. Only now is it certain that the caller did
 * not hang up as well, so only now is the call no longer one that was connected.
 */
function ringAgain(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "connected") return;
  d.call.disposition = null;
  d.call.handledBy = null;
  voice.setLoop(d, "ringback");
  ringOn(d, { ...phase.plan, at: phase.plan.at - 1, rounds: phase.plan.rounds + 1 });
}

function goOn(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "connecting") return;
  d.disarm("bridge");
  voice.listen(d);
  voice.say(d, STILL_TRYING[0]);
  voice.setLoop(d, "ringback");
  ringOn(d, phase.plan);
}

/** A talk beyond every limit: both legs are ended, whoever is still there. */
export function talkOverdue(d: Draft): void {
  legs.dropPeople(d);
  hangUp(d);
}
