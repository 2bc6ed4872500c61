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
  d.arm("audio", Math.max(voice.soundUntil(d) + SILENCE_AT_MOST_MS, d.at + 1));
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
