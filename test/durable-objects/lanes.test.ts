import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Lane, mayStillSend, nextAttempt } from "../../durable-objects/lanes.ts";

const HOUR = 3_600_000;

/** Every attempt of an effect whose receiver always fails at once: seconds after the first. */
function attempts(lane: Lane, id = "a:1", most = 20): number[] {
  const at = [0];
  for (let n = 1; n < most; n++) {
    const now = at.at(-1) ?? 0;
    const next = nextAttempt(lane, { id, attempts: n, firstAt: 0, now, afterMs: null });
    if (next === null) break;
    at.push(next);
  }
  return at;
}

describe("the lanes", () => {
  it("call: five tries in twelve seconds", () => {
    expect(attempts("call")).toEqual([0, 600, 2_000, 5_000, 12_000]);
  });

  it("desk: never gives up", () => {
    expect(attempts("desk", "a:1", 8)).toEqual([0, 300, 1_300, 4_300, 14_300, 44_300, 104_300, 164_300]);
  });

  it("notify: about an hour", () => {
    const last = attempts("notify").at(-1) ?? 0;
    expect(last).toBeGreaterThan(0.8 * HOUR);
    expect(last).toBeLessThan(1.4 * HOUR);
  });

  it("record: a CRM that is down for six hours is tried about when it should be, and within ten hours of its return", () => {
    const expected = [0, 5_000, 305_000, 2_105_000, 9_305_000, 27_305_000].map((at) => at / HOUR);
    const got = attempts("record")
      .slice(0, 6)
      .map((at) => at / HOUR);
    for (const [n, at] of got.entries())
      expect(Math.abs(at - (expected[n] ?? 0))).toBeLessThanOrEqual(0.2 * (expected[n] ?? 0) + 1e-9);
    expect(attempts("record").find((at) => at > 6 * HOUR)).toBeLessThan(16 * HOUR);
  });

  it("record: about 75 hours in ten tries, then it is set aside", () => {
    const at = attempts("record");
    expect(at).toHaveLength(10);
    expect((at.at(-1) ?? 0) / HOUR).toBeGreaterThan(0.8 * 75.6);
    expect((at.at(-1) ?? 0) / HOUR).toBeLessThan(1.2 * 75.6);
  });

  it("record: many effects do not come back in the same second, and each always at the same one", () => {
    const second = (n: number) => attempts("record", `call-${n}:9`)[3] ?? 0;
    const all = Array.from({ length: 200 }, (_, n) => second(n));
    expect(new Set(all).size).toBeGreaterThan(190);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(10 * 60_000);
    expect(all.map((_, n) => second(n))).toEqual(all);
  });
});

describe("what a receiver asks for", () => {
  it.each([999_999_999_000, -5_000, Number.NaN, 0])(
    "(%s ms) is held between what we would do and twice that",
    (afterMs) => {
      fc.assert(
        fc.property(
          fc.constantFrom("notify" as const, "record" as const),
          fc.integer({ min: 1, max: 8 }),
          fc.string(),
          (lane, n, id) => {
            const tried = { id, attempts: n, firstAt: 0, now: 0 };
            const own = nextAttempt(lane, { ...tried, afterMs: null }) ?? 0;
            const asked = nextAttempt(lane, { ...tried, afterMs }) ?? 0;
            expect(asked).toBeGreaterThanOrEqual(own);
            expect(asked).toBeLessThanOrEqual(2 * own);
          },
        ),
      );
    },
  );
});

describe("a command", () => {
  it.each([
    [1, 0, true],
    [5, 45_000, true],
    [5, 45_001, false],
    [6, 100, false],
  ])("at its try %i, %i ms after the first, may be sent: %s", (attempt, age, may) => {
    expect(mayStillSend(attempt, 1_000, 1_000 + age)).toBe(may);
  });

  it("is never planned beyond 45 s after the first try, whatever the receiver asks for and however late it is", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 90_000 }),
        fc.option(fc.integer({ min: 0, max: 90_000 })),
        (attempts, now, afterMs) => {
          const at = nextAttempt("call", { id: "a:1", attempts, firstAt: 0, now, afterMs });
          expect(at === null || at <= 45_000).toBe(true);
        },
      ),
    );
  });
});
