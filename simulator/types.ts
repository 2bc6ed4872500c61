/** The carrier's surface: everything that the server, the tests and the timeline build on. Times are epoch milliseconds. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What Telnyx would POST to the webhook URL: the body before it is serialised and signed. */
export type Webhook = {
  at: number;
  body: { data: WebhookData; meta: { attempt: number; delivered_to: string } };
  /** From `webhook_retries_policies`: how long after each failed attempt the next one follows. Null is Telnyx's default. */
  retriesMs: number[] | null;
};
export type WebhookData = {
  record_type: "event";
  event_type: string;
  id: string;
  occurred_at: string;
  payload: { [key: string]: Json };
};

/** One HTTP request of ours, as the carrier sees it. `path` starts at `/v2`; `key` is the bearer token, if it matters. */
export type CommandRequest = { at: number; method: string; path: string; body: Json; key?: string | null };
export type CommandResponse = { status: number; body: Json };

/** A command as the carrier took or refused it. `duplicate`: ignored for its `command_id`. */
export type CommandEntry = {
  at: number;
  method: string;
  path: string;
  /** The last part of the path, or `dial`, `message`, `status`. */
  name: string;
  body: Json;
  status: number;
  response: Json;
  duplicate: boolean;
  /** Of the leg that was commanded; of the new leg after a dial. */
  session: string | null;
  leg: string | null;
};

/** How long things take, as life has it; all settable. */
export type Timing = {
  /** From the `answer` command to `call.answered`. */
  answeredMs: number;
  /** From `speak` to `call.speak.started`. */
  speechStartsMs: number;
  charactersPerSecond: number;
  /** Between two interim results while the caller speaks. */
  interimMs: number;
  /** From the last word to the final result. */
  finalMs: number;
  /** From `dial` to the person's phone ringing (`call.initiated`). */
  dialMs: number;
  bridgeMs: number;
  /** From `playback_start` to `call.playback.started`. */
  playbackStartsMs: number;
  /** From `POST /messages` to `message.sent`, and to `message.finalized`. */
  messageSentMs: number;
  messageFinalizedMs: number;
};

/** Behaviours Telnyx does not document; each has a line in docs/assumptions.md. */
export type Quirks = {
  /** A redelivered webhook carries a new `data.id`. */
  redeliveryChangesId: boolean;
  /** What a second command with the same `command_id` is answered. */
  duplicateCommand: "ok" | "error";
  /** The caller's hang-up also ends legs dialled with `link_to`. */
  callerHangupEndsLinkedLegs: boolean;
  /** `call.speak.ended` after `playback_stop` says this status, or never comes. */
  stoppedSpeech: "completed" | "cancelled" | "missing";
  /** Transcription hears nothing while we speak on that leg. */
  deafWhileSpeaking: boolean;
  /** The transcription engine never sends anything at all. */
  deafEngines: string[];
  /** Speech is dropped without an event while transcription is active. */
  muteWhileListening: boolean;
  /** A bridge ends a playback loop on the caller's leg. */
  bridgeEndsPlayback: boolean;
  /** `call.bridged` arrives on both legs, or on the one that was commanded. */
  bridgedOnBothLegs: boolean;
  /** The dial's answer has no `call_control_id`. */
  dialWithoutControlId: boolean;
  /** `client_state` of events already in flight is the one before the last command. */
  staleClientState: boolean;
  /** The prompt of `gather_using_speak` also sends `call.speak.started` and `call.speak.ended`. */
  promptSendsSpeakEvents: boolean;
  /** Speech that was stopped before it began still sends `call.speak.ended`. */
  unstartedSpeechEnds: boolean;
  /** A refused command's `command_id` also counts, so that the same command sent again is ignored. */
  refusalIsRemembered: boolean;
  /** Whether a dial may name a leg in `link_to` that has just ended. */
  linkToEndedLeg: "refused" | "accepted";
  /** Where `timeout_secs` starts: at the command, or when the phone begins to ring. */
  timeoutCountsFrom: "dial" | "ring";
};

/** What the account looks like from outside: who may not be texted, and whether there is money left for it. */
export type Messaging = {
  /** Numbers that answered STOP. */
  stopped: string[];
  landlines: string[];
  spendLimitReached: boolean;
};

/**
 * What a person does when their phone rings. `afterMs` counts from the ring.
 * `pressAfterMs` counts from the beginning of the first thing that we say on their leg; `presses` null never presses.
 * `talksMs` counts from the bridge, after which they hang up; null leaves that to the caller.
 */
export type Person =
  | { does: "answer"; afterMs: number; presses: string | null; pressAfterMs: number; talksMs: number | null }
  | { does: "ignore" }
  | { does: "decline"; afterMs: number }
  | { does: "busy" }
  | { does: "voicemail"; afterMs: number }
  /** Picks up and hangs up again without a key. */
  | { does: "hang-up"; afterMs: number; stayMs: number }
  /** The mobile forwards the ring back to this number of ours, with our number as caller id. */
  | { does: "forward"; afterMs: number; to: string }
  | { does: "not-found" }
  /** The phone refuses at once for its owner: SIP 480, which Telnyx reports as a normal clearing. */
  | { does: "do-not-disturb" }
  /** The carrier cannot deliver the call; the cause is not in the published list. */
  | { does: "unreachable" }
  /** One after the other, ring by ring; the last one stays. */
  | { does: "in-turn"; each: Person[] };

/**
 * What a caller does. `atMs` counts from the arrival; with `after`, from the end of the first speech that contains those
 * words; with `during`, from its beginning. Upper and lower case do not matter. Steps do not wait for each other, except
 * those with `next`: they are taken in turn, each from the end of a speech after the one before it, once we fall silent.
 */
export type CallerStep = { atMs: number; after?: string; during?: string; next?: true } & CallerAct;
export type CallerAct = { says: string } | { presses: string } | { hangsUp: true };

export type CallerScript = {
  from: string;
  to: string;
  callerName?: string;
  attestation?: "A" | "B" | "C";
  steps: CallerStep[];
  /** How long the caller talks to a person before hanging up; absent leaves that to the person or to a step. */
  talksMs?: number;
};

/** What is particular to one call. */
export type ArriveOptions = {
  /** Instead of, number by number, what the carrier was given. */
  people?: Record<string, Person>;
  /** The instant that `occurred_at` shows at the arrival; the carrier's own clock when absent. */
  shownAt?: number;
};

/** What was heard on the caller's phone and on people's phones: for the timeline and for assertions. */
export type Sound = {
  at: number;
  endAt: number | null;
  session: string;
  leg: string;
  number: string;
  what: "speech" | "loop" | "talk";
  text: string;
};

/** Words that a caller spoke, whether or not anything listened. */
export type Utterance = { at: number; endAt: number; session: string; leg: string; text: string };

export type LegState = "parked" | "ringing" | "answered" | "bridged" | "ended";

/** One leg as it is now. */
export type LegView = {
  control: string;
  leg: string;
  session: string;
  direction: "incoming" | "outgoing";
  from: string;
  to: string;
  state: LegState;
  startAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  hangupCause: string | null;
  clientState: string | null;
  /** `call_control_id` of the other leg. */
  bridgedWith: string | null;
};

/** A text message that was taken. */
export type SentMessage = {
  at: number;
  id: string;
  from: string;
  to: string;
  text: string;
  status: "queued" | "sent" | "delivered" | "delivery_failed";
  session: string | null;
};
