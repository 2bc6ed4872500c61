import { describe, expect, it } from "vitest";
import type { World } from "../support/world.ts";
import { heating, RAFE } from "./support/businesses.ts";
import { done, heard, talks } from "./support/lookback.ts";
import { also, caller, takes } from "./support/people.ts";
import { openScene } from "./support/scene.ts";

const EARLY = { atMs: 1_500, says: "Hello, is that the heating people" };

async function transcriptOf(scene: World, call: string): Promise<string[]> {
  const view = await scene.view(call);
  return (view?.transcript ?? []).filter(({ speaker }) => speaker === "caller").map(({ text }) => text);
}

describe("a notice that must come first", () => {
  it("is spoken to its end before anything is transcribed", async () => {
    using scene = openScene({ book: heating({ notice: "strict" }), notice: "strict", people: { [RAFE]: takes() } });
    scene.call(also(caller("We have no heat and it is freezing in here"), EARLY));
    await scene.play();
    const [answer] = done(scene, "answer");
    const [start] = done(scene, "transcription_start");
    expect(JSON.stringify(answer?.body)).not.toContain("transcription");
    expect(start?.at).toBeGreaterThanOrEqual(heard(scene, "may be transcribed").endAt ?? Number.POSITIVE_INFINITY);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("in the greeting lets us listen from the answer, and keeps nothing that was said before it", async () => {
    using scene = openScene({ book: heating({ notice: "greeting" }), people: { [RAFE]: takes() } });
    const call = scene.call(also(caller("We have no heat and it is freezing in here"), EARLY));
    await scene.play();
    expect(JSON.stringify(done(scene, "answer")[0]?.body)).toContain("Deepgram");
    expect(await transcriptOf(scene, call)).toEqual(["We have no heat and it is freezing in here"]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("is left out where the rulebook has none, and everything is kept", async () => {
    using scene = openScene({ book: heating({ notice: "none" }), notice: "none", people: { [RAFE]: takes() } });
    const call = scene.call(also(caller("We have no heat and it is freezing in here"), EARLY));
    await scene.play();
    expect(await transcriptOf(scene, call)).toEqual([EARLY.says, "We have no heat and it is freezing in here"]);
  });
});
