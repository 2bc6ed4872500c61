/** What became of our own commands: accepted by Telnyx, or never going to happen. */

import { afterSpeech } from "./after-speech.ts";
import * as arriving from "./arriving.ts";
import * as connecting from "./connecting.ts";
import type { Draft } from "./draft.ts";
import type { EndReason, FromUs, Refusal } from "./events.ts";
import { dialRefusedForCallback } from "./follow-up.ts";
import { legEnded } from "./leg-events.ts";
import * as legs from "./legs.ts";
import * as ringing from "./ringing.ts";
import type { Awaited } from "./state.ts";
import * as voice from "./voice.ts";

type Outcome = Extract<FromUs, { type: "command.accepted" | "command.refused" }>;

export function outcome(d: Draft, event: Outcome): void {
  const awaited = d.call.awaiting[event.effect];
  if (!awaited) return;
  delete d.call.awaiting[event.effect];
  if (event.type === "command.accepted") accepted(d, awaited, event);
  else refused(d, awaited, event.refusal);
}

function accepted(d: Draft, awaited: Awaited, event: Extract<Outcome, { type: "command.accepted" }>): void {
  if (awaited.kind !== "dial") return;
  const leg = d.leg(awaited.leg);
  if (!leg) return;
  if (event.control !== null && leg.control === null) {
    leg.control = event.control;
    if (leg.stage === "dropped" && leg.status !== "ended") d.command(awaited.leg, { kind: "hangup" });
  }
  if (legs.isLive(leg)) ringing.dialAccepted(d);
}

function refused(d: Draft, awaited: Awaited, refusal: Refusal): void {
  switch (awaited.kind) {
    case "answer":
      return refusal === "call-ended" ? legEnded(d, "caller", "cancelled") : arriving.answerRefused(d, refusal);
    case "dial": {
      const leg = d.leg(awaited.leg);
      if (!leg || leg.status === "ended") return;
      // A leg that has shown itself was dialled, whatever a resend of the command was answered.
      if (leg.status !== "dialing") return ringing.dialAccepted(d);
      if (d.call.phase.name === "following-up") return dialRefusedForCallback(d, awaited.leg, reasonOf(refusal));
      return ringing.dialRefused(d, awaited.leg, reasonOf(refusal));
    }
    case "bridge":
      return connecting.bridgeRefused(d, awaited.leg);
    case "say":
      if (refusal === "call-ended") return legEnded(d, "caller", "hung-up");
      if (voice.speechRefused(d, awaited.speech)) afterSpeech(d);
      return;
    case "listen":
      if (refusal === "call-ended") return legEnded(d, "caller", "hung-up");
      d.call.voice.listening = null;
      voice.listenWithOther(d);
      return;
  }
}

function reasonOf(refusal: Refusal): EndReason {
  return refusal === "bad-destination" ? "unreachable" : "failed";
}
