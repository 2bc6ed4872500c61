/**
 * The outside of every webhook: `{ data: { id, event_type, occurred_at, payload } }`. Everything in it is optional in
 * Telnyx's own types and undocumented fields occur, so nothing is required but an event type, a payload and something
 * to know the event by. Input is only ever read by name, never copied or merged.
 */
import type * as Telnyx from "telnyx/resources/webhooks";
import { type E164, type EpochMs, e164 } from "../rules/ids.ts";

type CallEvents =
  | Telnyx.CallInitiated
  | Telnyx.CallAnswered
  | Telnyx.CallBridged
  | Telnyx.CallHangup
  | Telnyx.CallSpeakEnded
  | Telnyx.CallPlaybackEnded
  | Telnyx.CallDtmfReceived
  | Telnyx.CallGatherEnded
  | Telnyx.CallMachineDetectionEnded
  | Telnyx.Transcription;
type KeysOf<Union> = Union extends unknown ? keyof Union : never;
/** The payload's fields by the names that the SDK gives them, so that a misspelt one does not compile. */
export type CallField = KeysOf<NonNullable<CallEvents["payload"]>>;
export type MessageField = KeysOf<NonNullable<(Telnyx.OutboundMessage | Telnyx.MessagingInboundMessage)["payload"]>>;

export type Fields = { readonly [name: string]: unknown };
export type Envelope = {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: EpochMs;
  readonly payload: Fields;
};
export type Unreadable = "not-json" | "not-an-event" | "nothing-to-know-it-by";
export type ReadEnvelope =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: Unreadable };

const ID_SHAPE = /^[\w.:-]{1,128}$/;
const TYPE_SHAPE = /^[\w.]{1,80}$/;

/** `receivedAt` stands in where Telnyx gives no time of its own. */
export function readEnvelope(raw: Uint8Array, receivedAt: EpochMs): ReadEnvelope {
  const body = parseJson(raw);
  if (body === undefined) return { ok: false, reason: "not-json" };
  const data = isFields(body) ? body.data : null;
  if (!isFields(data) || !isFields(data.payload)) return { ok: false, reason: "not-an-event" };
  const payload = data.payload;
  const type = readText(data, "event_type", TYPE_SHAPE);
  if (type === null) return { ok: false, reason: "not-an-event" };
  const stamp = readText(data, "occurred_at") ?? readText(payload, "occurred_at");
  const id = readText(data, "id", ID_SHAPE) ?? makeId(type, payload, stamp);
  if (id === null) return { ok: false, reason: "nothing-to-know-it-by" };
  return { ok: true, envelope: { id, type, occurredAt: readInstant(stamp) ?? receivedAt, payload } };
}

/** One leg has one event of a type at a time; good enough for the id that Telnyx always sends but does not promise. */
function makeId(type: string, payload: Fields, stamp: string | null): string | null {
  const leg = readText(payload, "call_control_id");
  return leg === null || stamp === null ? null : `${type}:${leg}:${stamp}`;
}

function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(raw));
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null for what is absent, no string, or not of that shape. */
export function readText(fields: Fields, name: string, shape?: RegExp): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : null;
  return typeof value === "string" && (shape === undefined || shape.test(value)) ? value : null;
}

export function readFields(fields: Fields, name: string): Fields {
  const value = Object.hasOwn(fields, name) ? fields[name] : null;
  return isFields(value) ? value : {};
}

/** The objects in a list; what is not one is left out. */
export function readList(fields: Fields, name: string): readonly Fields[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : null;
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** E.164, or the same as the user part of a SIP URI (which Telnyx writes with and without `sip:`); null for withheld numbers and everything else. */
export function readNumber(fields: Fields, name: string): E164 | null {
  const text = readText(fields, name)?.trim() ?? "";
  return e164(/^(?:sips?:)?([^@;]+)@/i.exec(text)?.[1] ?? text);
}

function readInstant(stamp: string | null): EpochMs | null {
  const at = Date.parse(stamp ?? "");
  return Number.isNaN(at) ? null : at;
}
