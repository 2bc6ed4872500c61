import { describe, expect, it } from "vitest";
import { createBench } from "./support/bench.ts";
import { arrival, CALL, call, delivery, heard, onLeg, START, say } from "./support/build.ts";

const silentUntil = (at: number) => ({ call: { timers: { silence: at } } });
const timersAsked = (bench: ReturnType<typeof createBench>) =>
  bench.asked.flatMap((event) => (event.type === "timer" ? [{ name: event.name, at: event.at - START }] : []));

describe("deadlines", () => {
  it("are met by the alarm, in their order, each by an event of its own", async () => {
    using bench = createBench();
    bench.script = (event) =>
      event.type === "call.arrived" ? { call: { timers: { budget: START + 30_000, hop: START + 20_000 } } } : undefined;
    await bench.open();
    await bench.run(60_000);
    expect(timersAsked(bench)).toEqual([
      { name: "hop", at: 20_000 },
      { name: "budget", at: 30_000 },
    ]);
  });

  it("moved by one that came first are not met at their old time", async () => {
    using bench = createBench();
    const both = { hop: START + 20_000, budget: START + 20_000 };
    bench.script = (event) => {
      if (event.type === "call.arrived") return { call: { timers: both } };
      if (event.type === "timer" && event.name === "budget") return { call: { timers: { hop: START + 50_000 } } };
      return undefined;
    };
    await bench.open();
    await bench.run(60_000);
    expect(timersAsked(bench)).toEqual([
      { name: "budget", at: 20_000 },
      { name: "hop", at: 50_000 },
    ]);
  });

  it("that are almost here do not wait for a late alarm", async () => {
    using bench = createBench();
    bench.platform.knobs.alarmLatenessMs = () => 40_000;
    bench.script = (event) => (event.type === "call.arrived" ? { call: { timers: { turn: START + 700 } } } : undefined);
    await bench.open();
    await bench.run(1_000);
    expect(timersAsked(bench)).toEqual([{ name: "turn", at: 700 }]);
  });

  it("that the rules do not clear are asked again after a while, and not without pause", async () => {
    using bench = createBench();
    let times = 0;
    bench.rules = {
      decide(before, event) {
        if (event.type === "timer") times += 1;
        return { call: before ?? call({ timers: { hop: START + 1_000 } }), effects: [], lines: [] };
      },
    };
    await bench.open();
    await bench.run(21_500);
    expect(times).toBe(5);
  });

  it("survive the object's eviction", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 9_000) : undefined);
    await bench.open();
    expect(bench.slot.evict()).toBe(true);
    await bench.run(10_000);
    expect(timersAsked(bench)).toEqual([{ name: "silence", at: 9_000 }]);
  });
});

describe("the alarm", () => {
  it.each([
    ["twice", 0],
    ["early", -5_000],
    ["a minute late", 60_000],
  ])("may come %s: a deadline is met once, and never before its time", async (_, latenessMs) => {
    using bench = createBench();
    bench.platform.knobs.alarmLatenessMs = () => latenessMs;
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 9_000) : undefined);
    await bench.open();
    for (let second = 0; second < 80; second++) {
      await bench.run(1_000);
      bench.slot.alarms.fireNow();
    }
    await bench.run(1_000);
    const met = timersAsked(bench);
    expect(met).toHaveLength(1);
    expect(met[0]?.at).toBeGreaterThanOrEqual(9_000);
  });

  it("goes on when everything in it throws, long after the platform would have given up", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 5_000) : undefined);
    await bench.open();
    let broken = 0;
    bench.rules = {
      decide() {
        broken += 1;
        throw new Error("bug");
      },
    };
    bench.slot.store.database.command(
      "CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END",
    );
    expect(bench.slot.evict()).toBe(true);
    await bench.run(300_000);
    expect(bench.slot.alarms.abandoned).toBe(false);
    expect(broken).toBeGreaterThan(6);
    // And not without pause.
    expect(broken).toBeLessThan(15);

    bench.rules = {};
    bench.slot.store.database.command("DROP TRIGGER broken");
    await bench.run(31_000);
    expect(bench.asked.at(-1)).toMatchObject({ type: "timer", name: "silence" });
    expect((await bench.view()).call.timers).toEqual({});
  });

  it("is armed before anything else is done in it", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 5_000) : undefined);
    await bench.open();
    let armedMeanwhile: number | null = null;
    bench.rules = {
      due() {
        armedMeanwhile = bench.slot.store.alarmAt;
        return [];
      },
    };
    await bench.run(5_000);
    expect(armedMeanwhile).toBe(START + 35_000);
  });

  it.each([
    ["missing", null],
    ["overdue for over a minute", START - 61_000],
  ])("is armed again by the next event when it is %s", async (_, lost) => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 9_000) : undefined);
    bench.platform.knobs.alarmLatenessMs = () => 10 ** 9;
    await bench.open();
    bench.slot.store.setAlarm(lost);
    await bench.receive(delivery(onLeg("leg.answered")));
    expect(bench.slot.store.alarmAt).toBe(START + 9_000);
  });

  it("is armed again by a partial result that writes nothing else", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 9_000) : undefined);
    await bench.open();
    bench.slot.store.setAlarm(null);
    await bench.receive(delivery(heard("we have")));
    expect(bench.slot.store.alarmAt).toBe(START + 9_000);
  });

  it("is armed again by the sweep, which also does what is overdue", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? silentUntil(START + 9_000) : undefined);
    await bench.open();
    bench.slot.store.setAlarm(null);
    bench.slot.evict();
    await bench.run(20_000);
    expect(timersAsked(bench)).toEqual([]);
    expect(await bench.slot.call("poke", [])).toBe("live");
    expect(timersAsked(bench)).toEqual([{ name: "silence", at: 20_000 }]);
  });

  it("is never later than what is on disk", async () => {
    using bench = createBench();
    bench.script = (event) => {
      if (event.type === "call.arrived") return silentUntil(START + 9_000);
      // Each word moves the deadline, and none of them is written.
      return event.type === "heard" ? silentUntil(event.at + 9_000) : undefined;
    };
    await bench.open();
    for (let n = 0; n < 40; n++) {
      await bench.run(1_000);
      await bench.receive(delivery(heard(`word ${n}`)));
      const [row] = bench.rows("SELECT value FROM kept WHERE name = 'call'");
      expect(bench.slot.store.alarmAt).toBeLessThanOrEqual(JSON.parse(String(row?.value)).timers.silence);
    }
    expect(timersAsked(bench)).toEqual([]);
  });
});

describe("a call that is closed", () => {
  const closed = { call: { phase: { name: "closed", at: START } as const, timers: {} } };

  it("is forgotten a day later, with all that was kept of it", async () => {
    using bench = createBench();
    await bench.open();
    bench.script = (event) => (event.type === "leg.answered" ? closed : undefined);
    await bench.receive(delivery(onLeg("leg.answered")));
    expect(await bench.slot.call("poke", [])).toBe("closed");
    await bench.run(23 * 3_600_000);
    expect((await bench.view()).call.phase.name).toBe("closed");
    await bench.run(2 * 3_600_000);
    expect(await bench.slot.call("view", [])).toBeNull();
    expect(bench.rows("SELECT name FROM sqlite_master")).toEqual([]);
    expect(bench.slot.store.alarmAt).toBeNull();
  });

  it("is not forgotten while the desk has not taken what it is owed", async () => {
    using bench = createBench();
    bench.desk.accept = () => Promise.reject(new Error("down"));
    bench.script = () => ({
      ...closed,
      effects: [{ id: say(9).id, lane: "desk", kind: "call.closed", call: CALL, disposition: "lost" }],
    });
    await bench.open();
    await bench.run(72 * 3_600_000);
    expect((await bench.view()).pending).toMatchObject([{ kind: "call.closed" }]);
    bench.desk.accept = (effects) => effects.map(({ id }) => id);
    await bench.run(3_600_000);
    expect(await bench.slot.call("view", [])).toBeNull();
  });

  it("knows its duplicates until then", async () => {
    using bench = createBench();
    const first = arrival();
    bench.script = () => closed;
    await bench.receive(first);
    await bench.run(20 * 3_600_000);
    expect(await bench.receive(first)).toBe("duplicate");
  });
});
