import { describe, expect, it } from "vitest";
import type { Mark } from "../../durable-objects/client-state.ts";
import { callId } from "../../rules/ids.ts";
import { readHappening } from "../../worker/telnyx-events.ts";
import { CONTROL, envelope, type Json, OCCURRED_AT, webhook } from "./support/webhooks.ts";

const mark: Mark = { call: callId("call-1"), leg: "p2", speech: 5 };
const on = { leg: null, control: CONTROL, occurredAt: OCCURRED_AT };

function happening(type: string, payload: { [key: string]: Json } = {}, withMark: Mark | null = null) {
  const read = readHappening(envelope(webhook(type, payload)), withMark);
  return read.ok ? read.happening : read.reason;
}

describe("an event of a leg", () => {
  it.each([
    ["call.initiated", { direction: "outgoing", state: "bridging" }, { type: "leg.initiated" }],
    ["call.answered", {}, { type: "leg.answered" }],
    ["call.bridged", {}, { type: "leg.bridged" }],
    ["call.playback.started", { media_url: "https://x.example/hold.wav" }, { type: "playback.started" }],
    ["call.playback.ended", { status: "completed" }, { type: "playback.ended", failed: false }],
    ["call.playback.ended", { status: "cancelled" }, { type: "playback.ended", failed: false }],
    ["call.playback.ended", { status: "file_not_found" }, { type: "playback.ended", failed: true }],
    ["call.playback.ended", { status: "failed" }, { type: "playback.ended", failed: true }],
    ["call.speak.started", {}, { type: "speech.started", speech: null }],
    ["call.speak.ended", { status: "completed" }, { type: "speech.ended", speech: null, completed: true }],
    ["call.speak.ended", { status: "call_hangup" }, { type: "speech.ended", speech: null, completed: false }],
    ["call.speak.ended", { status: "stopped_some_day" }, { type: "speech.ended", speech: null, completed: false }],
    ["call.speak.ended", {}, { type: "speech.ended", speech: null, completed: false }],
    ["call.dtmf.received", { digit: "1" }, { type: "key.pressed", digit: "1" }],
    ["call.dtmf.received", { digit: "#" }, { type: "key.pressed", digit: "#" }],
    ["call.dtmf.received", { digit: "D" }, { type: "key.pressed", digit: "D" }],
    ["call.gather.ended", { digits: "1", status: "valid" }, { type: "gather.ended", speech: null, digits: "1" }],
    ["call.gather.ended", { digits: "", status: "timeout" }, { type: "gather.ended", speech: null, digits: "" }],
    ["call.gather.ended", { status: "call_hangup" }, { type: "gather.ended", speech: null, digits: "" }],
    ["call.gather.ended", { digits: "1; DROP" }, { type: "gather.ended", speech: null, digits: "1D" }],
    ["call.machine.detection.ended", { result: "human" }, { type: "machine.detected", result: "human" }],
    ["call.machine.premium.detection.ended", { result: "silence" }, { type: "machine.detected", result: "silence" }],
    ["call.machine.detection.ended", {}, { type: "machine.detected", result: "not_sure" }],
  ] as const)("%s with %j is %j", (type, payload, expected) => {
    expect(happening(type, payload)).toEqual({ ...on, ...expected });
  });

  it.each([
    ["caller", "caller"],
    ["callee", "callee"],
    ["unknown", "unknown"],
    ["somebody else", "unknown"],
    [null, "unknown"],
  ])("call.hangup tells why it ended and, from %j, that it was the %s", (source, by) => {
    const payload = { hangup_cause: "user_busy", hangup_source: source, sip_hangup_cause: "486" };
    expect(happening("call.hangup", payload)).toEqual({ ...on, type: "leg.ended", reason: "busy", by });
  });

  it("names our leg and our utterance when its signed client_state does", () => {
    const payload = { status: "completed" };
    const expected = { ...on, leg: "p2", type: "speech.ended", speech: 5, completed: true };
    expect(happening("call.speak.ended", payload, mark)).toEqual(expected);
    expect(happening("call.gather.ended", { digits: "1" }, mark)).toMatchObject({ leg: "p2", speech: 5 });
  });

  it.each([
    ["call.dtmf.received", { digit: "11" }, "no-key"],
    ["call.dtmf.received", { digit: "" }, "no-key"],
    ["call.dtmf.received", { digit: 1 }, "no-key"],
    ["call.dtmf.received", {}, "no-key"],
    ["call.answered", { call_control_id: null }, "no-leg"],
    ["call.answered", { call_control_id: 7 }, "no-leg"],
    ["call.answered", { call_control_id: "a b" }, "no-leg"],
    ["call.answered", { call_control_id: "x".repeat(513) }, "no-leg"],
    ["call.cost", {}, "unknown-type"],
    ["call.machine.greeting.ended", { result: "beep_detected" }, "unknown-type"],
    ["call.something.of.next.year", {}, "unknown-type"],
    ["__proto__", {}, "unknown-type"],
    ["constructor", {}, "unknown-type"],
    ["message.delivered", {}, "unknown-type"],
  ])("%s with %j is left alone: %s", (type, payload, reason) => {
    expect(happening(type, payload)).toBe(reason);
  });
});

describe("what was heard", () => {
  const heard = (data: { [key: string]: Json }) => happening("call.transcription", { transcription_data: data });

  it.each([
    [
      { transcript: "no heat", is_final: true, confidence: 0.98 },
      { text: "no heat", final: true, confidence: 0.98 },
    ],
    [
      { transcript: "no", is_final: false, confidence: 0.4 },
      { text: "no", final: false, confidence: 0.4 },
    ],
    [
      { transcript: "no", is_final: false, confidence: 0 },
      { text: "no", final: false, confidence: null },
    ],
    [
      { transcript: "no heat", is_final: true, confidence: 0 },
      { text: "no heat", final: true, confidence: 0 },
    ],
    [
      { transcript: "no heat", is_final: true, confidence: null },
      { text: "no heat", final: true, confidence: null },
    ],
    [
      { transcript: "no heat", is_final: true, confidence: 7 },
      { text: "no heat", final: true, confidence: null },
    ],
    [
      { transcript: "no heat", is_final: true, confidence: "high" },
      { text: "no heat", final: true, confidence: null },
    ],
    [
      { transcript: "no heat", transcription_track: "inbound" },
      { text: "no heat", final: true, confidence: null },
    ],
    [
      { transcript: "a\u202eb\u0000c", is_final: true },
      { text: "abc", final: true, confidence: null },
    ],
  ] as const)("from %j is %j", (data, expected) => {
    expect(heard(data)).toEqual({ ...on, type: "heard", ...expected });
  });

  it.each([
    [{ transcript: "" }, "nothing-heard"],
    [{ transcript: " \u0000 " }, "nothing-heard"],
    [{ transcript: null }, "nothing-heard"],
    [{ transcript: 911 }, "nothing-heard"],
    [{}, "nothing-heard"],
    [{ transcript: "This is our own voice", transcription_track: "outbound" }, "other-track"],
  ])("from %j is nothing: %s", (data, reason) => {
    expect(heard(data)).toBe(reason);
  });

  it("is nothing where there is no result at all", () => {
    expect(happening("call.transcription")).toBe("nothing-heard");
    expect(happening("call.transcription", { transcription_data: ["no heat"] })).toBe("nothing-heard");
  });
});
