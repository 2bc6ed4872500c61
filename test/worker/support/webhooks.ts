/** Small webhooks in the shape of Telnyx's, written for these tests. */
import type { Envelope } from "../../../worker/telnyx-envelope.ts";
import { readEnvelope } from "../../../worker/telnyx-envelope.ts";

export const OCCURRED = "2026-01-16T02:30:00.250125Z";
export const OCCURRED_AT = Date.UTC(2026, 0, 16, 2, 30, 0, 250);
export const CALLER = "+12145550111";
export const OURS = "+12145550199";
export const CONNECTION = "2811212257810187875";
export const CONTROL = "v3:caller-leg-token_A";
export const SESSION = "b0e6141e-c81c-11f0-abac-02420aef93a0";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Body = { data: { [key: string]: Json }; meta: Json };

/** `null` takes a field away. */
export function webhook(type: string, payload: { [key: string]: Json } = {}, data: { [key: string]: Json } = {}): Body {
  const fields = {
    call_control_id: CONTROL,
    call_leg_id: "b0e6224c-c81c-11f0-afbb-02420aef93a0",
    call_session_id: SESSION,
    client_state: null,
    connection_id: CONNECTION,
    from: CALLER,
    to: OURS,
    ...payload,
  };
  const outside = { record_type: "event", event_type: type, id: "evt-1", occurred_at: OCCURRED, ...data };
  return {
    data: { ...outside, payload: fields },
    meta: { attempt: 1, delivered_to: "https://worker.example/telnyx/webhooks" },
  };
}

export function arrival(payload: { [key: string]: Json } = {}, data: { [key: string]: Json } = {}): Body {
  return webhook("call.initiated", { direction: "incoming", state: "parked", ...payload }, data);
}

export function encode(body: unknown): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)));
}

export function envelope(body: Body): Envelope {
  const read = readEnvelope(encode(body), 0);
  if (!read.ok) throw new Error(`not an envelope: ${read.reason}`);
  return read.envelope;
}
