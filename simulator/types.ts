/** The carrier's surface: everything that the server, the tests and the timeline build on. Times are epoch milliseconds. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What Telnyx would POST to the webhook URL: the body before it is serialised and signed. */
export type Webhook = { at: number; body: { data: WebhookData; meta: { attempt: number; delivered_to: string } } };
export type WebhookData = {
  record_type: "event";
  event_type: string;
  id: string;
  occurred_at: string;
  payload: { [key: string]: Json };
};

/** One HTTP request of ours, as the carrier sees it. `path` starts at `/v2`. */
export type CommandRequest = { at: number; method: string; path: string; body: Json };
export type CommandResponse = { status: number; body: Json };

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
};

/** What a person does when their phone rings. Seconds count from the ring, or from the whisper where it says so. */
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
  | { does: "not-found" };

/** What a caller does. Without `after`, `atMs` counts from the arrival; with it, from the first speech that contains those words. */
export type CallerStep =
  | { atMs: number; after?: string; says: string }
  | { atMs: number; after?: string; presses: string }
  | { atMs: number; after?: string; hangsUp: true };

export type CallerScript = {
  from: string;
  to: string;
  callerName?: string;
  attestation?: "A" | "B" | "C";
  steps: CallerStep[];
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
