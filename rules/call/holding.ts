/**
 * The caller is never left in silence: in every phase that holds one, something is heard at most eight seconds after
 * the last sound. The deadline is kept here for all phases, so that none can forget it.
 */
import type { Draft } from "./draft.ts";
import type { Phase } from "./state.ts";
import * as voice from "./voice.ts";
import { STILL_HERE, STILL_TRYING } from "./words.ts";

/** Design §3: since anyone was last heard. */
export const SILENCE_AT_MOST_MS = 8_000;
/** A voice is heard 1.4 s after the command (digest §2.2), so words against silence are asked for earlier than that. */
const VOICE_STARTS_MS = 1_500;
/** Words that take longer than they should are waited for; their own deadline is what ends that. */
const LOOK_AGAIN_MS = 1_000;

/** Phases in which the caller is ours: answered, not joined to anybody, not gone. */
export function holdsCaller(phase: Phase): boolean {
  switch (phase.name) {
    case "talking":
    case "ringing":
    case "taking":
    case "connecting":
    case "parting":
      return true;
    case "connected":
      return phase.dropped;
    default:
      return false;
  }
}

export function keepSound(d: Draft): void {
  if (
    !holdsCaller(d.call.phase) ||
    d.call.leaving ||
    d.leg("caller")?.status !== "answered" ||
    bridging(d.call.phase)
  ) {
    d.disarm("audio");
    return;
  }
  // While a tone is heard there is no silence, only somebody who waits for a word.
  const waitsMs = d.call.voice.looping ? SILENCE_AT_MOST_MS : SILENCE_AT_MOST_MS - VOICE_STARTS_MS;
  const soonestMs = d.call.voice.speaking ? LOOK_AGAIN_MS : 1;
  d.arm("audio", Math.max(voice.soundUntil(d) + waitsMs, d.at + soonestMs));
}

/** The bridge is on its way: words now would be heard by both. */
function bridging(phase: Phase): boolean {
  return phase.name === "connecting" && phase.bridgeSent;
}

/** Comfort words: they stop the loop, and it resumes after them. */
export function soundOverdue(d: Draft): void {
  if (d.call.voice.speaking) return;
  const { name } = d.call.phase;
  const trying = name === "ringing" || name === "connecting" || name === "connected";
  voice.say(d, trying ? (STILL_TRYING[Math.floor(d.at / 1_000) % STILL_TRYING.length] ?? STILL_TRYING[0]) : STILL_HERE);
}
