import { afterEach, describe, expect, it } from "vitest";
import { type Acts, insert, kept, type Probed, probe, START } from "./probe.ts";

let probed: Probed;
afterEach(() => probed.dispose());

/** Seconds after the start at which the handler ran, with what it was told. */
function recording(alarm: Acts["alarm"], act?: Acts["act"]): [number, number][] {
  const runs: [number, number][] = [];
  probed = probe({
    act: act ?? ((ctx) => ctx.storage.setAlarm(START + 1000)),
    alarm(ctx, info) {
      runs.push([probed.seconds(), info.retryCount]);
      return alarm?.(ctx, info);
    },
  });
  return runs;
}

describe("the alarm of an object", () => {
  it("runs once when it is due, and is gone after its handler succeeded", async () => {
    const runs = recording(undefined);
    await probed.stub().act();
    await probed.pass(600_000);
    expect(runs).toEqual([[1, 0]]);
    expect(probed.slot().store.alarmAt).toBeNull();
  });

  it("is one alarm: the last one set wins", async () => {
    const runs = recording(undefined, async (ctx) => {
      await ctx.storage.setAlarm(START + 1000);
      await ctx.storage.setAlarm(START + 3000);
    });
    await probed.stub().act();
    await probed.pass(10_000);
    expect(runs).toEqual([[3, 0]]);
  });

  it("reads as unset while its handler runs, unless that set a new one", async () => {
    const seen: (number | null)[] = [];
    recording(async (ctx) => {
      seen.push(await ctx.storage.getAlarm());
      await ctx.storage.setAlarm(START + 60_000);
      seen.push(await ctx.storage.getAlarm());
    });
    await probed.stub().act();
    await probed.pass(2_000);
    expect(seen).toEqual([null, START + 60_000]);
  });

  it("comes again 2, 4, 8, 16, 32 and 64 s after a handler that throws, and then never", async () => {
    const runs = recording(() => {
      throw new Error("always");
    });
    await probed.stub().act();
    await probed.pass(3_600_000);
    expect(runs.map(([at]) => at)).toEqual([1, 3, 7, 15, 31, 63, 127]);
    expect(runs.map(([, retryCount]) => retryCount)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(probed.slot().store.alarmAt).toBeNull();
    expect(probed.slot().alarms.abandoned).toBe(true);
  });

  it("set anew by a handler that then throws, goes on for ever at that pace with the count at nought", async () => {
    const runs = recording((ctx) => {
      void ctx.storage.setAlarm(START + probed.seconds() * 1000 + 30_000);
      throw new Error("always");
    });
    await probed.stub().act();
    await probed.pass(600_000);
    expect(runs).toHaveLength(20);
    expect(runs.every(([, retryCount]) => retryCount === 0)).toBe(true);
  });

  it("runs again, as if for the first time, when the process died inside the handler", async () => {
    const runs = recording((ctx) => {
      insert(ctx, runs.length);
      if (runs.length < 3) probed.slot().crash();
    });
    await probed.stub().act();
    await probed.pass(60_000);
    expect(runs).toEqual([
      [1, 0],
      [1.5, 0],
      [2, 0],
    ]);
    expect(kept(probed)).toEqual([1, 2, 3]);
  });

  it("never has two handlers at once", async () => {
    let inside = 0;
    const most: number[] = [];
    recording(async (ctx) => {
      inside += 1;
      most.push(inside);
      await ctx.storage.setAlarm(START + probed.seconds() * 1000 + 100);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      inside -= 1;
    });
    await probed.stub().act();
    await probed.pass(60_000);
    expect(Math.max(...most)).toBe(1);
    expect(most.length).toBeGreaterThan(5);
  });

  it.each([
    ["late", 60_000, 61],
    ["early", -500, 0.5],
  ])("comes %s where the world says so", async (_when, lateness, at) => {
    const runs = recording(undefined);
    probed.platform.knobs.alarmLatenessMs = () => lateness;
    await probed.stub().act();
    await probed.pass(120_000);
    expect(runs).toEqual([[at, 0]]);
  });

  it("that fell due in the past runs at once", async () => {
    const runs = recording(undefined, (ctx) => ctx.storage.setAlarm(START - 60_000));
    await probed.stub().act();
    await probed.pass(1);
    expect(runs).toEqual([[0, 0]]);
  });

  it("wakes an object that was evicted", async () => {
    const runs = recording(undefined);
    await probed.stub().act();
    expect(probed.slot().evict()).toBe(true);
    await probed.pass(2_000);
    expect(runs).toEqual([[1, 0]]);
  });
});
