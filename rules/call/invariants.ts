/**
 * What must hold after every decision. Broken ones are loud in tests and logged in production; they never drop a call.
 * The list is the service level: every live call has a deadline, every held caller hears something, everybody is told.
 */
import { DISPOSITIONS, isToldOf } from "./disposition.ts";
import { holdsCaller } from "./holding.ts";
import { callerIsHere, entries, livePeople } from "./legs.ts";
import type { Call } from "./state.ts";
import { nextDeadline } from "./timers.ts";

/** Sentences about the call, without its words or numbers; empty when all is well. */
export function brokenInvariants(call: Call): string[] {
  const broken: string[] = [];
  const { phase, voice, timers } = call;
  const closed = phase.name === "closed";

  if (!closed && nextDeadline(call) === null) broken.push(`a live call in ${phase.name} has no deadline`);
  if (closed && nextDeadline(call) !== null) broken.push("a closed call has a deadline");
  if (closed && livePeople(call).length > 0) broken.push("a closed call has a live leg");
  if (closed && call.disposition === null) broken.push("a closed call has no disposition");
  if (closed && call.disposition !== null && DISPOSITIONS[call.disposition].human && !isToldOf(call)) {
    broken.push(`a call closed as ${call.disposition} and no human was told`);
  }

  const bridging = phase.name === "connecting" && phase.bridgeSent;
  if (holdsCaller(phase) && callerIsHere(call) && !call.leaving && !bridging && timers.audio === undefined) {
    broken.push(`a caller is held in ${phase.name} without an audio deadline`);
  }
  if (phase.name === "connected" && !phase.dropped && voice.listening !== null)
    broken.push("a private talk is listened to");
  if (phase.name === "ringing" && phase.plan.at >= 0 && timers.hop === undefined)
    broken.push("someone is rung without a limit");
  if (phase.name === "following-up" && !phase.takenBy && timers.due === undefined)
    broken.push("a promise has no due time");
  if (call.bridge && (call.legs[call.bridge.a]?.status === "ended" || call.legs[call.bridge.b]?.status === "ended")) {
    broken.push("a bridge outlived one of its legs");
  }
  const accepted = entries(call).filter(
    ([, leg]) => leg.status === "answered" && (leg.stage === "accepted" || leg.stage === "whispered"),
  );
  if (accepted.length > 1) broken.push("two people accepted the same caller");
  return broken;
}
