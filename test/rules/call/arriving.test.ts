import { describe, expect, it } from "vitest";
import { decide } from "../../../rules/call/index.ts";
import { callId, controlId } from "../../../rules/ids.ts";
import { LINE, rulebook } from "./book.ts";
import { NIGHT, Story } from "./story.ts";

describe("an arriving call", () => {
  it("is answered by the very first command, listening from the answer on", () => {
    const call = new Story().arrives();
    expect(call.effects.filter((e) => e.lane === "call")).toEqual([
      expect.objectContaining({ kind: "answer", listen: "deepgram" }),
    ]);
  });

  it("with a strict notice is heard only after the notice was spoken", () => {
    const book = rulebook({ notice: { mode: "strict", text: "This call is transcribed." } });
    const call = new Story({ book }).arrives();
    expect(call.sent("answer")[0]).toMatchObject({ listen: null });
    call.wait(900).happen({ type: "leg.answered", ...call.leg("caller") });
    expect(call.sent("listen")).toEqual([]);
    call.wait(8_000);
    expect(call.sent("listen")).toHaveLength(1);
  });

  it.each([
    ["blocked", "CALL_REJECTED"],
    ["flood", "USER_BUSY"],
    ["loop", "USER_BUSY"],
  ] as const)("is rejected before it is answered when the desk says %s", (verdict, cause) => {
    const call = new Story();
    call.happen({
      type: "call.arrived",
      control: controlId("v3:caller"),
      occurredAt: call.at,
      from: null,
      to: LINE,
      callerName: null,
      attestation: null,
      connectionId: "1",
      origin: "https://x",
      screening: { verdict, recentCalls: 9 },
    });
    expect(call.sent("reject")).toEqual([expect.objectContaining({ cause })]);
    expect(call.sent("answer")).toEqual([]);
    expect(call.call?.disposition).toBe("screened");
    expect(call.told("record")).toEqual([]);
  });

  it("is answered without the desk, and screened out late as long as the caller has said nothing", () => {
    const call = new Story().arrives();
    if (call.call) call.call.screening = null;
    call.wait(900).happen({ type: "leg.answered", ...call.leg("caller") });
    call.happen({ type: "caller.screened", screening: { verdict: "flood", recentCalls: 30 } });
    expect(call.sent("hangup")).toHaveLength(1);
  });

  it("waits for a late rulebook and greets when it comes", () => {
    const call = new Story({ book: null }).arrives();
    expect(call.sent("answer")[0]).toMatchObject({ listen: null });
    call.wait(900).happen({ type: "leg.answered", ...call.leg("caller") });
    expect(call.spoken()).toEqual([]);
    call.book = rulebook();
    call.wait(300).happen({ type: "rulebook.pinned" });
    expect(call.spoken()).toHaveLength(1);
    expect(call.sent("listen")).toHaveLength(1);
  });

  it("asks Telnyx when no word of the answer comes, and goes on when the leg lives", () => {
    const call = new Story().arrives().wait(5_000);
    expect(call.sent("check")).toHaveLength(1);
    call.happen({ type: "leg.checked", leg: "caller", alive: true });
    expect(call.phase).toBe("talking");
  });

  it("from our own number is a ring of ours that came back, and is busy, also when the desk has not said so", () => {
    const call = new Story({ from: LINE });
    call.arrives();
    expect(call.sent("reject")).toEqual([expect.objectContaining({ cause: "USER_BUSY" })]);
    expect(call.call?.disposition).toBe("screened");
    expect(call.sent("answer")).toEqual([]);
  });

  it("that was given up before the answer leaves one record and no command", () => {
    const call = new Story().arrives().wait(300).ends("caller", "cancelled");
    expect(call.phase).toBe("closed");
    expect(call.told("record")).toHaveLength(1);
    expect(call.told("sms")).toEqual([]);
  });

  it("given up before the rulebook came is recorded when it has come", () => {
    const call = new Story({ book: null }).arrives().wait(300).ends("caller", "cancelled");
    expect(call.phase).toBe("arriving");
    call.book = rulebook();
    call.happen({ type: "rulebook.pinned" });
    expect(call.phase).toBe("closed");
    expect(call.told("record")).toHaveLength(1);
  });

  /** The newest answer comes to nothing. */
  const failAnswer = (call: Story, refusal: "rejected" | "gave-up") => {
    const answer = call.sent("answer").at(-1);
    if (!answer) throw new Error("not answered");
    return call.happen({ type: "command.refused", effect: answer.id, refusal });
  };

  it("whose answer is rejected asks Telnyx whether anyone is still there", () => {
    const call = failAnswer(new Story({ hold: "answer" }).arrives(), "rejected");
    expect(call.sent("check")).toHaveLength(1);
    call.happen({ type: "leg.checked", leg: "caller", alive: false });
    expect(call.phase).toBe("closed");
  });

  it("whose answer was tried in vain is answered again, and that it rings does not mean that it was answered", () => {
    const call = failAnswer(new Story({ hold: "answer" }).arrives().wait(12_000), "gave-up");
    expect(call.sent("answer")).toHaveLength(2);
    call.happen({ type: "leg.checked", leg: "caller", alive: true });
    expect(call.phase).toBe("arriving");
    call.happen({ type: "leg.answered", ...call.leg("caller") });
    expect(call.phase).toBe("talking");
  });

  it("whose answer is tried in vain for a minute is let go, with a record and an alert", () => {
    const call = new Story({ hold: "answer" }).arrives();
    for (let n = 0; n < 6; n++) failAnswer(call.wait(12_000), "gave-up");
    expect(call.phase).toBe("closed");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "caller" })]);
    expect(call.told("record")).toHaveLength(1);
    expect(call.told("alert")).not.toEqual([]);
  });

  it("is given up in the end when nothing is ever heard of it", () => {
    const call = new Story({ hold: "answer" }).arrives().wait(140_000);
    expect(call.phase).toBe("closed");
    expect(call.sent("hangup")).toHaveLength(1);
  });

  it("that was answered stays so when a resend of the answer is refused", () => {
    const call = new Story({ hold: "answer" }).answered();
    const [answer] = call.sent("answer");
    if (!answer) throw new Error("not answered");
    call.happen({ type: "command.refused", effect: answer.id, refusal: "rejected" });
    expect(call.phase).toBe("talking");
    expect(call.sent("check")).toEqual([]);
  });

  it("is opened by nothing but its arrival", () => {
    const on = { leg: null, control: controlId("v3:x"), occurredAt: NIGHT };
    const decision = decide(
      null,
      { type: "leg.answered", at: NIGHT, ...on },
      { id: callId("c9"), rulebook: rulebook() },
    );
    expect(decision).toEqual({ call: null, effects: [], lines: [] });
  });

  it("twice is arriving once", () => {
    const call = new Story().arrives();
    const before = call.effects.length;
    call.arrives();
    expect(call.effects).toHaveLength(before);
  });
});
