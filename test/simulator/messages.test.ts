import { describe, expect, it } from "vitest";
import { OPEN_MESSAGING } from "../../simulator/defaults.ts";
import { CALLER, codeOf, Line, OURS } from "./line.ts";

const TEXT = { from: OURS, to: CALLER, text: "We will call you tomorrow at 9 AM." };
const send = (line: Line, more: { [key: string]: string } = {}) =>
  line.send("POST", "/v2/messages", { ...TEXT, ...more });

describe("a text message", () => {
  it("is taken, sent and delivered", () => {
    const line = new Line();
    const response = send(line);
    expect(response.body).toMatchObject({ data: { record_type: "message", parts: 1, to: [{ status: "queued" }] } });
    line.run(10_000);
    expect(
      line.seen().map(({ ms, type, payload }) => [ms, type, (payload.to as { status: string }[])[0]?.status]),
    ).toEqual([
      [500, "message.sent", "sent"],
      [2_500, "message.finalized", "delivered"],
    ]);
    expect(line.carrier.messages()).toMatchObject([{ ...TEXT, status: "delivered" }]);
  });

  it("sent twice is two messages: there is no key to tell that they are one", () => {
    const line = new Line();
    send(line);
    send(line);
    expect(line.carrier.messages()).toHaveLength(2);
  });

  it.each([
    ["160 plain letters", "a".repeat(160), 1],
    ["161 plain letters", "a".repeat(161), 2],
    ["70 letters, one of them not plain", `${"a".repeat(69)}’`, 1],
    ["71 letters, one of them not plain", `${"a".repeat(70)}’`, 2],
  ])("of %s", (_, text, parts) => {
    expect(send(new Line(), { text }).body).toMatchObject({ data: { parts } });
  });

  it("to a landline is taken, and fails in the end", () => {
    const line = new Line({}, {}, {}, { messaging: { ...OPEN_MESSAGING, landlines: [CALLER] } });
    expect(send(line).status).toBe(200);
    line.run(10_000);
    expect(line.seen({ type: "message.finalized" })[0]?.payload).toMatchObject({
      to: [{ status: "delivery_failed" }],
      errors: [{ code: "40001" }],
    });
  });

  it("from another number is refused", () => {
    expect(codeOf(send(new Line(), { from: "+19725550123" }))).toBe("40305");
  });

  it("to what is no number is refused", () => {
    expect(codeOf(send(new Line(), { to: "Pat" }))).toBe("40310");
  });

  it("without words is refused", () => {
    expect(codeOf(new Line().send("POST", "/v2/messages", { from: OURS, to: CALLER }))).toBe("10004");
  });

  it("is refused when the day's money is spent", () => {
    const messaging = { ...OPEN_MESSAGING, spendLimitReached: true };
    const line = new Line({}, {}, {}, { messaging });
    const response = send(line);
    expect([response.status, codeOf(response)]).toEqual([429, "40333"]);
    messaging.spendLimitReached = false;
    expect(send(line).status).toBe(200);
  });
});

describe("somebody who texts us", () => {
  it("is passed on", () => {
    const line = new Line();
    line.carrier.text(CALLER, OURS, "YES", line.now + 1_000);
    line.run(1_000);
    expect(line.seen()).toMatchObject([
      {
        ms: 1_000,
        type: "message.received",
        payload: { text: "YES", from: { phone_number: CALLER }, to: [{ phone_number: OURS }] },
      },
    ]);
  });

  it("is not texted any more after STOP, until START", () => {
    const line = new Line({}, {}, {}, { messaging: structuredClone(OPEN_MESSAGING) });
    line.carrier.text(CALLER, OURS, " stop ", line.now);
    line.run(0);
    expect(codeOf(send(line))).toBe("40300");
    expect(line.types()).toEqual(["message.received"]);
    line.carrier.text(CALLER, OURS, "START", line.now);
    line.run(0);
    expect(send(line).status).toBe(200);
  });
});
