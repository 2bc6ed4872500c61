import { describe, expect, it } from "vitest";
import type { CallEvent } from "../../rules/call/events.ts";
import type { Point } from "../support/platform/points.ts";
import { type Bench, createBench } from "./support/bench.ts";
import { CALL, dial, handed, id, LINE, START, say } from "./support/build.ts";

const effects = [
  say(1),
  say(2),
  dial(3, "p1"),
  handed(4, { kind: "call.opened", call: CALL, from: null, to: LINE, openedAt: START }),
];
const script = (event: CallEvent) => (event.type === "call.arrived" ? { effects } : undefined);

/** Dies at the n-th place where that can happen, once. */
function dieAt(bench: Bench, when: (point: Point) => boolean): void {
  let died = false;
  bench.platform.knobs.dies = (point) => {
    if (died || !when(point)) return false;
    died = true;
    return true;
  };
}

const executed = (bench: Bench) => [...new Set(bench.sent.map(({ body }) => String(body.command_id)))].sort();

async function playOut(bench: Bench): Promise<void> {
  bench.script = script;
  // Telnyx delivers a webhook again that was not answered with 200.
  await bench.open().catch(() => bench.run(10).then(() => bench.open()));
  await bench.run(120_000);
}

describe("a process that dies", () => {
  it("between any two effects loses none of them and dials once", async () => {
    using whole = createBench();
    await playOut(whole);
    const places = whole.platform.points.passed;
    expect(places).toBeGreaterThan(15);
    whole[Symbol.dispose]();

    for (let place = 1; place <= places; place++) {
      using bench = createBench();
      dieAt(bench, (point) => point.number === place && point.object.startsWith("CALLS"));
      await playOut(bench);
      expect(executed(bench), `died at ${place}`).toEqual([id(1), id(2), id(3)]);
      expect(
        bench.desk.taken.flat().map((effect) => effect.id),
        `died at ${place}`,
      ).toContain(id(4));
      expect((await bench.view()).pending, `died at ${place}`).toEqual([]);
      // Repeats carry the same id, by which Telnyx drops them.
      for (const body of bench.sent.map((sent) => sent.body)) expect(body).toHaveProperty("command_id");
    }
  });

  it("keeps the order of a leg's commands", async () => {
    using bench = createBench();
    dieAt(bench, ({ kind, object }) => kind === "fetch-answers" && object.startsWith("CALLS"));
    await playOut(bench);
    const speeches = bench.sent.filter(({ name }) => name === "speak").map(({ body }) => body.command_id);
    expect(speeches.lastIndexOf(id(1))).toBeLessThan(speeches.indexOf(id(2)));
  });

  it("again and again while it sends one effect sets that one aside, tells it and goes on", async () => {
    using bench = createBench();
    bench.platform.knobs.dies = ({ kind }) =>
      kind === "fetch-leaves" &&
      bench.rows("SELECT 1 FROM outbox WHERE id LIKE '%:1' AND state = 'pending'").length > 0;
    bench.script = (event) => (event.type === "call.arrived" ? { effects: [say(1), say(2)] } : undefined);
    await bench.open().catch(() => undefined);
    await bench.run(120_000);
    expect(executed(bench)).toEqual([id(2)]);
    expect(bench.asked).toContainEqual(
      expect.objectContaining({ type: "command.refused", effect: id(1), refusal: "gave-up" }),
    );
    expect(bench.desk.taken.flat()).toContainEqual(
      expect.objectContaining({ kind: "alert", name: "effect-quarantined" }),
    );
  });
});
