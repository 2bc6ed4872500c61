import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "../../worker/telnyx-envelope.ts";
import { isArrival, readArrival, readHappening } from "../../worker/telnyx-events.ts";
import { readMessage } from "../../worker/telnyx-messages.ts";
import { arrival, CONTROL, encode, OCCURRED, OCCURRED_AT, webhook } from "./support/webhooks.ts";

const RECEIVED_AT = 1_763_178_600_000;
const read = (body: unknown) => readEnvelope(encode(body), RECEIVED_AT);

describe("the outside of a webhook", () => {
  it("has an id, a type, Telnyx's time to the millisecond and a payload", () => {
    const result = read(webhook("call.answered"));
    expect(result).toMatchObject({
      ok: true,
      envelope: { id: "evt-1", type: "call.answered", occurredAt: OCCURRED_AT },
    });
  });

  it.each([
    ["an offset instead of Z", { occurred_at: "2026-01-16T03:30:00.25+01:00" }, OCCURRED_AT],
    ["no time at all", { occurred_at: null }, RECEIVED_AT],
    ["a time that is none", { occurred_at: "soon" }, RECEIVED_AT],
    ["a time that is a number", { occurred_at: 5 }, RECEIVED_AT],
  ])("with %s happened at %j", (_, data, occurredAt) => {
    expect(read(webhook("call.answered", {}, data))).toMatchObject({ envelope: { occurredAt } });
  });

  it("without an id is known by its leg, its type and its time, so that the same one twice is one", () => {
    const id = `call.answered:${CONTROL}:${OCCURRED}`;
    expect(read(webhook("call.answered", {}, { id: null }))).toMatchObject({ envelope: { id } });
    const nothing = webhook("call.answered", {}, { id: null, occurred_at: null });
    expect(read(nothing)).toEqual({ ok: false, reason: "nothing-to-know-it-by" });
  });

  it.each([
    ["nothing", "", "not-json"],
    ["half a document", '{"data":{"event_type":"call.ans', "not-json"],
    ["HTML", "<html>", "not-json"],
    ["null", "null", "not-an-event"],
    ["a number", "1e400", "not-an-event"],
    ["a list", [webhook("call.answered")], "not-an-event"],
    ["no data", {}, "not-an-event"],
    ["data that is a list", { data: [] }, "not-an-event"],
    ["no payload", { data: { event_type: "call.answered", id: "1" } }, "not-an-event"],
    ["a payload that is text", { data: { event_type: "call.answered", id: "1", payload: "x" } }, "not-an-event"],
    ["no type", webhook("call.answered", {}, { event_type: null }), "not-an-event"],
    ["a type that is no name", webhook("call answered\n"), "not-an-event"],
    [
      "the first version of the format",
      { event_type: "call_initiated", id: "1", created_at: OCCURRED, payload: {} },
      "not-an-event",
    ],
    ["a prototype for data", '{"__proto__":{"data":{"event_type":"call.answered","payload":{}}}}', "not-an-event"],
  ])("that holds %s is no event: %#", (_, body, reason) => {
    expect(read(body)).toEqual({ ok: false, reason });
  });

  it("can be nested as deep as it likes", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(read(`{"data":{"event_type":"call.answered","id":"1","payload":{"x":${deep}}}}`)).toBeDefined();
  });

  it("takes the last of two fields of one name, and no field of a prototype", () => {
    const twice = '{"data":{"id":"1","event_type":"call.cost","event_type":"call.answered","payload":{}}}';
    expect(read(twice)).toMatchObject({ envelope: { type: "call.answered" } });
    const hidden = `{"data":{"__proto__":{"id":"9"},"event_type":"call.answered","payload":{"call_control_id":"c"}}}`;
    expect(read(hidden)).toEqual({ ok: false, reason: "nothing-to-know-it-by" });
  });
});

describe("reading what strangers write", () => {
  const types = fc.constantFrom(
    "call.initiated",
    "call.answered",
    "call.hangup",
    "call.speak.ended",
    "call.playback.ended",
    "call.transcription",
    "call.dtmf.received",
    "call.gather.ended",
    "call.machine.detection.ended",
    "message.received",
    "message.finalized",
  );
  const keys = fc.constantFrom(
    ...["__proto__", "constructor", "toString", "call_control_id", "call_session_id", "client_state", "connection_id"],
    ...[
      "direction",
      "state",
      "from",
      "to",
      "digit",
      "digits",
      "status",
      "transcription_data",
      "transcript",
      "is_final",
    ],
    ...[
      "confidence",
      "hangup_cause",
      "sip_hangup_cause",
      "caller_id_name",
      "result",
      "errors",
      "id",
      "text",
      "phone_number",
    ],
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      fc.constantFrom("incoming", "parked", "+12145550111", CONTROL, "completed", "1"),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(keys, tie("any"), { maxKeys: 6 }),
    ),
  })).any;

  function readAll(raw: Uint8Array): void {
    const result = readEnvelope(raw, RECEIVED_AT);
    if (!result.ok) return;
    readMessage(result.envelope);
    readHappening(result.envelope, null);
    if (isArrival(result.envelope)) readArrival(result.envelope, "https://worker.example");
  }

  it("never throws, whatever a payload holds, and changes nothing about other objects", () => {
    fc.assert(
      fc.property(types, fc.dictionary(keys, value), (type, payload) => {
        readAll(encode({ data: { event_type: type, id: "1", occurred_at: OCCURRED, payload } }));
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws, whatever the bytes are", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readAll), { numRuns: 1_000 });
  });

  it("never throws on a genuine webhook of which some bytes were changed", () => {
    const genuine = encode(arrival({ caller_id_name: "SMITH JOHN" }));
    const change = fc.record({ at: fc.nat(genuine.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const raw = Uint8Array.from(genuine);
        for (const { at, to } of changes) raw[at] = to;
        readAll(raw);
      }),
      { numRuns: 2_000 },
    );
  });
});
