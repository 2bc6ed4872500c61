import { describe, expect, it } from "vitest";
import { readMessage } from "../../worker/telnyx-messages.ts";
import { CALLER, envelope, type Json, OCCURRED_AT, OURS, webhook } from "./support/webhooks.ts";

const ours = { phone_number: OURS, carrier: "TELNYX LLC", line_type: "VoIP" };
const theirs = { phone_number: CALLER, carrier: "T-MOBILE", line_type: "Wireless", status: "delivered" };

function read(type: string, payload: { [key: string]: Json }) {
  return readMessage(envelope(webhook(type, { id: "msg-1", errors: [], text: "We'll call you.", ...payload })));
}

describe("a text message that we sent", () => {
  it("belongs to the number it was sent from, and says what became of it", () => {
    expect(read("message.finalized", { from: ours, to: [theirs] })).toEqual({
      ours: OURS,
      event: {
        id: "evt-1",
        type: "message.finalized",
        occurredAt: OCCURRED_AT,
        message: "msg-1",
        from: OURS,
        to: CALLER,
        status: "delivered",
        text: "We'll call you.",
        errorCodes: [],
      },
    });
  });

  it("says by which codes it failed", () => {
    const errors = [{ code: "40300", title: "Blocked" }, { code: 40001 }, "40002", { code: "40001" }];
    const to = [{ ...theirs, status: "delivery_failed" }];
    const expected = { status: "delivery_failed", errorCodes: ["40300", "40001"] };
    expect(read("message.finalized", { from: ours, to, errors })?.event).toMatchObject(expected);
  });

  it("is on its way when it was sent", () => {
    expect(read("message.sent", { from: ours, to: [{ ...theirs, status: "queued" }] })?.event.status).toBe("queued");
  });
});

describe("a text message to us", () => {
  it("belongs to the number it was sent to", () => {
    const message = read("message.received", { from: theirs, to: [ours], text: " STOP\u202e\n" });
    expect(message).toMatchObject({ ours: OURS, event: { from: CALLER, to: OURS, text: "STOP", status: null } });
  });
});

describe("what is no message of ours", () => {
  it.each([
    ["another type", "message.read", { from: ours, to: [theirs] }],
    ["no id", "message.finalized", { id: null, from: ours, to: [theirs] }],
    ["no sender", "message.finalized", { from: null, to: [theirs] }],
    ["a sender that is a name", "message.finalized", { from: { phone_number: "FIRSTRING" }, to: [theirs] }],
    ["no receiver", "message.received", { from: theirs, to: [] }],
    ["a receiver that is no list", "message.received", { from: theirs, to: OURS }],
  ])("is left alone: %s", (_, type, payload) => {
    expect(read(type, payload)).toBeNull();
  });
});
