/** The object of a call, the desk or KV is away, hangs, or holds data that this code cannot read. */
import { describe, expect, it } from "vitest";
import type { Transport } from "../support/platform/objects.ts";
import { FALLBACK } from "../support/world.ts";
import { CALLER, heating, JUNE, RAFE } from "./support/businesses.ts";
import { done, field, record, rung, said, talks } from "./support/lookback.ts";
import { also, caller, hangsUp, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const URGENT = also(caller("We have no heat and it is freezing in here"), hangsUp(120_000));
const people = { [FALLBACK]: takes(4_000), [RAFE]: takes(4_000) };

const open = (env: { FALLBACK_NUMBER?: string } = { FALLBACK_NUMBER: FALLBACK }) =>
  openScene({ book: heating(), people, env });
const transfers = (scene: Scene) => done(scene, "transfer").map(({ body }) => field(body, "to"));
const statuses = (scene: Scene) => scene.courier.delivered.map(({ status }) => status);

/** How calls to the object of a call go. */
function callObjects(scene: Scene, transport: (nth: number) => Transport["fails"]): void {
  let nth = 0;
  scene.platform.knobs.transport = (object, method) => {
    if (!object.startsWith("CALLS/") || method !== "receive") return { delayMs: 0, fails: null };
    nth += 1;
    return { delayMs: 0, fails: transport(nth) };
  };
}

/** Data as a newer version left it, which this code must not touch. */
function spoil(scene: Scene, call: string): void {
  const { namespace } = scene.calls;
  namespace.get(namespace.idFromName(call));
  scene.calls
    .find(call)
    ?.store.exec(
      "CREATE TABLE _migrations (number INTEGER PRIMARY KEY, name TEXT, min_safe_rollback INTEGER); INSERT INTO _migrations VALUES (1, 'another past', 1)",
      [],
    );
}

describe("a call whose object cannot take it", () => {
  const CASES: readonly [string, (scene: Scene, call: string) => void][] = [
    ["cannot be reached", (scene) => callObjects(scene, () => "unreachable")],
    ["hangs", (scene) => callObjects(scene, () => "hangs")],
    ["holds data of another version", spoil],
  ];

  it.each(CASES)(
    "because it %s is sent to the fallback number by the Worker itself, which answers 200",
    async (_, trouble) => {
      using scene = open();
      trouble(scene, scene.call(URGENT));
      await scene.play({ forMs: 15 * 60_000 });
      expect(transfers(scene)).toEqual([FALLBACK]);
      expect(talks(scene)).toMatchObject([{ with: FALLBACK }]);
      expect(scene.courier.delivered[0]).toMatchObject({ type: "call.initiated", status: 200 });
      expect(scene.carrier.messages().map(({ text }) => text)).toEqual([
        expect.stringContaining("could not take a call"),
      ]);
    },
  );

  it.each(CASES)(
    "because it %s is answered 503 where there is no fallback number, so that Telnyx goes on to its own",
    async (_, trouble) => {
      using scene = openScene({ book: heating(), people, env: { FALLBACK_NUMBER: "" } });
      trouble(scene, scene.call(URGENT));
      await scene.play({ forMs: 15 * 60_000 });
      expect(transfers(scene)).toEqual([]);
      const arrivals = scene.courier.delivered.filter(({ type }) => type === "call.initiated");
      expect(arrivals.length).toBeGreaterThan(1);
      expect(new Set(arrivals.map(({ status }) => status))).toEqual(new Set([503]));
    },
  );

  it("for one moment is taken on the second try, and nothing is sent on", async () => {
    using scene = open();
    callObjects(scene, (nth) => (nth === 1 ? "unreachable" : null));
    scene.call(URGENT);
    await scene.play();
    expect(transfers(scene)).toEqual([]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("in the middle of the call loses nothing: what Telnyx brings again is enough", async () => {
    using scene = open();
    callObjects(scene, (nth) => (nth % 5 === 4 ? "unreachable" : null));
    scene.call(URGENT);
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred" });
    expect(new Set(statuses(scene))).toEqual(new Set([200]));
  });
});

describe("mode: bypass", () => {
  it("sends every caller straight to the fallback number, without an object on the way, and tells the owner once", async () => {
    using scene = openScene({ book: heating(), people, kv: { mode: "bypass" } });
    scene.call(URGENT);
    scene.call({ ...URGENT, from: "+19725550149" }, { inMs: 200_000 });
    await scene.play({ forMs: 15 * 60_000 });
    expect(transfers(scene)).toEqual([FALLBACK, FALLBACK]);
    expect([...scene.calls.slots.keys()]).toEqual([]);
    expect(said(scene)).toEqual([]);
    const told = scene.carrier.messages().filter(({ to }) => to === JUNE);
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining("bypassed")]);
  });

  it("means nothing without a fallback number: the call is taken as always", async () => {
    using scene = openScene({ book: heating(), people, kv: { mode: "bypass" }, env: { FALLBACK_NUMBER: "" } });
    scene.call(URGENT);
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });
});

describe("a desk that is away for the whole call", () => {
  it.each(["hangs", "unreachable"] as const)(
    "(%s) keeps nobody waiting; it gets the record and the texts when it is back",
    async (fails) => {
      using scene = open();
      const { clock, knobs } = scene.platform;
      const back = clock.now + 10 * 60_000;
      knobs.transport = (object) => ({
        delayMs: 0,
        fails: object.includes("desk:") && clock.now < back ? fails : null,
      });
      scene.call(caller("We have no heat and it is freezing in here"));
      await scene.run({ forMs: 9 * 60_000 });
      expect(talks(scene)).toMatchObject([{ with: RAFE, ms: 40_000 }]);
      expect(scene.crm.records).toEqual([]);
      await scene.play();
      expect(record(scene)).toMatchObject({ outcome: "transferred", caller_number: CALLER });
      expect(rung(scene)).toEqual([RAFE]);
    },
  );
});
