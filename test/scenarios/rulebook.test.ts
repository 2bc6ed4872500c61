/** The rulebook cannot break the phone line: KV is down, the document is broken or missing, and the call is taken. */
import { describe, expect, it } from "vitest";
import { FALLBACK, LINE } from "../support/world.ts";
import { heating, JUNE, ODILE, RAFE } from "./support/businesses.ts";
import { alerts, done, record, rung, said, talks, texts } from "./support/lookback.ts";
import { also, caller, hangsUp, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const URGENT = caller("We have no heat and it is freezing in here");
const AGAIN = { ...URGENT, from: "+19725550148" };
const people = { [RAFE]: takes(4_000), [FALLBACK]: takes(4_000) };

/** When Telnyx was told to answer, from the moment the caller came. */
const answeredAfterMs = (scene: Scene, call: string): number =>
  (done(scene, "answer").find(({ session }) => session === call)?.at ?? Number.NaN) -
  (scene.carrier.legs().find(({ session }) => session === call)?.startAt ?? 0);

/** One good call, so that there is a last good rulebook. */
async function afterOneCall(): Promise<Scene> {
  const scene = openScene({ book: heating(), people });
  scene.call(URGENT);
  await scene.play();
  return scene;
}

async function secondCall(scene: Scene): Promise<string> {
  const call = scene.call(AGAIN);
  await scene.play();
  return call;
}

describe("KV that does not answer", () => {
  it.each(["down", "hangs", { slowMs: 5_000 }] as const)(
    "(%o): the last good rulebook serves, and the phone is answered in time",
    async (trouble) => {
      using scene = await afterOneCall();
      scene.platform.kv.trouble = trouble;
      const call = await secondCall(scene);
      expect(answeredAfterMs(scene, call)).toBeLessThanOrEqual(150);
      expect(said(scene, AGAIN.from)[0]).toContain("Copperleaf Heating");
      expect(rung(scene)).toEqual([RAFE, RAFE]);
      expect(record(scene, call)).toMatchObject({ outcome: "transferred", business_id: "copperleaf" });
    },
  );

  it.each(["down", "hangs"] as const)(
    "(%s) from the very first call: the compiled-in rulebook rings the fallback number, and says so once",
    async (trouble) => {
      using scene = openScene({ book: heating(), people, accept: "at-once" });
      scene.platform.kv.trouble = trouble;
      const call = scene.call(URGENT);
      await scene.play();
      const again = await secondCall(scene);
      expect(answeredAfterMs(scene, call)).toBeLessThanOrEqual(150);
      expect(answeredAfterMs(scene, again)).toBeLessThanOrEqual(150);
      expect(rung(scene)).toEqual([FALLBACK, FALLBACK]);
      expect(talks(scene)).toMatchObject([{ with: FALLBACK }]);
      // Without KV nobody knows whose text it was that Telnyx confirms, so the one alert of two calls is sent once more.
      expect([...new Set(texts(scene, FALLBACK))]).toEqual([expect.stringContaining("KV does not answer")]);
      expect(texts(scene, FALLBACK).length).toBeLessThanOrEqual(2);
    },
  );

  it("and no fallback number: the caller is asked for name and number all the same", async () => {
    using scene = openScene({ book: heating(), people, env: { FALLBACK_NUMBER: "" } });
    scene.platform.kv.trouble = "down";
    scene.call(also(URGENT, hangsUp(90_000)));
    await scene.play();
    expect(rung(scene)).toEqual([]);
    expect(said(scene).join(" ")).toContain("Somebody will call you back");
  });
});

describe("a rulebook that somebody broke in KV", () => {
  const BROKEN: readonly [string, string][] = [
    ["half a file", heating().slice(0, 700)],
    ["a misspelt key", heating().replace("greeting:", "greting:")],
    ["somebody who is not there", heating().replace("members: [odile]", "members: [oddly]")],
    ["nothing at all", ""],
  ];
  it.each(BROKEN)("(%s): the last good one serves, and the owner is told once, with the place", async (_, text) => {
    using scene = await afterOneCall();
    scene.platform.kv.put("rulebook", text);
    const call = await secondCall(scene);
    expect(rung(scene)).toEqual([RAFE, RAFE]);
    expect(record(scene, call)).toMatchObject({ business_id: "copperleaf" });
    expect(alerts(scene)).toHaveLength(1);
    expect(texts(scene, JUNE)).toEqual([expect.stringMatching(/rulebook/)]);
  });

  it("in the middle of a call does not touch that call", async () => {
    using scene = openScene({ book: heating(), people });
    scene.call(URGENT);
    await scene.run({ forMs: 5_000 });
    scene.platform.kv.put("rulebook", "not a rulebook");
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(alerts(scene)).toEqual([]);
  });

  it("by an edit that is good serves from the next call on, and not before", async () => {
    using scene = openScene({ book: heating(), people: { ...people, [ODILE]: takes(4_000) } });
    scene.call(URGENT);
    await scene.run({ forMs: 5_000 });
    scene.platform.kv.put(
      "rulebook",
      heating().replace("night:  { members: [rafe, june]", "night:  { members: [odile]"),
    );
    await scene.play();
    expect(rung(scene)).toEqual([RAFE]);
    await secondCall(scene);
    expect(rung(scene)).toEqual([RAFE, ODILE]);
  });
});

describe("a number of its own business", () => {
  it("is served by that business's rulebook", async () => {
    const other = heating().replaceAll("copperleaf", "tinsmiths").replaceAll("Copperleaf", "Tinsmith");
    using scene = openScene({
      book: heating(),
      people,
      kv: { [`number:${LINE}`]: "tinsmiths", "rulebook:tinsmiths": other },
    });
    scene.call(URGENT);
    await scene.play();
    expect(said(scene)[0]).toContain("Tinsmith Heating");
    expect(record(scene)).toMatchObject({ business_id: "tinsmiths" });
  });
});
