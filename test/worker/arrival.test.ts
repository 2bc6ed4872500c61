import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Screening } from "../../rules/call/events.ts";
import { arrive, delivered, finish, NOW, slowly, stopTime } from "./support/arriving.ts";
import { FALLBACK, type Fake, fakeEnv, logsOf, never, RULEBOOK } from "./support/fakes.ts";
import { CALLER, OURS, SESSION } from "./support/webhooks.ts";

const WELCOME: Screening = { verdict: "welcome", recentCalls: 0 };

beforeEach(async () => {
  await stopTime();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a caller arrives", () => {
  it("at the call's object, with the rulebook and the desk's verdict, before any time has passed", async () => {
    const fake = fakeEnv();
    expect((await arrive(fake)).status).toBe(200);
    expect(delivered(fake)).toMatchObject([
      {
        id: "evt-1",
        call: SESSION,
        happening: {
          type: "call.arrived",
          from: CALLER,
          to: OURS,
          screening: WELCOME,
          origin: "https://worker.example",
        },
        pin: { source: "live", rulebook: { business: { id: "lone-star" } } },
      },
    ]);
    expect(fake.sessions.opened).toEqual([SESSION]);
    await finish(fake);
    expect(delivered(fake)).toHaveLength(1);
    expect(fake.desk.accept).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("and the desk of the business is asked about them, with whom the rulebook blocks", async () => {
    const fake = fakeEnv({}, { rulebook: `${RULEBOOK}\nblocked: ["+12145550666"]\n` });
    vi.useRealTimers();
    await arrive(fake);
    const asked = { call: SESSION, from: CALLER, to: OURS, blocked: ["+12145550666"], own: [OURS] };
    expect(fake.desk.screen.mock.calls).toEqual([[asked]]);
    expect(fake.desks.opened[0]).toBe("desk:lone-star");
  });

  it.each(["blocked", "flood", "loop"] as const)("with the verdict %s as the desk gave it", async (verdict) => {
    const fake = fakeEnv();
    fake.desk.screen.mockResolvedValue({ verdict, recentCalls: 7 });
    await arrive(fake);
    expect(delivered(fake)).toMatchObject([{ happening: { screening: { verdict, recentCalls: 7 } } }]);
  });
});

describe("a caller is not kept waiting", () => {
  const hang = {
    KV(fake: Fake) {
      fake.kv.before = never;
    },
    desk(fake: Fake) {
      fake.desk.screen.mockImplementation(never);
    },
    line(fake: Fake) {
      fake.line.lastGoodRulebook.mockImplementation(never);
    },
  };

  it.each([["KV"], ["desk"], ["KV", "desk", "line"]] as const)(
    "longer than 100 ms when these hang: %s, %s, %s",
    async (...parts) => {
      const fake = fakeEnv();
      for (const part of parts) hang[part](fake);
      const response = arrive(fake);
      await vi.advanceTimersByTimeAsync(99);
      expect(delivered(fake)).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect((await response).status).toBe(200);
      expect(delivered(fake)).toMatchObject([{ happening: { type: "call.arrived", screening: null } }]);
    },
  );

  it("longer than the object takes, for anything that comes after the answer", async () => {
    const fake = fakeEnv();
    fake.line.rememberRulebook.mockImplementation(never);
    expect((await arrive(fake)).status).toBe(200);
  });
});

describe("what did not come in time", () => {
  it("follows the arrival: the rulebook", async () => {
    const fake = fakeEnv();
    fake.kv.before = slowly(150, undefined);
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(100);
    await response;
    expect(delivered(fake)).toMatchObject([{ pin: null }]);
    await vi.advanceTimersByTimeAsync(50);
    expect(delivered(fake)[1]).toMatchObject({
      id: `${SESSION}/rulebook`,
      call: SESSION,
      happening: { type: "rulebook.pinned" },
      pin: { source: "live" },
    });
    await finish(fake);
    expect(delivered(fake)[2]).toMatchObject({ happening: { type: "caller.screened", screening: WELCOME } });
  });

  it("follows the arrival: the desk's verdict", async () => {
    const fake = fakeEnv();
    fake.desk.screen.mockImplementation(slowly(250, { verdict: "flood", recentCalls: 9 }));
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(100);
    await response;
    expect(delivered(fake)).toMatchObject([{ pin: { source: "live" } }]);
    await finish(fake);
    const screened = { type: "caller.screened", screening: { verdict: "flood", recentCalls: 9 } };
    expect(delivered(fake).slice(1)).toEqual([
      { id: `${SESSION}/screening`, call: SESSION, happening: screened, pin: null },
    ]);
  });

  it("does not follow when the arrival has it already", async () => {
    const fake = fakeEnv();
    fake.kv.before = slowly(30, undefined);
    fake.desk.screen.mockImplementation(slowly(30, WELCOME));
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(60);
    await response;
    await finish(fake);
    expect(delivered(fake)).toMatchObject([{ pin: { source: "live" }, happening: { screening: WELCOME } }]);
  });

  it("is the emergency rulebook, pinned within 1.2 s, when nothing answers at all", async () => {
    const fake = fakeEnv();
    fake.kv.before = never;
    fake.line.lastGoodRulebook.mockImplementation(never);
    fake.desk.screen.mockImplementation(never);
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(1_200);
    await response;
    expect(delivered(fake)[1]).toMatchObject({ happening: { type: "rulebook.pinned" }, pin: { source: "emergency" } });
  });

  it("is not followed by a verdict that never comes: such a caller is welcome", async () => {
    const fake = fakeEnv();
    fake.desk.screen.mockImplementation(never);
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(100);
    await response;
    await finish(fake);
    expect(delivered(fake)).toHaveLength(1);
  });

  it("is counted as lost when the call's object does not take it", async () => {
    const fake = fakeEnv();
    fake.kv.before = slowly(150, undefined);
    fake.session.receive.mockResolvedValueOnce("committed").mockRejectedValue(new Error("gone"));
    const logs = await logsOf(async () => {
      const response = arrive(fake);
      await vi.advanceTimersByTimeAsync(100);
      await response;
      await finish(fake);
    });
    expect(
      logs
        .filter(({ event }) => event === "late.lost")
        .map(({ type }) => type)
        .sort(),
    ).toEqual(["caller.screened", "rulebook.pinned"]);
  });
});

describe("a desk that fails", () => {
  it("keeps nobody from being answered, and is counted", async () => {
    const fake = fakeEnv();
    fake.desk.screen.mockRejectedValue(new TypeError("no such method"));
    const logs = await logsOf(async () => {
      expect((await arrive(fake)).status).toBe(200);
      await finish(fake);
    });
    expect(delivered(fake)).toMatchObject([{ happening: { screening: null } }]);
    expect(logs).toMatchObject([{ event: "object.failed", business: "lone-star", type: "screen", error: "TypeError" }]);
  });
});

describe("a rulebook that cannot be used", () => {
  it("serves the call by the emergency one, and the owner hears of it once an hour", async () => {
    const fake = fakeEnv({}, { rulebook: "routes: [" });
    vi.useRealTimers();
    const logs = await logsOf(async () => {
      await arrive(fake);
      await Promise.all(fake.waiting);
    });
    expect(delivered(fake)).toMatchObject([{ pin: { source: "emergency" } }]);
    const hour = Math.floor(NOW / 3_600_000);
    const alert = {
      id: `alert/fallback/rulebook-broken/${hour}:0`,
      lane: "desk",
      kind: "alert",
      name: "rulebook-broken",
      text: expect.stringMatching(
        /^Your Firstring rulebook cannot be used, so calls go to your fallback number: rulebook:1:/,
      ),
      to: FALLBACK,
      from: OURS,
    };
    expect(fake.desk.accept.mock.calls).toEqual([["fallback", [alert]]]);
    expect(logs).toMatchObject([{ event: "rulebook.trouble", call: SESSION, reason: "broken emergency" }]);
  });

  it("that was good once tells the person whom that one names", async () => {
    const fake = fakeEnv();
    await arrive(fake);
    const good = delivered(fake)[0]?.pin?.rulebook;
    if (!good) throw new Error("no rulebook was pinned");
    const [sam] = Object.values(good.people);
    if (!sam) throw new Error("nobody is in it");
    fake.line.lastGoodRulebook.mockResolvedValue({ ...good, alerts: { to: sam.id } });
    fake.kv.values.delete("rulebook");
    await arrive(fake);
    await finish(fake);
    const text = expect.stringContaining("so the last good one is used: there is no document under rulebook");
    expect(fake.desk.accept.mock.calls).toMatchObject([
      ["lone-star", [{ name: "rulebook-missing", to: sam.phone, text }]],
    ]);
  });

  it("whose owner cannot be told is in the log", async () => {
    const fake = fakeEnv({}, {});
    fake.desk.accept.mockRejectedValue(new Error("overloaded"));
    const logs = await logsOf(async () => {
      await arrive(fake);
      await finish(fake);
    });
    expect(logs.at(-1)).toMatchObject({ event: "alert.undelivered", business: "fallback", reason: "rulebook-missing" });
  });
});
