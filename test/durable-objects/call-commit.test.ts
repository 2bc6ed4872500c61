import { describe, expect, it } from "vitest";
import { createBench } from "./support/bench.ts";
import { arrival, arrived, CALL, delivery, ended, handed, heard, LINE, onLeg, START, say } from "./support/build.ts";

const opened = handed(1, { kind: "call.opened", call: CALL, from: null, to: LINE, openedAt: START });

describe("one event, one transaction", () => {
  it("keeps state, transcript, log, effects and alarm together", async () => {
    using bench = createBench();
    bench.telnyx = () => "hangs";
    bench.script = () => ({
      call: { timers: { silence: START + 9_000 } },
      effects: [say(2), opened],
      lines: [{ at: START, speaker: "us", text: "Hello." }],
    });
    expect(await bench.open()).toBe("committed");

    const view = await bench.view();
    expect(view.call.timers).toEqual({ silence: START + 9_000 });
    expect(view.transcript).toEqual([{ at: START, speaker: "us", text: "Hello." }]);
    expect(view.log).toEqual([
      { seq: 1, at: START, type: "call.arrived", detail: "unscreened → say caller #2, call.opened #1" },
    ]);
    expect(view.pending).toMatchObject([{ kind: "say", attempts: 1 }]);
    // The lease of the sentence ends before the deadline.
    expect(bench.slot.store.alarmAt).toBe(START + 3_000);
  });

  it("keeps nothing at all when the process dies before the commit", async () => {
    using bench = createBench();
    bench.script = () => ({ effects: [say(2), opened] });
    bench.platform.knobs.dies = (point) => point.kind === "transaction" && point.number < 5;
    await expect(bench.open()).rejects.toThrow();
    bench.platform.knobs.dies = () => false;

    expect(bench.sent).toEqual([]);
    expect(bench.slot.store.alarmAt).toBeNull();
    expect(await bench.slot.call("view", [])).toBeNull();
  });

  it("throws and keeps nothing when the storage fails, so that Telnyx comes again", async () => {
    using bench = createBench();
    await bench.open();
    const { database } = bench.slot.store;
    database.command(
      "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
    );
    await expect(bench.receive(delivery(onLeg("leg.answered")))).rejects.toThrow("full");
    database.command("DROP TRIGGER full");
    expect(bench.rows("SELECT count(*) AS n FROM event")).toEqual([{ n: 1 }]);
  });

  it("leaves no trace of an event about a call that never arrived", async () => {
    using bench = createBench();
    expect(await bench.receive(delivery(ended()))).toBe("ignored");
    expect(bench.rows("SELECT name FROM sqlite_master")).toEqual([]);
    expect(bench.slot.store.alarmAt).toBeNull();
  });
});

describe("duplicates", () => {
  const cases = [
    ["the same id", (first: ReturnType<typeof delivery>) => first],
    [
      "another id for what happened on the same leg at the same time",
      (first: ReturnType<typeof delivery>) => ({ ...first, id: "again" }),
    ],
  ] as const;

  it.each(cases)("are known by %s", async (_, again) => {
    using bench = createBench();
    bench.script = (event) => (event.type === "leg.answered" ? { effects: [say(5)] } : undefined);
    await bench.open();
    const answered = delivery(onLeg("leg.answered"));
    expect(await bench.receive(answered)).toBe("committed");
    for (let n = 0; n < 100; n++) expect(await bench.receive(again(answered))).toBe("duplicate");
    expect(bench.asked.filter((event) => event.type === "leg.answered")).toHaveLength(1);
    expect(bench.times("speak")).toHaveLength(1);
  });

  it("are not seen in the ends of two utterances that were stopped at once", async () => {
    using bench = createBench();
    await bench.open();
    const stopped = { ...onLeg("playback.started"), type: "speech.ended", completed: false } as const;
    expect(await bench.receive(delivery({ ...stopped, speech: 1 }))).toBe("committed");
    expect(await bench.receive(delivery({ ...stopped, speech: 2 }))).toBe("committed");
    expect(await bench.receive(delivery({ ...stopped, speech: 2 }))).toBe("duplicate");
  });

  it("are known by an instance that has only just been made", async () => {
    using bench = createBench();
    await bench.open();
    const answered = delivery(onLeg("leg.answered"));
    await bench.receive(answered);
    bench.slot.evict();
    expect(await bench.receive(answered)).toBe("duplicate");
  });

  it("are not suspected in words and keys, where equal stamps may be real", async () => {
    using bench = createBench();
    await bench.open();
    expect(await bench.receive(delivery(heard("my name is", true)))).toBe("committed");
    expect(await bench.receive(delivery(heard("my name is", true)))).toBe("committed");
  });

  it("arrive together and are one", async () => {
    using bench = createBench();
    const first = arrival();
    const receipts = await Promise.all([1, 2, 3].map(() => bench.receive(first)));
    expect(receipts.sort()).toEqual(["committed", "duplicate", "duplicate"]);
  });
});

describe("a partial result that changes nothing that matters", () => {
  it("writes nothing, and is remembered", async () => {
    using bench = createBench();
    await bench.open();
    const writes = bench.slot.store.writes;
    bench.script = (_, before) => ({ call: { heard: { ...before.heard, alarmed: before.heard.alarmed + 1 } } });
    expect(await bench.receive(delivery(heard("we have")))).toBe("committed");
    expect(await bench.receive(delivery(heard("we have no")))).toBe("committed");
    expect(bench.slot.store.writes).toBe(writes);
    expect((await bench.view()).call.heard.alarmed).toBe(2);
  });

  it("is not heard twice when it is delivered twice", async () => {
    using bench = createBench();
    await bench.open();
    const partial = delivery(heard("we have no heat"));
    await bench.receive(partial);
    expect(await bench.receive(partial)).toBe("duplicate");
  });

  it("is written with the next event that writes", async () => {
    using bench = createBench();
    await bench.open();
    bench.script = (event) => (event.type === "heard" ? { call: { callerName: "Ann" } } : undefined);
    await bench.receive(delivery(heard("we have")));
    await bench.receive(delivery(onLeg("playback.started")));
    bench.slot.evict();
    expect((await bench.view()).call.callerName).toBe("Ann");
  });

  it.each([
    ["an effect", { effects: [say(7)] }],
    ["a line of the transcript", { lines: [{ at: START, speaker: "caller" as const, text: "help" }] }],
    ["another level of urgency", { call: { urgency: { level: "urgent" as const, score: 1, reasons: [] } } }],
    ["another phase", { call: { phase: { name: "parting" as const } } }],
    ["a deadline that comes closer", { call: { timers: { turn: START + 10 } } }],
  ])("is written when it brings %s", async (_, said) => {
    using bench = createBench();
    await bench.open();
    const writes = bench.slot.store.writes;
    bench.script = (event) => (event.type === "heard" ? said : undefined);
    await bench.receive(delivery(heard("fire")));
    expect(bench.slot.store.writes).toBeGreaterThan(writes);
  });
});

describe("what is kept is bounded", () => {
  it("cuts a line at 8 KB, between characters", async () => {
    using bench = createBench();
    bench.script = () => ({ lines: [{ at: START, speaker: "caller", text: "👩‍👩‍👧‍👧".repeat(2_000) }] });
    await bench.open();
    const [line] = (await bench.view()).transcript;
    expect(new TextEncoder().encode(line?.text ?? "").byteLength).toBeLessThanOrEqual(8_192);
    expect(line?.text.endsWith("👩‍👩‍👧‍👧…")).toBe(true);
  });

  it("stops keeping words after 512 KB, and says so", async () => {
    using bench = createBench();
    await bench.open();
    bench.script = () => ({ lines: [{ at: START, speaker: "caller", text: "x".repeat(8_000) }] });
    for (let n = 0; n < 80; n++) await bench.receive(delivery(heard("x", true)));
    const { transcript } = await bench.view();
    expect(transcript.length).toBeLessThan(80);
    expect(transcript.at(-1)?.text).toBe("…");
  });
});

describe("the invariants", () => {
  it("are looked at after every decision, and a broken one does not drop the call", async () => {
    using bench = createBench();
    bench.rules = { brokenInvariants: () => ["a live call has no deadline"] };
    expect(await bench.open()).toBe("committed");
    expect(bench.broken).toEqual(["a live call has no deadline"]);
  });

  it("do no harm when they throw themselves", async () => {
    using bench = createBench();
    bench.rules = {
      brokenInvariants: () => {
        throw new Error("bug");
      },
    };
    expect(await bench.open()).toBe("committed");
    expect(bench.broken).toEqual(["the invariants could not be checked"]);
  });
});

describe("the call's clock", () => {
  const past = Date.parse("2026-11-14T21:00:00-06:00");

  it("is the carrier's in development, while alarms stay on ours", async () => {
    using bench = createBench({ CALL_CLOCK: "carrier" });
    bench.script = (event) =>
      event.type === "call.arrived" ? { call: { timers: { silence: event.at + 5_000 } } } : undefined;
    await bench.receive(arrival({ happening: arrived({ occurredAt: past }) }));
    expect(bench.asked[0]?.at).toBe(past);
    expect(bench.slot.store.alarmAt).toBe(START + 5_000);
    bench.slot.evict();
    await bench.run(6_000);
    expect(bench.asked.map(({ type, at }) => [type, at])).toEqual([
      ["call.arrived", past],
      ["timer", past + 5_000],
    ]);
  });

  it("is ours otherwise, whatever the carrier says", async () => {
    using bench = createBench();
    await bench.receive(arrival({ happening: arrived({ occurredAt: past }) }));
    expect(bench.asked[0]?.at).toBe(START);
  });
});
