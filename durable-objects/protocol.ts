/**
 * What the Worker and the objects say to each other. Methods are only ever added: after a deploy a new Worker may
 * talk to an old object for seconds. Arguments and answers are plain data.
 */

import type { DeskEffect, Line } from "../rules/call/effects.ts";
import type { Arrived, FromTelnyx, FromUs, Screening } from "../rules/call/events.ts";
import type { Call } from "../rules/call/state.ts";
import type { BusinessId, CallId, E164, EffectId, EpochMs } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";

/** One happening on its way to a call's object. */
export type Delivery = {
  /** Telnyx's `data.id`, or our own for a happening of ours: the first key of deduplication. */
  readonly id: string;
  readonly call: CallId;
  readonly happening: FromTelnyx | Extract<FromUs, { type: "caller.screened" }> | { readonly type: "rulebook.pinned" };
  /** Comes with the arrival when it was there in time, with `rulebook.pinned` when it was not. */
  readonly pin: Pin | null;
};

export type Pin = { readonly rulebook: Rulebook; readonly source: "live" | "last-good" | "emergency" };

/** Every receipt means 200: the happening is on disk, or provably needs nothing. */
export type Receipt = "committed" | "duplicate" | "ignored" | "poisoned";

export interface CallSessionRpc {
  receive(delivery: Delivery): Promise<Receipt>;
  /** Makes sure that the alarm is armed and nothing due is waiting; from the cron sweep. */
  poke(): Promise<"live" | "closed">;
  view(): Promise<CallView | null>;
}

/** What an operator sees of one call. */
export type CallView = {
  readonly call: Call;
  readonly rulebook: { readonly version: string; readonly source: Pin["source"] } | null;
  readonly transcript: readonly Line[];
  readonly log: readonly LogRow[];
  readonly pending: readonly {
    readonly id: EffectId;
    readonly kind: string;
    readonly attempts: number;
    readonly lastError: string | null;
  }[];
};

export type LogRow = { readonly seq: number; readonly at: EpochMs; readonly type: string; readonly detail: string };

export type ScreenRequest = {
  readonly call: CallId;
  readonly from: E164 | null;
  readonly to: E164;
  readonly blocked: readonly E164[];
  /** Our own numbers, as far as they are known. */
  readonly own: readonly E164[];
};

export interface FrontDeskRpc {
  screen(request: ScreenRequest): Promise<Screening>;
  /**
   * Takes over effects of a call; idempotent by effect id; answers with the ids it now owns. `alertTo` is whom the
   * rulebook of that call wants to hear of the desk's own trouble, such as a record that was set aside.
   */
  accept(business: BusinessId, effects: readonly DeskEffect[], alertTo?: E164 | null): Promise<readonly EffectId[]>;
  /** A `message.*` webhook for one of this business's numbers. */
  message(event: MessageEvent): Promise<Receipt>;
  /** Calls that are still open, for the sweep; also re-arms the desk's own alarm. */
  sweep(): Promise<readonly CallId[]>;
  parked(): Promise<readonly ParkedRow[]>;
  /** Sends a parked effect again under its own id; false when there is none of that id. */
  replay(id: EffectId): Promise<boolean>;
  /** Rulebooks of this line that last compiled, kept under the number they serve. */
  rememberRulebook(rulebook: Rulebook): Promise<void>;
  lastGoodRulebook(): Promise<Rulebook | null>;
}

export type MessageEvent = {
  readonly id: string;
  readonly type: "message.sent" | "message.finalized" | "message.received";
  readonly occurredAt: EpochMs;
  /** Telnyx's id of the message. */
  readonly message: string;
  readonly from: E164 | null;
  readonly to: E164 | null;
  /** `to[].status` of the one receiver, e.g. `delivered`, `delivery_failed`. */
  readonly status: string | null;
  readonly text: string | null;
  readonly errorCodes: readonly string[];
};

export type ParkedRow = {
  readonly id: EffectId;
  readonly kind: string;
  readonly parkedAt: EpochMs;
  readonly attempts: number;
  readonly lastError: string;
};

export type { Arrived };
