import { describe, expect, it } from "vitest";
import type { Json, Person } from "../../simulator/types.ts";
import { answers, Line, SAM } from "./line.ts";

/** 30 characters: two seconds. */
const ASK = "Press 1 to take this call now.";

/** A person who has picked up and is asked for a key; the clock stands where the question was sent. */
const ask = (person: Partial<Extract<Person, { does: "answer" }>>, more: { [key: string]: Json } = {}) => {
  const line = new Line({ [SAM]: answers(person) });
  const leg = line.dial(SAM);
  line.run(4_500);
  line.webhooks.length = 0;
  const body = { payload: ASK, voice: "male", valid_digits: "1", maximum_digits: 1, timeout_millis: 5_000, ...more };
  line.post(leg, "gather_using_speak", body);
  return { line, leg };
};
const ended = (line: Line) =>
  line
    .seen({ type: "call.gather.ended" })
    .map(({ ms, payload: { digits, status } }) => ({ ms: ms - 4_500, digits, status }));

describe("gather_using_speak", () => {
  it("reports the key and ends at once when it is all that was asked for", () => {
    const { line } = ask({ presses: "1", pressAfterMs: 3_000 });
    line.run(60_000);
    expect(line.types()).toEqual(["call.dtmf.received", "call.gather.ended"]);
    expect(ended(line)).toMatchObject([{ ms: 1_400 + 3_000, digits: "1", status: "valid" }]);
  });

  it("is interrupted by a key", () => {
    const { line } = ask({ presses: "1", pressAfterMs: 500 });
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ ms: 1_400 + 500, status: "valid" }]);
    const [sound] = line.carrier.sounds();
    expect((sound?.endAt ?? 0) - (sound?.at ?? 0)).toBe(500);
  });

  it("is interrupted by the first of several keys", () => {
    const { line } = ask({ presses: "47", pressAfterMs: 500 }, { valid_digits: "0123456789", maximum_digits: 2 });
    line.run(1_400 + 500);
    expect(line.carrier.sounds()[0]?.endAt).toBe(line.now);
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ digits: "47", status: "valid" }]);
  });

  it("asks as often as it was told to and then gives up", () => {
    const { line } = ask({ presses: null }, { maximum_tries: 2 });
    line.run(60_000);
    // Twice 1.4 s to synthesise, 2 s to say, 5 s to wait.
    expect(ended(line)).toMatchObject([{ ms: 2 * 8_400, digits: "", status: "timeout" }]);
    expect(line.carrier.sounds()).toHaveLength(2);
  });

  it("asks three times by itself", () => {
    const { line } = ask({ presses: null });
    line.run(60_000);
    expect(line.carrier.sounds()).toHaveLength(3);
  });

  it("says the other words after a wrong key", () => {
    const { line } = ask(
      { presses: "7", pressAfterMs: 2_500 },
      { maximum_tries: 2, invalid_payload: "That was not 1." },
    );
    line.run(60_000);
    expect(line.carrier.sounds().map(({ text }) => text)).toEqual([ASK, "That was not 1."]);
    expect(ended(line)).toMatchObject([{ digits: "", status: "timeout" }]);
  });

  it("ends as invalid when the last try was a wrong key", () => {
    const { line } = ask({ presses: "7" }, { maximum_tries: 1 });
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ digits: "7", status: "invalid" }]);
  });

  it("collects several keys until there are enough", () => {
    const { line } = ask({ presses: "4711" }, { valid_digits: "0123456789", maximum_digits: 3 });
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ digits: "471", status: "valid" }]);
    expect(line.types().filter((type) => type === "call.dtmf.received")).toHaveLength(4);
  });

  it("ends with the terminating key, which is not one of the digits", () => {
    const { line } = ask({ presses: "47#" }, { valid_digits: "0123456789", maximum_digits: 10 });
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ digits: "47", status: "valid" }]);
  });

  it("ends when the next key does not come", () => {
    const { line } = ask(
      { presses: "47" },
      { valid_digits: "0123456789", maximum_digits: 10, inter_digit_timeout_millis: 2_000 },
    );
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ ms: 1_400 + 2_000 + 300 + 2_000, digits: "47", status: "valid" }]);
  });

  it("can be stopped", () => {
    const { line, leg } = ask({ presses: null });
    line.run(2_000);
    line.post(leg, "gather_stop");
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ ms: 2_000, digits: "", status: "cancelled" }]);
    expect(line.carrier.sounds()[0]?.endAt).not.toBeNull();
  });

  it("ends with the call, before the call's own end is told", () => {
    const { line, leg } = ask({ presses: null });
    line.run(2_000);
    line.post(leg, "hangup");
    line.run(60_000);
    expect(line.types()).toEqual(["call.gather.ended", "call.hangup"]);
    expect(ended(line)).toMatchObject([{ status: "call_hangup" }]);
  });

  it("gives way to a later one", () => {
    const { line, leg } = ask({ presses: null });
    line.run(2_000);
    line.post(leg, "gather_using_speak", { payload: "Again: press 1.", voice: "male", maximum_tries: 1 });
    line.run(100_000);
    expect(ended(line).map(({ status }) => status)).toEqual(["cancelled", "timeout"]);
  });

  it("waits for the key from then on when its question is stopped", () => {
    const { line, leg } = ask({ presses: null }, { maximum_tries: 1 });
    line.run(2_000);
    line.post(leg, "playback_stop");
    line.run(60_000);
    expect(ended(line)).toMatchObject([{ ms: 2_000 + 5_000, status: "timeout" }]);
  });
});

describe("gather", () => {
  const gather = (presses: string | null, more: { [key: string]: Json }) => {
    const line = new Line();
    const steps = presses === null ? [] : [{ atMs: 3_000, presses }];
    const control = Line.answered(line, { steps });
    line.post(control, "gather", more);
    line.run(100_000);
    return line.seen({ type: "call.gather.ended" }).map(({ ms, payload }) => ({ ms: ms - 900, ...payload }));
  };

  it.each([
    ["a first key in vain", null, {}, { ms: 5_000, status: "timeout" }],
    ["its whole time in vain", "1", { timeout_millis: 3_000 }, { ms: 3_000, digits: "1", status: "timeout" }],
    [
      "enough keys",
      "12",
      { maximum_digits: 2, gather_id: "menu" },
      { digits: "12", status: "valid", gather_id: "menu" },
    ],
    ["more keys than come", "12", { minimum_digits: 3 }, { digits: "12", status: "invalid" }],
    ["other keys", "9", { valid_digits: "12" }, { digits: "9", status: "invalid" }],
  ])("waits for %s", (_, presses, more, expected) => {
    expect(gather(presses, more)).toMatchObject([expected]);
  });
});

describe("a key", () => {
  it("is reported although nobody asked for one", () => {
    const line = new Line();
    Line.answered(line, { steps: [{ atMs: 2_000, presses: "0#" }] });
    line.run(10_000);
    expect(line.seen({ type: "call.dtmf.received" }).map(({ ms, payload }) => [ms, payload.digit])).toEqual([
      [2_000, "0"],
      [2_300, "#"],
    ]);
  });
});
