import { describe, expect, it } from "vitest";
import { CALLER, heating, JUNE } from "./support/businesses.ts";
import { done, field, heard, record, rung, said, talks, texts } from "./support/lookback.ts";
import { also, caller, type Script, takes } from "./support/people.ts";
import { AFTERNOON, openScene, type Scene } from "./support/scene.ts";

const NOBODY: Script = { from: CALLER, steps: [] };

const NOTHING = ["", Number.NaN] as const;

/** Milliseconds from the answer. */
const since = (scene: Scene, at: number): number => at - (scene.carrier.legs()[0]?.answeredAt ?? 0);

describe("a caller who says nothing", () => {
  const quiet = async (notice: "greeting" | "none" = "greeting") => {
    const scene = openScene({ book: heating({ notice }), at: AFTERNOON, notice });
    scene.call(NOBODY);
    await scene.play();
    return scene;
  };

  it("is asked again about six and fourteen seconds after the answer, the second time with keys", async () => {
    using scene = await quiet("none");
    const asked = done(scene, "speak").map(({ at, body }) => [field(body, "payload"), since(scene, at)] as const);
    const [, [first, firstMs] = NOTHING, [second, secondMs] = NOTHING] = asked;
    expect(first).toMatch(/are you there/i);
    expect(firstMs).toBeGreaterThanOrEqual(6_000);
    expect(firstMs).toBeLessThan(7_500);
    expect(second).toMatch(/press 1/i);
    expect(secondMs).toBeGreaterThanOrEqual(14_000);
    expect(secondMs).toBeLessThan(15_500);
  });

  it("is asked after the greeting and a moment to begin, however long the greeting is", async () => {
    using scene = await quiet();
    expect(heard(scene, "Are you there").at).toBeGreaterThan((heard(scene, "how can we help").endAt ?? 0) + 3_000);
  });

  it("is let go by us after half a minute and not before ten seconds", async () => {
    using scene = await quiet();
    const [leg] = scene.carrier.legs();
    const hangup = done(scene, "hangup");
    expect(hangup).toHaveLength(1);
    expect(since(scene, leg?.endedAt ?? 0)).toBeGreaterThan(10_000);
    expect(since(scene, leg?.endedAt ?? 0)).toBeLessThan(35_000);
  });

  it("is texted, rung about to nobody, and written down as silent, not as a lead without a name", async () => {
    using scene = await quiet();
    expect(texts(scene, CALLER)).toEqual([expect.stringContaining("could not hear you")]);
    expect(rung(scene)).toEqual([]);
    expect(texts(scene, JUNE)).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "silent", disposition: "silent", callback: null });
  });

  it("is rung for after all with key 1", async () => {
    using scene = openScene({ book: heating(), at: AFTERNOON, people: { [JUNE]: takes() } });
    scene.call(also(NOBODY, { after: "press 1", atMs: 1_000, presses: "1" }, { atMs: 120_000, hangsUp: true }));
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred", urgency: "emergency" });
  });
});

describe("an engine that hears nothing", () => {
  const engines = (scene: Scene) => [
    ...done(scene, "answer").map(({ body }) => engineOf(body)),
    ...done(scene, "transcription_start").map(({ body }) => engineOf(body)),
  ];

  it("is replaced by the second one, which hears the caller", async () => {
    using scene = openScene({
      book: heating(),
      quirks: { deafEngines: ["deepgram"] },
      people: { [JUNE]: takes() },
      at: AFTERNOON,
    });
    const again = { after: "are you there", atMs: 500, says: "We have no heat and it is freezing in here" };
    scene.call(also(caller("We have no heat, can you hear me"), again));
    await scene.play();
    expect(engines(scene).slice(0, 2)).toEqual(["Deepgram", "Google"]);
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
  });

  it("and a second that hears nothing either end politely, with a text to the caller", async () => {
    using scene = openScene({ book: heating(), quirks: { deafEngines: ["deepgram", "google"] }, at: AFTERNOON });
    const words = "We have no heat and it is freezing in here";
    scene.call(also(caller(words, words, words)));
    await scene.play();
    expect(engines(scene)).toEqual(["Deepgram", "Google"]);
    expect(heard(scene, "Please call us again. Goodbye.").endAt).not.toBeNull();
    expect(texts(scene, CALLER)).toHaveLength(1);
    expect(record(scene)).toMatchObject({ disposition: "silent" });
    expect(said(scene).at(-1)).toMatch(/Goodbye/);
  });
});

function engineOf(body: unknown): string {
  const config: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "transcription_config") : null;
  return field(body, "transcription_engine") || field(config, "transcription_engine");
}
