/**
 * What a call webhook means to us: Telnyx's event types and fields in, our own happenings out, one row per type. The
 * rest of the project never sees a name of Telnyx's wire format. A type without a row is no error: Telnyx adds some
 * every month, and the account may have features on that we do not use.
 */
import type { Mark } from "../durable-objects/client-state.ts";
import type { Arrived, FromTelnyx, Heard, OnLeg } from "../rules/call/events.ts";
import { type CallId, type ControlId, callId, controlId } from "../rules/ids.ts";
import { cleanName, cleanSpeech } from "./clean-text.ts";
import { readEndReason } from "./hangup-causes.ts";
import { type CallField, type Envelope, type Fields, readFields, readNumber, readText } from "./telnyx-envelope.ts";

export type Ignored = "unknown-type" | "no-leg" | "nothing-heard" | "other-track" | "no-key";
export type ReadEvent =
  | { readonly ok: true; readonly happening: FromTelnyx }
  | { readonly ok: false; readonly reason: Ignored };

const SESSION_SHAPE = /^[\w.:-]{1,128}$/;
/** Opaque and unpublished; goes into a URL, so it is printable and of a sane length. */
const CONTROL_SHAPE = /^[\x21-\x7e]{1,512}$/;
const KEY_SHAPE = /^[0-9A-D*#]$/;
/** Telnyx gathers at most 128 digits. */
const KEYS_CAP = 128;

export function readControl(payload: Fields): ControlId | null {
  const text = readText(payload, "call_control_id" satisfies CallField, CONTROL_SHAPE);
  return text === null ? null : controlId(text);
}

export function readSession(payload: Fields): CallId | null {
  const text = readText(payload, "call_session_id" satisfies CallField, SESSION_SHAPE);
  return text === null ? null : callId(text);
}

/** An incoming call that waits to be answered. Legs that we dialled announce themselves too, and must never be. */
export function isArrival({ type, payload }: Envelope): boolean {
  if (type !== "call.initiated") return false;
  const direction = readText(payload, "direction" satisfies CallField);
  const parked = readText(payload, "state" satisfies CallField) === "parked";
  return direction === "incoming" || (direction === null && parked);
}

/** `origin` is where this Worker was reached: its audio is served from there. */
export function readArrival({ payload, occurredAt }: Envelope, origin: string): Arrived | null {
  const control = readControl(payload);
  const to = readNumber(payload, "to" satisfies CallField) ?? readNumber(payload, "to_sip_uri");
  if (control === null || to === null) return null;
  return {
    type: "call.arrived",
    control,
    occurredAt,
    from: readNumber(payload, "from" satisfies CallField),
    to,
    callerName: cleanName(readText(payload, "caller_id_name" satisfies CallField) ?? ""),
    attestation: readAttestation(payload),
    connectionId: readText(payload, "connection_id" satisfies CallField) ?? "",
    origin,
    screening: null,
  };
}

/** Anything else that happens on a leg; `mark` is null on a leg that has had no command of ours. */
export function readHappening(envelope: Envelope, mark: Mark | null): ReadEvent {
  const reader = READERS.get(envelope.type);
  if (!reader) return ignore("unknown-type");
  const control = readControl(envelope.payload);
  if (control === null) return ignore("no-leg");
  const on: OnLeg = { leg: mark?.leg ?? null, control, occurredAt: envelope.occurredAt };
  const happening = reader(envelope.payload, on, mark?.speech ?? null);
  return typeof happening === "string" ? ignore(happening) : { ok: true, happening };
}

type Reader = (payload: Fields, on: OnLeg, speech: number | null) => FromTelnyx | Ignored;

/** A map and not an object: an event type called `__proto__` finds nothing in it. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["call.initiated", (_, on) => ({ ...on, type: "leg.initiated" })],
  ["call.answered", (_, on) => ({ ...on, type: "leg.answered" })],
  ["call.bridged", (_, on) => ({ ...on, type: "leg.bridged" })],
  ["call.hangup", readEnd],
  ["call.speak.started", (_, on, speech) => ({ ...on, type: "speech.started", speech })],
  ["call.speak.ended", (p, on, speech) => ({ ...on, type: "speech.ended", speech, completed: isCompleted(p) })],
  ["call.playback.started", (_, on) => ({ ...on, type: "playback.started" })],
  ["call.playback.ended", (p, on) => ({ ...on, type: "playback.ended", failed: hasFailed(p) })],
  ["call.transcription", readHeard],
  ["call.dtmf.received", readKey],
  ["call.gather.ended", (p, on, speech) => ({ ...on, type: "gather.ended", speech, digits: readKeys(p) })],
  ["call.machine.detection.ended", readMachine],
  ["call.machine.premium.detection.ended", readMachine],
]);

function readEnd(payload: Fields, on: OnLeg): FromTelnyx {
  const cause = readText(payload, "hangup_cause" satisfies CallField);
  const sip = readText(payload, "sip_hangup_cause" satisfies CallField);
  const source = readText(payload, "hangup_source" satisfies CallField);
  const by = source === "caller" || source === "callee" ? source : "unknown";
  return { ...on, type: "leg.ended", reason: readEndReason(cause, sip), by };
}

/** A stop by `playback_stop` has no status of its own in the API description; what is not completed was cut short. */
function isCompleted(payload: Fields): boolean {
  return readText(payload, "status" satisfies CallField) === "completed";
}

function hasFailed(payload: Fields): boolean {
  const status = readText(payload, "status" satisfies CallField);
  return status === "failed" || status === "file_not_found";
}

/**
 * A result without words is no sound of life: an engine that sends nothing else counts as deaf. A result without
 * `is_final` stands, because nothing promises that another will replace it.
 */
function readHeard(payload: Fields, on: OnLeg): (OnLeg & Heard) | Ignored {
  const data = readFields(payload, "transcription_data" satisfies CallField);
  if (readText(data, "transcription_track") === "outbound") return "other-track";
  const text = cleanSpeech(readText(data, "transcript") ?? "");
  if (text === "") return "nothing-heard";
  const final = data.is_final !== false;
  return { ...on, type: "heard", text, final, confidence: readConfidence(data.confidence, final) };
}

/** Interim results carry 0.0, which means unknown. */
function readConfidence(value: unknown, final: boolean): number | null {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) return null;
  return value === 0 && !final ? null : value;
}

function readKey(payload: Fields, on: OnLeg): FromTelnyx | Ignored {
  const digit = readText(payload, "digit" satisfies CallField, KEY_SHAPE);
  return digit === null ? "no-key" : { ...on, type: "key.pressed", digit };
}

function readKeys(payload: Fields): string {
  const digits = readText(payload, "digits" satisfies CallField) ?? "";
  return digits.replace(/[^0-9A-D*#]/g, "").slice(0, KEYS_CAP);
}

function readMachine(payload: Fields, on: OnLeg): FromTelnyx {
  const result = readText(payload, "result" satisfies CallField, /^[a-z_]{1,40}$/) ?? "not_sure";
  return { ...on, type: "machine.detected", result };
}

/** A grade that the carrier could not validate, or does not say it validated, is none. */
function readAttestation(payload: Fields): Arrived["attestation"] {
  const grade = readText(payload, "shaken_stir_attestation" satisfies CallField);
  const validated = payload["shaken_stir_validated" satisfies CallField] === true;
  return validated && (grade === "A" || grade === "B" || grade === "C") ? grade : null;
}

function ignore(reason: Ignored): ReadEvent {
  return { ok: false, reason };
}
