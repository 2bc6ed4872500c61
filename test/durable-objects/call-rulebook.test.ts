import { describe, expect, it } from "vitest";
import { liveCallPorts } from "../../durable-objects/ports.ts";
import type { Rulebook } from "../../rules/rulebook/rulebook.ts";
import { createBench } from "./support/bench.ts";
import { arrival, BOOK, call, delivery, FALLBACK, onLeg, PIN } from "./support/build.ts";

/** Keeps what rulebook each decision was made with. */
function watching() {
  const bench = createBench();
  const books: [type: string, version: string | null][] = [];
  bench.rules = {
    decide(before, event, { id, rulebook }) {
      books.push([event.type, rulebook?.version ?? null]);
      if (before === null && event.type !== "call.arrived") return { call: null, effects: [], lines: [] };
      return { call: before ?? call({ id, openedAt: event.at }), effects: [], lines: [] };
    },
  };
  return Object.assign(bench, { books });
}
const other: Rulebook = { ...BOOK, version: "ffffffffffff" };

describe("the rulebook of a call", () => {
  it("may come with the arrival", async () => {
    using bench = watching();
    await bench.open();
    await bench.receive(delivery(onLeg("leg.answered")));
    expect(bench.books).toEqual([
      ["call.arrived", BOOK.version],
      ["leg.answered", BOOK.version],
    ]);
    expect((await bench.view()).rulebook).toEqual({ version: BOOK.version, source: "live" });
  });

  it("may come after it", async () => {
    using bench = watching();
    await bench.receive(arrival({ pin: null }));
    await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: PIN }));
    bench.slot.evict();
    await bench.receive(delivery(onLeg("leg.answered")));
    expect(bench.books).toEqual([
      ["call.arrived", null],
      ["rulebook.pinned", BOOK.version],
      ["leg.answered", BOOK.version],
    ]);
  });

  it("may come before it", async () => {
    using bench = watching();
    expect(await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: PIN }))).toBe("committed");
    await bench.receive(arrival({ pin: null }));
    expect(bench.books.at(-1)).toEqual(["call.arrived", BOOK.version]);
  });

  it("that came before a call which never arrives is forgotten after a day", async () => {
    using bench = watching();
    await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: PIN }));
    await bench.run(25 * 3_600_000);
    expect(bench.rows("SELECT name FROM sqlite_master")).toEqual([]);
  });

  it("is never replaced", async () => {
    using bench = watching();
    await bench.open();
    expect(
      await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: { rulebook: other, source: "live" } })),
    ).toBe("committed");
    await bench.receive(delivery(onLeg("leg.answered"), { pin: { rulebook: other, source: "live" } }));
    expect(bench.books.at(-1)).toEqual(["leg.answered", BOOK.version]);
    expect(bench.books.map(([type]) => type)).not.toContain("rulebook.pinned");
  });

  it("is the compiled-in one when none has come after 1.5 s, and the call is told before the event that waited", async () => {
    using bench = watching();
    await bench.receive(arrival({ pin: null }));
    await bench.run(1_400);
    await bench.receive(delivery(onLeg("leg.initiated")));
    await bench.run(100);
    await bench.receive(delivery(onLeg("leg.answered")));
    await bench.receive(delivery({ type: "rulebook.pinned" }, { pin: PIN }));
    expect(bench.books).toEqual([
      ["call.arrived", null],
      ["leg.initiated", null],
      ["rulebook.pinned", "emergency"],
      ["leg.answered", "emergency"],
    ]);
    expect((await bench.view()).rulebook).toEqual({ version: "emergency", source: "emergency" });
  });

  it("that is compiled in rings the operator's number", () => {
    expect(Object.values(liveCallPorts.rules.emergencyRulebook(FALLBACK).people)[0]?.phone).toBe(FALLBACK);
  });
});
