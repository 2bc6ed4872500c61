import { describe, expect, it } from "vitest";
import type { Person } from "../../simulator/types.ts";
import { answers, CALLER, DANA, Line, OURS, SAM } from "./line.ts";

const hangups = (line: Line, control?: string) =>
  line.seen({ type: "call.hangup", ...(control === undefined ? {} : { control }) });

describe("a dial", () => {
  it("rings half a second later, as an outgoing leg with its own client state", () => {
    const line = new Line({ [SAM]: answers() });
    const leg = line.dial(SAM, { client_state: "c2Ft" });
    expect(line.carrier.legs()[0]?.state).toBe("ringing");
    line.run(1_000);
    expect(line.seen({ control: leg })).toMatchObject([
      { ms: 500, payload: { direction: "outgoing", state: "bridging", from: OURS, to: SAM, client_state: "c2Ft" } },
    ]);
  });

  it("belongs to the caller's session when it is linked, and to its own otherwise", () => {
    const line = new Line({ [SAM]: answers() });
    const caller = Line.answered(line);
    const linked = line.dial(SAM, { link_to: caller });
    const alone = line.dial(SAM);
    const session = (control: string) => line.carrier.legs().find((leg) => leg.control === control)?.session;
    expect(session(linked)).toBe(session(caller));
    expect(session(alone)).not.toBe(session(caller));
  });
});

describe("what a person does with a ringing phone", () => {
  type End = { ms: number; cause: string; source: string; sip: string };
  const cases: [string, Person, End][] = [
    ["ignores it", { does: "ignore" }, { ms: 20_000, cause: "no_answer", source: "unknown", sip: "unspecified" }],
    [
      "declines",
      { does: "decline", afterMs: 3_000 },
      { ms: 3_500, cause: "call_rejected", source: "callee", sip: "603" },
    ],
    ["is busy", { does: "busy" }, { ms: 800, cause: "user_busy", source: "callee", sip: "486" }],
    ["does not exist", { does: "not-found" }, { ms: 800, cause: "not_found", source: "callee", sip: "404" }],
    [
      "has silenced it",
      { does: "do-not-disturb" },
      { ms: 800, cause: "normal_clearing", source: "callee", sip: "480" },
    ],
    [
      "picks up and hangs up",
      { does: "hang-up", afterMs: 3_000, stayMs: 2_000 },
      { ms: 5_500, cause: "normal_clearing", source: "callee", sip: "200" },
    ],
  ];
  it.each(cases)("%s", (_, person, { ms, cause, source, sip }) => {
    const line = new Line({ [SAM]: person });
    line.dial(SAM, { timeout_secs: 20, retry_on_timeout: false });
    line.run(60_000);
    expect(hangups(line)).toMatchObject([
      { ms, payload: { hangup_cause: cause, hangup_source: source, sip_hangup_cause: sip } },
    ]);
  });

  it("cannot be reached, which Telnyx says with a cause that its list does not have", () => {
    const line = new Line({ [SAM]: { does: "unreachable" } });
    line.dial(SAM);
    for (let at = line.carrier.next(); at !== null; at = line.carrier.next())
      line.webhooks.push(...line.carrier.advance(at));
    expect(hangups(line)[0]?.payload.hangup_cause).toBe("destination_unavailable");
  });

  it("is nobody whom the test described, so the number does not exist", () => {
    const line = new Line();
    line.dial(DANA);
    line.run(60_000);
    expect(hangups(line)[0]?.payload.hangup_cause).toBe("not_found");
  });

  it("lets a mailbox answer, which talks, listens and hangs up after two minutes", () => {
    const line = new Line({ [SAM]: { does: "voicemail", afterMs: 12_000 } });
    const leg = line.dial(SAM);
    line.run(12_500);
    expect(line.types(leg)).toEqual(["call.initiated", "call.answered"]);
    line.run(200_000);
    expect(hangups(line)).toMatchObject([{ ms: 140_500, payload: { hangup_cause: "normal_clearing" } }]);
  });

  it("answers, hears our words and presses a key once", () => {
    const line = new Line({ [SAM]: answers({ afterMs: 4_000, presses: "1", pressAfterMs: 2_000 }) });
    const leg = line.dial(SAM);
    line.run(4_500);
    line.speak(leg, "Press 1 to take an emergency call.");
    line.speak(leg, "Press 1 to take an emergency call.");
    line.run(30_000);
    expect(line.seen({ type: "call.dtmf.received" })).toMatchObject([
      { ms: 4_500 + 1_400 + 2_000, payload: { digit: "1" } },
    ]);
  });

  it("does something else the second time", () => {
    const line = new Line({ [SAM]: { does: "in-turn", each: [{ does: "busy" }, answers()] } });
    const legs = [line.dial(SAM), line.dial(SAM), line.dial(SAM)];
    line.run(10_000);
    expect(legs.map((leg) => line.types(leg).at(-1))).toEqual(["call.hangup", "call.answered", "call.answered"]);
  });

  it("does in one call what the call's own list says", () => {
    const line = new Line({ [SAM]: answers() });
    const script = { from: CALLER, to: OURS, steps: [] };
    const { control } = line.carrier.arrive(script, line.now, { people: { [SAM]: { does: "busy" } } });
    line.post(control, "answer");
    line.run(900);
    const leg = line.dial(SAM, { link_to: control });
    line.run(5_000);
    expect(hangups(line, leg)[0]?.payload.hangup_cause).toBe("user_busy");
  });
});

describe("a ring that ends before anybody answers", () => {
  it("is a timeout while Telnyx may try other routes", () => {
    const line = new Line({ [SAM]: { does: "ignore" } });
    line.dial(SAM, { timeout_secs: 25 });
    line.run(60_000);
    expect(hangups(line)).toMatchObject([{ ms: 25_000, payload: { hangup_cause: "timeout" } }]);
  });

  it("lasts 30 seconds without a word about it", () => {
    const line = new Line({ [SAM]: { does: "ignore" } });
    line.dial(SAM);
    line.run(60_000);
    expect(hangups(line)[0]?.ms).toBe(30_000);
  });

  it("is cancelled by our hang-up", () => {
    const line = new Line({ [SAM]: { does: "ignore" } });
    const leg = line.dial(SAM);
    line.run(5_000);
    line.post(leg, "hangup");
    line.run(60_000);
    expect(hangups(line)).toMatchObject([
      { ms: 5_000, payload: { hangup_cause: "originator_cancel", sip_hangup_cause: "487", hangup_source: "caller" } },
    ]);
  });

  it.each([
    ["answer wins when it comes first", 19_499, "call.answered"],
    ["timeout wins when it comes first", 19_501, "call.hangup"],
  ])("and an answer in the same moment: the %s", (_, afterMs, last) => {
    const line = new Line({ [SAM]: answers({ afterMs }) });
    line.dial(SAM, { timeout_secs: 20 });
    line.run(30_000);
    expect(line.types()).toEqual(["call.initiated", last]);
  });

  it("by our hang-up and an answer that cross is over, and the command says so", () => {
    const line = new Line({ [SAM]: answers({ afterMs: 4_500, talksMs: null }) });
    const leg = line.dial(SAM);
    line.run(5_000);
    expect(line.post(leg, "hangup").status).toBe(200);
    line.run(0);
    expect(line.types()).toEqual(["call.initiated", "call.answered", "call.hangup"]);
  });
});

describe("time_limit_secs", () => {
  it("counts from the answer", () => {
    const line = new Line({ [SAM]: answers() });
    line.dial(SAM, { time_limit_secs: 60 });
    line.run(200_000);
    expect(hangups(line)).toMatchObject([{ ms: 64_500, payload: { hangup_cause: "time_limit" } }]);
  });
});

describe("machine detection", () => {
  const mailbox: Person = { does: "voicemail", afterMs: 5_000 };
  it.each([
    ["premium", answers(), [["call.machine.premium.detection.ended", "human_residence"]]],
    [
      "premium",
      mailbox,
      [
        ["call.machine.premium.detection.ended", "machine"],
        ["call.machine.premium.greeting.ended", "beep_detected"],
      ],
    ],
    ["detect", answers(), [["call.machine.detection.ended", "human"]]],
    ["detect", mailbox, [["call.machine.detection.ended", "machine"]]],
    [
      "greeting_end",
      mailbox,
      [
        ["call.machine.detection.ended", "machine"],
        ["call.machine.greeting.ended", "beep_detected"],
      ],
    ],
    ["disabled", mailbox, []],
  ] as const)("%s, when somebody answers", (detection, person, expected) => {
    const line = new Line({ [SAM]: person });
    line.dial(SAM, { answering_machine_detection: detection });
    line.run(30_000);
    const found = line.seen().filter(({ type }) => type.includes("machine"));
    expect(found.map(({ type, payload }) => [type, payload.result])).toEqual(expected);
  });
});

describe("a mobile that forwards its ring back to us", () => {
  const forwarded = () => {
    const line = new Line({ [SAM]: { does: "forward", afterMs: 5_000, to: OURS } });
    const leg = line.dial(SAM);
    line.run(5_500);
    const back = line.carrier.legs().find(({ direction }) => direction === "incoming");
    return { line, leg, back: back?.control ?? "" };
  };

  it("arrives as a new call from our own number", () => {
    const { line, leg, back } = forwarded();
    expect(line.seen({ control: back })).toMatchObject([{ type: "call.initiated", payload: { from: OURS, to: OURS } }]);
    expect(back).not.toBe(leg);
  });

  it("is picked up by our own answer", () => {
    const { line, leg, back } = forwarded();
    line.post(back, "answer");
    line.run(900);
    expect(line.types(leg)).toEqual(["call.initiated", "call.answered"]);
  });

  it("ends as busy when we turn it away", () => {
    const { line, leg, back } = forwarded();
    line.post(back, "reject", { cause: "USER_BUSY" });
    line.run(0);
    expect(hangups(line, leg)[0]?.payload.hangup_cause).toBe("user_busy");
  });

  it("disappears when we stop ringing", () => {
    const { line, leg, back } = forwarded();
    line.post(leg, "hangup");
    line.run(0);
    expect(hangups(line, back)[0]?.payload.hangup_cause).toBe("originator_cancel");
  });
});
