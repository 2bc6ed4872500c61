/** Last words, the hang-up, and the end of everything. */
import type { Draft } from "./draft.ts";
import { callerIsHere, dropPeople } from "./legs.ts";
import * as voice from "./voice.ts";

/** After the hang-up was asked for, its webhook is waited for this long, then taken as lost. */
const GONE_BY_MS = 8_000;
/** After the expected end of the last words. */
const SLACK_MS = 5_000;
/** Partial results come about three times a second; one older than this belongs to a sentence that has ended. */
const SPEAKING_MS = 1_500;

/** Says this last, then hangs up. */
export function hangUpAfter(d: Draft, words: string): void {
  d.disarm("silence", "turn", "hop", "budget", "bridge");
  d.enter({ name: "parting" });
  voice.setLoop(d, null);
  voice.say(d, words);
  d.arm("parting", voice.soundUntil(d) + SLACK_MS);
}

/** Everything was said. A caller in the middle of a sentence is heard to its end, within the time that the goodbye has. */
export function lastWordsSpoken(d: Draft): void {
  if (d.call.phase.name !== "parting" || d.call.voice.speaking || d.call.leaving) return;
  if (!isCallerSpeaking(d)) hangUp(d);
}

function isCallerSpeaking(d: Draft): boolean {
  const { interim } = d.call.heard;
  return d.call.timers.turn !== undefined || (interim !== null && d.at - interim.at < SPEAKING_MS);
}

export function hangUp(d: Draft): void {
  d.disarm("silence", "turn", "hop", "budget", "bridge", "speech", "audio", "talk");
  d.call.leaving = true;
  d.call.voice.queue = [];
  d.call.voice.speaking = null;
  d.enter({ name: "parting" });
  if (callerIsHere(d.call)) d.command("caller", { kind: "hangup" });
  d.arm("parting", d.at + GONE_BY_MS);
}

/** True when the hang-up itself is overdue: its webhook was lost and the caller counts as gone. */
export function partingOverdue(d: Draft): boolean {
  if (d.call.leaving) return true;
  if (d.call.voice.speaking) d.arm("parting", voice.soundUntil(d) + SLACK_MS);
  else hangUp(d);
  return false;
}

/** Nothing is owed to anyone any more. What was heard is kept in the transcript, where it may be; the working copy goes. */
export function close(d: Draft): void {
  dropPeople(d);
  d.call.timers = {};
  d.call.voice.queue = [];
  d.call.voice.speaking = null;
  d.call.heard = { turns: [], interim: null, alarmed: 0, confirmed: false, lastAt: d.call.heard.lastAt, keys: "" };
  d.enter({ name: "closed", at: d.at });
  d.desk({ kind: "call.closed", call: d.call.id, disposition: d.call.disposition ?? "silent" });
}
