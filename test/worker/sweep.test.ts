import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callId } from "../../rules/ids.ts";
import { sweep } from "../../worker/sweep.ts";
import { fakeDesk, fakeEnv, fakeObjects, fakeSession, logsOf, never, RULEBOOK } from "./support/fakes.ts";

const EMERGENCY_DESK = "desk:fallback";

function world(documents: Readonly<Record<string, string>>, openAt: Readonly<Record<string, readonly string[]>> = {}) {
  const sweeps = vi.fn<(desk: string) => Promise<void>>(async () => undefined);
  const pokes = vi.fn<(call: string) => Promise<void>>(async () => undefined);
  const DESKS = fakeObjects((name) => ({
    ...fakeDesk(),
    sweep: async () => {
      await sweeps(name);
      return (openAt[name] ?? []).map(callId);
    },
  }));
  const CALLS = fakeObjects((name) => ({
    ...fakeSession(),
    poke: async () => {
      await pokes(name);
      return "live" as const;
    },
  }));
  const fake = fakeEnv({ DESKS, CALLS }, documents);
  return {
    fake,
    sweeps,
    pokes,
    swept: () => sweeps.mock.calls.flat().sort(),
    poked: () => pokes.mock.calls.flat().sort(),
  };
}

describe("the sweep", () => {
  it("asks every desk that KV knows of, once: by document, by number, and the default", async () => {
    const numbers = { "number:+12145550111": "c", "number:+12145550112": " b\n", "number:+12145550113": "" };
    const { fake, swept } = world({ "rulebook:a": "", "rulebook:b": "{broken", rulebook: RULEBOOK, ...numbers });
    await sweep(fake.env);
    expect(swept()).toEqual(["desk:a", "desk:b", "desk:c", EMERGENCY_DESK, "desk:lone-star"]);
  });

  it("asks the desk of calls without a rulebook even when KV is empty", async () => {
    const { fake, swept } = world({});
    await sweep(fake.env);
    expect(swept()).toEqual([EMERGENCY_DESK]);
  });

  it("pokes every open call, once", async () => {
    const open = { "desk:a": ["c1", "c2"], "desk:b": ["c2", "c3"] };
    const { fake, poked } = world({ "rulebook:a": "", "rulebook:b": "" }, open);
    await sweep(fake.env);
    expect(poked()).toEqual(["c1", "c2", "c3"]);
  });

  it("does not stop at a desk or a call that fails", async () => {
    const open = { "desk:b": ["c1", "c2"], "desk:c": ["c3"] };
    const { fake, sweeps, pokes, poked } = world({ "rulebook:a": "", "rulebook:b": "", "rulebook:c": "" }, open);
    sweeps.mockRejectedValueOnce(Object.assign(new Error("no"), { overloaded: true }));
    pokes.mockRejectedValueOnce(new TypeError("no such method"));
    const logs = await logsOf(() => sweep(fake.env));
    expect(poked()).toEqual(["c1", "c2", "c3"]);
    expect(logs).toEqual([
      { event: "sweep.failed", type: "desk", business: "a", error: "Error overloaded" },
      { event: "sweep.failed", type: "call", call: "c1", error: "TypeError" },
    ]);
  });

  it("never asks more than six at a time", async () => {
    const documents = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`rulebook:b${n}`, ""]));
    const { fake, sweeps } = world(documents);
    let now = 0;
    let most = 0;
    sweeps.mockImplementation(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    });
    await sweep(fake.env);
    expect([most, sweeps.mock.calls.length]).toEqual([6, 31]);
  });

  it("asks a thousand desks at most, and says that there are more", async () => {
    const documents = Object.fromEntries(Array.from({ length: 1_005 }, (_, n) => [`rulebook:b${n}`, ""]));
    const { fake, swept } = world(documents);
    const logs = await logsOf(() => sweep(fake.env));
    expect(swept()).toHaveLength(1_000 + 1);
    expect(logs).toEqual([{ event: "sweep.truncated", reason: "rulebook:" }]);
  });

  it("is counted, and does nothing, when KV is down", async () => {
    const { fake, swept } = world({ "rulebook:a": "" });
    fake.kv.before = () => Promise.reject(new Error("down"));
    const logs = await logsOf(() => sweep(fake.env));
    expect(swept()).toEqual([]);
    expect(logs).toEqual([{ event: "sweep.failed", type: "businesses", error: "Error" }]);
  });
});

describe("a desk or a call that hangs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is left after five seconds", async () => {
    const { fake, sweeps, poked } = world({ "rulebook:a": "", "rulebook:b": "" }, { "desk:b": ["c1"] });
    sweeps.mockImplementationOnce(never);
    const logs = await logsOf(async () => {
      const swept = sweep(fake.env);
      await vi.advanceTimersByTimeAsync(5_000);
      await swept;
    });
    expect(poked()).toEqual(["c1"]);
    expect(logs).toEqual([{ event: "sweep.failed", type: "desk", business: "a", error: "hangs" }]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
