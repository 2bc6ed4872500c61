import { describe, expect, it } from "vitest";
import { isArrival, readArrival, readSession } from "../../worker/telnyx-events.ts";
import {
  arrival,
  CALLER,
  CONNECTION,
  CONTROL,
  envelope,
  OCCURRED_AT,
  OURS,
  SESSION,
  webhook,
} from "./support/webhooks.ts";

const ORIGIN = "https://worker.example";
const read = (...args: Parameters<typeof arrival>) => readArrival(envelope(arrival(...args)), ORIGIN);

describe("an incoming call", () => {
  it("arrives with who called whom, on which leg and when", () => {
    expect(read({ caller_id_name: "SMITH JOHN" })).toEqual({
      type: "call.arrived",
      control: CONTROL,
      occurredAt: OCCURRED_AT,
      from: CALLER,
      to: OURS,
      callerName: "SMITH JOHN",
      attestation: null,
      connectionId: CONNECTION,
      origin: ORIGIN,
      screening: null,
    });
  });

  it("is known by its session", () => {
    expect(readSession(envelope(arrival()).payload)).toBe(SESSION);
    expect(readSession(envelope(arrival({ call_session_id: "../../x" })).payload)).toBeNull();
    expect(readSession(envelope(arrival({ call_session_id: null })).payload)).toBeNull();
  });

  it.each([
    ["+12145550111", "+12145550111"],
    ["sip:+12145550111@sip.example", "+12145550111"],
    ["anonymous", null],
    ["Restricted", null],
    ["", null],
    ["2145550111", null],
    ["+12145550111,200", null],
    [null, null],
    [{ phone_number: "+12145550111" }, null],
  ])("from %j has the number %j", (from, number) => {
    expect(read({ from })?.from).toBe(number);
  });

  it.each([
    ["+12145550199", null, OURS],
    ["sip:+12145550199@acme.sip.example;transport=tls", null, OURS],
    ["acme", "+12145550199@192.0.2.20:5060", OURS],
    ["acme", "sip:+12145550199@192.0.2.20:5060", OURS],
    ["acme", null, null],
    [null, null, null],
  ])("to %j (and the URI %j) is for %j", (to, to_sip_uri, number) => {
    expect(read({ to, to_sip_uri })?.to ?? null).toBe(number);
  });

  it.each([
    ["A", true, "A"],
    ["B", true, "B"],
    ["C", true, "C"],
    ["A", false, null],
    ["A", null, null],
    ["A", "true", null],
    ["D", true, null],
    [null, true, null],
    [null, null, null],
  ])("with attestation %j, validated %j, is trusted as %j", (grade, validated, attestation) => {
    const payload = { shaken_stir_attestation: grade, shaken_stir_validated: validated };
    expect(read(payload)?.attestation).toBe(attestation);
  });

  it("has no name where the carrier repeats the number", () => {
    expect(read({ caller_id_name: CALLER })?.callerName).toBeNull();
    expect(read({ caller_id_name: null })?.callerName).toBeNull();
  });

  it("without a leg to command is none", () => {
    expect(read({ call_control_id: null })).toBeNull();
  });
});

describe("of the legs that announce themselves, a caller's", () => {
  it.each([
    [{ direction: "incoming", state: "parked" }, true],
    [{ direction: "incoming", state: null }, true],
    [{ direction: null, state: "parked" }, true],
    [{ direction: "outgoing", state: "bridging" }, false],
    [{ direction: "outgoing", state: "parked" }, false],
    [{ direction: "inbound", state: "parked" }, false],
    [{ direction: null, state: null }, false],
  ])("is known by %j: %s", (payload, caller) => {
    expect(isArrival(envelope(webhook("call.initiated", payload)))).toBe(caller);
  });

  it("is none of the later events", () => {
    expect(isArrival(envelope(webhook("call.answered", { direction: "incoming", state: "parked" })))).toBe(false);
  });
});
