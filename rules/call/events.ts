/**
 * Everything that can happen to a call. `at` is when we received it and is the only clock that `decide` knows;
 * `occurredAt` is Telnyx's own and only orders facts about one leg.
 */
import type { ControlId, E164, EffectId, EpochMs, LegId } from "../ids.ts";
import type { TimerName } from "./state.ts";

export type CallEvent = { readonly at: EpochMs } & Happening;

export type Happening = FromTelnyx | FromUs;

/**
 * Which leg an event is about. `leg` comes from our signed `client_state` and is absent on a leg that has not had a
 * command of ours yet; `control` is always there.
 */
export type OnLeg = { readonly leg: LegId | null; readonly control: ControlId; readonly occurredAt: EpochMs };

export type FromTelnyx =
  | Arrived
  | (OnLeg & { readonly type: "leg.initiated" })
  | (OnLeg & { readonly type: "leg.answered" })
  | (OnLeg & { readonly type: "leg.bridged" })
  | (OnLeg & LegEnded)
  | (OnLeg & { readonly type: "speech.started"; readonly speech: number | null })
  | (OnLeg & { readonly type: "speech.ended"; readonly speech: number | null; readonly completed: boolean })
  | (OnLeg & { readonly type: "playback.started" })
  | (OnLeg & { readonly type: "playback.ended"; readonly failed: boolean })
  | (OnLeg & Heard)
  | (OnLeg & { readonly type: "key.pressed"; readonly digit: string })
  | (OnLeg & { readonly type: "gather.ended"; readonly speech: number | null; readonly digits: string })
  | (OnLeg & { readonly type: "machine.detected"; readonly result: string });

/** An incoming `call.initiated`: the caller's leg is parked and hears ringback until it is answered. */
export type Arrived = {
  readonly type: "call.arrived";
  readonly control: ControlId;
  readonly occurredAt: EpochMs;
  /** Null when the number is withheld or not E.164. */
  readonly from: E164 | null;
  readonly to: E164;
  readonly callerName: string | null;
  /** Null means the carrier said nothing, which is never trust. */
  readonly attestation: "A" | "B" | "C" | null;
  readonly connectionId: string;
  /** `https://host` under which this Worker serves `/audio/*`. */
  readonly origin: string;
  /** Null when the desk did not answer within the budget; a `caller.screened` may follow. */
  readonly screening: Screening | null;
};

export type LegEnded = {
  readonly type: "leg.ended";
  readonly reason: EndReason;
  readonly by: "caller" | "callee" | "unknown";
};
/** Telnyx's `hangup_cause` and SIP code, parsed once in `worker/telnyx-events.ts`. */
export type EndReason =
  | "hung-up"
  | "cancelled"
  | "no-answer"
  | "busy"
  | "declined"
  | "unreachable"
  | "time-limit"
  | "failed";

export type Heard = {
  readonly type: "heard";
  readonly text: string;
  /** False for an interim fragment, which the next one replaces. */
  readonly final: boolean;
  /** 0 to 1; null where the engine gives none. */
  readonly confidence: number | null;
};

export type Screening = {
  readonly verdict: "welcome" | "blocked" | "flood" | "loop";
  /** Calls from this number in the last hour, this one not counted. */
  readonly recentCalls: number;
};

export type FromUs =
  | { readonly type: "caller.screened"; readonly screening: Screening }
  /** The rulebook was pinned to this call; from here on `decide` has it. */
  | { readonly type: "rulebook.pinned" }
  | { readonly type: "timer"; readonly name: TimerName; readonly armedFor: EpochMs }
  /** Telnyx took a command; the effect itself arrives as a webhook. `control` is the new leg's, after a dial. */
  | { readonly type: "command.accepted"; readonly effect: EffectId; readonly control: ControlId | null }
  | { readonly type: "command.refused"; readonly effect: EffectId; readonly refusal: Refusal }
  /** The answer to `check`: what Telnyx says of a leg whose webhooks may have been lost. */
  | { readonly type: "leg.checked"; readonly leg: LegId; readonly alive: boolean };

/** Why a command will not happen. `call-ended` is the normal race with a hang-up. */
export type Refusal = "call-ended" | "not-answered" | "bad-destination" | "not-allowed" | "rejected" | "gave-up";
