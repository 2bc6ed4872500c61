import { describe, expect, it } from "vitest";
import { createBench } from "./support/bench.ts";
import { arrival, BOOK, CALL, delivery, handed, id, LINE, onLeg, PIN, START } from "./support/build.ts";

const opened = handed(1, { kind: "call.opened", call: CALL, from: null, to: LINE, openedAt: START });
const ringing = handed(2, { kind: "call.ringing", call: CALL, ringing: [] });
const closed = handed(3, { kind: "call.closed", call: CALL, disposition: "lost" });
const ids = (bench: ReturnType<typeof createBench>) =>
  bench.desk.taken.map((batch) => batch.map((effect) => effect.id));

describe("what is handed to the desk", () => {
  it("goes in one request, in order, and is then the desk's", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? { effects: [opened, ringing] } : undefined);
    await bench.open();
    expect(bench.desk.taken).toEqual([[opened, ringing]]);
    expect((await bench.view()).pending).toEqual([]);
    await bench.run(120_000);
    expect(bench.desk.taken).toHaveLength(1);
  });

  it("waits while a request is under way, and goes with all else that waits", async () => {
    using bench = createBench();
    let answer = (): void => {};
    bench.desk.accept = (effects) =>
      new Promise<never>((resolve) => {
        answer = () => (resolve as (ids: unknown) => void)(effects.map((effect) => effect.id));
      });
    bench.script = (event) => {
      if (event.type === "call.arrived") return { effects: [opened] };
      return event.type === "leg.answered"
        ? { effects: [ringing] }
        : { effects: event.type === "leg.bridged" ? [closed] : [] };
    };
    await bench.open();
    await bench.receive(delivery(onLeg("leg.answered")));
    await bench.receive(delivery(onLeg("leg.bridged")));
    expect(ids(bench)).toEqual([[id(1)]]);
    answer();
    await bench.run(10);
    expect(ids(bench)).toEqual([[id(1)], [id(2), id(3)]]);
  });

  it("is offered at 0.3, 1, 3, 10 and 30 s more, then each minute, until it is taken", async () => {
    using bench = createBench();
    const at: number[] = [];
    bench.desk.accept = () => {
      at.push((bench.platform.clock.now - START) / 1_000);
      return Promise.reject(new Error("down"));
    };
    bench.script = (event) => (event.type === "call.arrived" ? { effects: [opened] } : undefined);
    await bench.open();
    await bench.run(170_000);
    expect(at).toEqual([0, 0.3, 1.3, 4.3, 14.3, 44.3, 104.3, 164.3]);

    bench.desk.accept = (effects) => effects.map((effect) => effect.id);
    await bench.run(3_600_000);
    expect((await bench.view()).pending).toEqual([]);
  });

  it("is offered again when the desk hangs, without holding up the call", async () => {
    using bench = createBench();
    bench.desk.accept = () => new Promise<never>(() => {});
    bench.script = (event) =>
      event.type === "call.arrived" ? { effects: [opened], call: { timers: { hop: START + 2_000 } } } : undefined;
    await bench.open();
    await bench.run(5_400);
    expect(bench.asked.map(({ type, at }) => [type, at - START])).toContainEqual(["timer", 2_000]);
    expect(ids(bench)).toEqual([[id(1)], [id(1)]]);
  });

  it("stays with the call when the desk takes only a part", async () => {
    using bench = createBench();
    bench.desk.accept = (effects) => effects.filter((effect) => effect.id !== id(2)).map((effect) => effect.id);
    bench.script = (event) => (event.type === "call.arrived" ? { effects: [opened, ringing] } : undefined);
    await bench.open();
    expect((await bench.view()).pending).toMatchObject([{ id: id(2), kind: "call.ringing" }]);
  });

  it("waits for the rulebook, which says whose call it is", async () => {
    using bench = createBench();
    bench.script = (event) => (event.type === "call.arrived" ? { effects: [opened] } : undefined);
    await bench.receive(arrival({ pin: null }));
    await bench.run(400);
    expect(bench.desk.taken).toEqual([]);
    await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: PIN }));
    await bench.run(600);
    expect(bench.desk.taken).toEqual([[opened]]);
    expect(bench.platform.points.passed).toBeGreaterThan(0);
    expect(BOOK.business.id).toBe("lone-star");
  });
});
