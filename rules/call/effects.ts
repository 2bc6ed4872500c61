/**
 * Everything a call may do about what happened. An effect is data: it is stored in the same transaction as the state
 * that asked for it, delivered afterwards, and its outcome comes back as an event.
 */
import type { CallId, E164, EffectId, EpochMs, LegId } from "../ids.ts";
import type { Engine, Json } from "../rulebook/rulebook.ts";
import type { Disposition } from "./state.ts";

export type Effect = CallEffect | DeskEffect;

/** One Telnyx command on one leg. Commands of a leg are sent in order, each after the last one's outcome. */
export type CallEffect = { readonly id: EffectId; readonly lane: "call"; readonly leg: LegId } & Command;

export type Command =
  /** `listen` starts transcription with the answer, in one round trip. */
  | { readonly kind: "answer"; readonly listen: Engine | null }
  | { readonly kind: "reject"; readonly cause: "USER_BUSY" | "CALL_REJECTED" }
  | { readonly kind: "hangup" }
  | VoiceCommand
  | {
      readonly kind: "dial";
      readonly to: E164;
      readonly from: E164;
      readonly timeoutSecs: number;
      readonly timeLimitSecs: number;
      /** Shares the caller's session; null once the caller has gone. */
      readonly linkTo: LegId | null;
    }
  /** Speaks and waits for one key, on a person's leg. */
  | {
      readonly kind: "ask-key";
      readonly speech: number;
      readonly text: string;
      readonly keys: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: "bridge"; readonly with: LegId }
  | { readonly kind: "check" };

/** Design §4.2: one voice, whatever channel carries it. */
export type VoiceCommand =
  | { readonly kind: "say"; readonly speech: number; readonly text: string }
  | { readonly kind: "stop-saying" }
  | { readonly kind: "play"; readonly audio: "ringback" | "hold" }
  | { readonly kind: "stop-playing" }
  | { readonly kind: "listen"; readonly engine: Engine }
  | { readonly kind: "stop-listening" };

/** Handed to the business's desk, which owns it from the moment it accepts. */
export type DeskEffect = { readonly id: EffectId; readonly lane: "desk" } & DeskMessage;

export type DeskMessage =
  | {
      readonly kind: "call.opened";
      readonly call: CallId;
      readonly from: E164 | null;
      readonly to: E164;
      readonly openedAt: EpochMs;
    }
  /** `ringing` is every person's number with a live leg now, so that a forwarded ring coming back is known. */
  | { readonly kind: "call.ringing"; readonly call: CallId; readonly ringing: readonly E164[] }
  | { readonly kind: "call.closed"; readonly call: CallId; readonly disposition: Disposition }
  /** `page` goes to people and is resent once when nothing came of it in 20 s; `courtesy` goes to callers, at most once. */
  | {
      readonly kind: "sms";
      readonly purpose: "page" | "courtesy";
      readonly to: E164;
      readonly from: E164;
      readonly text: string;
      readonly delayMs: number;
    }
  /** One signed POST; `event` and the effect's id make the stable `webhook-id`. */
  | {
      readonly kind: "record";
      readonly event: RecordEvent;
      readonly url: string;
      readonly secret: string;
      readonly body: Json;
    }
  /** Told to the owner at most once an hour per `name`. */
  | {
      readonly kind: "alert";
      readonly name: string;
      readonly text: string;
      readonly to: E164 | null;
      readonly from: E164;
    };

export type RecordEvent = "call.completed" | "callback.taken" | "callback.overdue";

/** A line of the transcript, to be kept. */
export type Line = { readonly at: EpochMs; readonly speaker: "caller" | "us"; readonly text: string };
