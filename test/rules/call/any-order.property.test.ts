import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EndReason } from "../../../rules/call/events.ts";
import type { LegId } from "../../../rules/ids.ts";
import { DAY, NIGHT, Story } from "./story.ts";

type Step = (call: Story) => void;

const leg = fc.constantFrom<LegId>("caller", "p1", "p2", "p3");
const reason = fc.constantFrom<EndReason>(
  "hung-up",
  "cancelled",
  "no-answer",
  "busy",
  "declined",
  "unreachable",
  "failed",
);
const words = fc.constantFrom(
  "we have no heat",
  "water everywhere, it is flooding",
  "i would like a quote",
  "never mind, false alarm",
  "my name is Gwen Mottram",
  "eight one seven five five five oh one six three",
  "",
  "what?",
);

/** Everything that Telnyx may tell us, at any moment, about any leg, whether or not it makes sense. */
const onLeg: fc.Arbitrary<Step> = fc.oneof(
  leg.map(
    (id): Step =>
      (c) =>
        c.happen({ type: "leg.initiated", ...c.leg(id) }),
  ),
  leg.map(
    (id): Step =>
      (c) =>
        c.happen({ type: "leg.answered", ...c.leg(id) }),
  ),
  leg.map(
    (id): Step =>
      (c) =>
        c.happen({ type: "leg.bridged", ...c.leg(id) }),
  ),
  fc.tuple(leg, reason).map(
    ([id, why]): Step =>
      (c) =>
        c.ends(id, why),
  ),
  fc.tuple(leg, fc.boolean()).map(
    ([id, completed]): Step =>
      (c) =>
        c.happen({ type: "speech.ended", speech: null, completed, ...c.leg(id) }),
  ),
  fc.tuple(leg, fc.constantFrom("", "1", "9")).map(
    ([id, digits]): Step =>
      (c) =>
        c.happen({ type: "gather.ended", speech: null, digits, ...c.leg(id) }),
  ),
  leg.map(
    (id): Step =>
      (c) =>
        c.happen({ type: "playback.ended", failed: true, ...c.leg(id) }),
  ),
  leg.map(
    (id): Step =>
      (c) =>
        c.happen({ type: "leg.checked", leg: id, alive: false }),
  ),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: onLeg },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 25_000 }).map(
      (ms): Step =>
        (c) =>
          c.wait(ms),
    ),
  },
  {
    weight: 2,
    arbitrary: words.map(
      (text): Step =>
        (c) =>
          c.says(text),
    ),
  },
  {
    weight: 1,
    arbitrary: words.map(
      (text): Step =>
        (c) =>
          c.mumbles(text),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("0", "1", "2", "#").map(
      (digit): Step =>
        (c) =>
          c.presses(digit),
    ),
  },
);

const aCall = fc.record({
  night: fc.boolean(),
  mute: fc.boolean(),
  dials: fc.array(fc.constantFrom("accept", "rejected", "bad-destination", "gave-up", "call-ended" as const), {
    maxLength: 4,
  }),
  steps: fc.array(step, { maxLength: 40 }),
});

describe("whatever happens, in whatever order", () => {
  it("never throws, keeps every invariant, and closes once the caller is gone and time has passed", () => {
    fc.assert(
      fc.property(aCall, ({ night, mute, dials, steps }) => {
        const call = new Story({ at: night ? NIGHT : DAY, mute, dials: dials as never }).answered();
        for (const take of steps) take(call);
        call.ends("caller").wait(40 * 60_000);
        expect(call.phase).toBe("closed");
        expect(call.told("call.closed")).toHaveLength(1);
        expect(call.told("record").filter((r) => r.event === "call.completed").length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_500 },
    );
  });

  it("the same webhook about a leg, twice in a row, is the same as once", () => {
    fc.assert(
      fc.property(aCall, onLeg, ({ night, dials, steps }, again) => {
        const call = new Story({ at: night ? NIGHT : DAY, dials: dials as never }).answered();
        for (const take of steps.slice(0, 15)) take(call);
        again(call);
        const before = call.effects.length;
        const { at } = call;
        again(call);
        const repeated = call.effects.slice(before).filter((e) => e.lane === "call" && e.kind !== "say");
        expect(call.at).toBe(at);
        expect(repeated).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
