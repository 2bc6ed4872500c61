import { describe, expect, it } from "vitest";
import type { ScreenRequest } from "../../durable-objects/protocol.ts";
import { callId } from "../../rules/ids.ts";
import { BOOK, CALLER, DANA, handed, LINE, number, SAM } from "./support/build.ts";
import { createDeskBench, type DeskBench } from "./support/desk-bench.ts";

const HOUR = 3_600_000;
let calls = 0;
const ask = (bench: DeskBench, more: Partial<ScreenRequest> = {}) => {
  calls += 1;
  return bench.desk.screen({
    call: callId(`call-${calls}`),
    from: CALLER,
    to: LINE,
    blocked: [],
    own: [LINE],
    ...more,
  });
};

describe("who calls", () => {
  it("is welcome, and known again", async () => {
    using bench = createDeskBench();
    expect(await ask(bench)).toEqual({ verdict: "welcome", recentCalls: 0 });
    await bench.run(120_000);
    expect(await ask(bench)).toEqual({ verdict: "welcome", recentCalls: 1 });
    await bench.run(HOUR);
    expect(await ask(bench)).toEqual({ verdict: "welcome", recentCalls: 0 });
  });

  it("is counted once per call, however often we ask", async () => {
    using bench = createDeskBench();
    const call = callId("same");
    for (let n = 0; n < 10; n++) expect(await ask(bench, { call })).toEqual({ verdict: "welcome", recentCalls: 0 });
  });

  it("without a number is welcome and not counted", async () => {
    using bench = createDeskBench();
    for (let n = 0; n < 30; n++)
      expect(await ask(bench, { from: null })).toEqual({ verdict: "welcome", recentCalls: 0 });
  });

  it("is turned away when the rulebook says so", async () => {
    using bench = createDeskBench();
    expect(await ask(bench, { blocked: [CALLER] })).toMatchObject({ verdict: "blocked" });
  });

  it("more than five times in a minute is a flood, until the minute is over", async () => {
    using bench = createDeskBench();
    for (let n = 0; n < 5; n++) expect((await ask(bench)).verdict).toBe("welcome");
    expect((await ask(bench)).verdict).toBe("flood");
    expect((await ask(bench, { from: number("+14695550124") })).verdict).toBe("welcome");
    await bench.run(61_000);
    expect((await ask(bench)).verdict).toBe("welcome");
  });

  it("more than twenty times in an hour is a flood, however slowly", async () => {
    using bench = createDeskBench();
    for (let n = 0; n < 20; n++) {
      expect((await ask(bench)).verdict).toBe("welcome");
      await bench.run(60_000);
    }
    expect((await ask(bench)).verdict).toBe("flood");
  });
});

describe("a call of our own that comes back", () => {
  it.each([
    ["from the number it calls", { from: LINE, own: [] }],
    ["from another number of ours", { from: DANA, own: [LINE, DANA] }],
  ])("%s is a loop", async (_, more) => {
    using bench = createDeskBench();
    expect((await ask(bench, more)).verdict).toBe("loop");
  });

  it("from a phone that rings for an open call is a loop, and only while it rings", async () => {
    using bench = createDeskBench();
    const call = callId("first");
    const ring = (n: number, ringing: readonly (typeof SAM)[]) =>
      bench.accept(handed(n, { kind: "call.ringing", call, ringing }, call));
    await bench.accept(handed(1, { kind: "call.opened", call, from: CALLER, to: LINE, openedAt: 0 }, call));
    await ring(2, [SAM, DANA]);
    expect((await ask(bench, { from: DANA })).verdict).toBe("loop");
    await ring(3, [SAM]);
    expect((await ask(bench, { from: DANA })).verdict).toBe("welcome");
    await bench.accept(handed(4, { kind: "call.closed", call, disposition: "lost" }, call));
    expect((await ask(bench, { from: SAM })).verdict).toBe("welcome");
  });
});

describe("the register of open calls", () => {
  const open = (call: string) =>
    handed(1, { kind: "call.opened", call: callId(call), from: CALLER, to: LINE, openedAt: 0 }, callId(call));
  const close = (call: string) =>
    handed(9, { kind: "call.closed", call: callId(call), disposition: "connected" }, callId(call));

  it("is what the sweep goes by", async () => {
    using bench = createDeskBench();
    await bench.accept(open("a"));
    await bench.run(1_000);
    await bench.accept(open("b"));
    expect(await bench.desk.sweep()).toEqual(["a", "b"]);
    await bench.accept(close("a"));
    expect(await bench.desk.sweep()).toEqual(["b"]);
  });

  it("does not open a call again whose opening is handed over a second time", async () => {
    using bench = createDeskBench();
    await bench.accept(open("a"), close("a"));
    await bench.accept(open("a"));
    expect(await bench.desk.sweep()).toEqual([]);
  });

  it("lets go of a call whose end never came", async () => {
    using bench = createDeskBench();
    await bench.accept(open("a"));
    await bench.run(25 * HOUR);
    await bench.desk.sweep();
    expect(await bench.desk.sweep()).toEqual([]);
  });

  it("is not begun by looking", async () => {
    using bench = createDeskBench();
    expect(await bench.desk.sweep()).toEqual([]);
    expect(await bench.desk.parked()).toEqual([]);
    expect(await bench.desk.lastGoodRulebook()).toBeNull();
    expect(bench.rows("SELECT name FROM sqlite_master")).toEqual([]);
  });
});

describe("a line", () => {
  it("remembers the last rulebook that was good", async () => {
    using bench = createDeskBench();
    await bench.desk.rememberRulebook(BOOK);
    await bench.desk.rememberRulebook({ ...BOOK, version: "ffffffffffff" });
    bench.slot.evict();
    expect((await bench.desk.lastGoodRulebook())?.version).toBe("ffffffffffff");
  });

  it("writes nothing when it is told what it knows", async () => {
    using bench = createDeskBench();
    await bench.desk.rememberRulebook(BOOK);
    const writes = bench.slot.store.writes;
    await bench.desk.rememberRulebook(BOOK);
    expect(bench.slot.store.writes).toBe(writes);
  });
});
