/**
 * An effect is asked for at one moment and sent at another; this is asked right before it is sent. What the call does
 * not want any more is dropped: no dialling for a caller who has hung up, no words that were replaced.
 */
import type { CallEffect } from "./effects.ts";
import type { Call } from "./state.ts";

export function stillWanted(call: Call, effect: CallEffect): boolean {
  const leg = call.legs[effect.leg];
  if (!leg) return false;
  if (effect.kind === "reject" || effect.kind === "hangup") return true;
  if (leg.status === "ended") return false;
  const { phase, voice } = call;
  switch (effect.kind) {
    case "answer":
      return leg.status === "ringing";
    case "check":
      return phase.name !== "closed";
    case "dial":
      return (
        leg.stage !== "dropped" &&
        (phase.name === "ringing" || (phase.name === "following-up" && phase.takenBy === null))
      );
    case "say":
      if (effect.leg === "caller") return voice.speaking?.speech === effect.speech && !call.leaving;
      return leg.speech === effect.speech && leg.stage !== "dropped";
    case "ask-key":
      return leg.speech === effect.speech && leg.stage !== "dropped";
    case "bridge":
      return phase.name === "connecting" && phase.leg === effect.with && call.legs[effect.with]?.status === "answered";
    case "play":
      return voice.looping && voice.loop === effect.audio;
    case "listen":
      return voice.listening === effect.engine;
    case "stop-saying":
    case "stop-playing":
    case "stop-listening":
      return !call.leaving;
  }
}
