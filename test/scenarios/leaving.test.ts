import { describe, expect, it } from "vitest";
import { CALLER, heating, INES, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { causes, done, heard, record, rung, said, talks, texts } from "./support/lookback.ts";
import { also, caller, hangsUp, ignores, inTurn, patient, type Script, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const BURST = "A pipe burst and there is water everywhere in the kitchen";

describe("a caller who hangs up", () => {
  const left = async (script: Script, people = {}): Promise<Scene> => {
    const scene = openScene({ book: plumbing(), people });
    scene.call(script);
    await scene.play();
    return scene;
  };
  const whileItRings = also(caller(BURST), hangsUp(4_000, { during: "ringing our plumber" }));

  it("while it rings, has every phone silenced at once, the plumber told, and one record [S1-47]", async () => {
    using scene = await left(whileItRings);
    const [caller_, walt] = scene.carrier.legs();
    expect(rung(scene)).toEqual([WALT]);
    expect(causes(scene, WALT)).toEqual(["originator_cancel"]);
    expect((walt?.endedAt ?? 0) - (caller_?.endedAt ?? 0)).toBeLessThan(1_000);
    expect(texts(scene, WALT)).toEqual([expect.stringMatching(/^Emergency call .*pipe burst.*972-555-0147$/)]);
    expect(record(scene)).toMatchObject({ disposition: "lost", outcome: "callback_later", phone: CALLER });
  });

  it("is not joined to somebody who presses the key in that same moment", async () => {
    using scene = await left(whileItRings, { [WALT]: takes(5_200, { pressAfterMs: 0 }) });
    expect(talks(scene)).toEqual([]);
    expect(done(scene, "bridge")).toEqual([]);
    expect(record(scene)).toMatchObject({ disposition: "lost" });
    expect(texts(scene, WALT)).toHaveLength(1);
  });

  it("between two rings leaves nobody ringing and no second ring", async () => {
    using scene = await left(also(caller(BURST), { atMs: 28_700, hangsUp: true }));
    expect(rung(scene).length).toBeLessThanOrEqual(2);
    expect(scene.carrier.legs().every(({ state }) => state === "ended")).toBe(true);
    expect(texts(scene, WALT)).toHaveLength(1);
    expect(record(scene)).toMatchObject({ disposition: "lost" });
  });

  it("before a word was said, has the phone answered and nobody rung", async () => {
    using scene = await left({ from: CALLER, steps: [hangsUp(2_000)] });
    expect(rung(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ disposition: "silent" });
  });

  it("before the phone was answered, leaves one record and no leg", async () => {
    using scene = await left({ from: CALLER, steps: [hangsUp(300)] });
    expect(said(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ disposition: "silent" });
    expect(texts(scene, CALLER)).toEqual([]);
  });

  it("after a promise, keeps the promise: both are paged and rung until one takes it", async () => {
    const people = { [INES]: inTurn(ignores, takes(3_000)) };
    using scene = await left(also(caller(BURST), hangsUp(1_000, { during: "within 30 minutes" })), people);
    expect(record(scene)).toMatchObject({ outcome: "callback_later", callback: { words: "within 30 minutes" } });
    expect(rung(scene)).toEqual([WALT, INES, WALT, INES]);
    expect(scene.crm.records.map(({ body }) => body.event)).toEqual(["call.completed", "callback.taken"]);
  });
});

describe("a person who leaves", () => {
  const talked = async (talksMs: number, then = takes(2_000)): Promise<Scene> => {
    const scene = openScene({ book: heating(), people: { [RAFE]: inTurn(takes(3_000, { talksMs }), then) } });
    scene.call(also(patient(caller("We have no heat and it is freezing")), hangsUp(180_000)));
    await scene.play();
    return scene;
  };

  it("within seconds of the bridge was cut off: the caller is listened to again, and rung on", async () => {
    using scene = await talked(3_000);
    const commands = scene.carrier.commands().map(({ name }) => name);
    const bridged = commands.indexOf("bridge");
    expect(heard(scene, "cut off").at).toBeGreaterThan(talks(scene)[0]?.at ?? 0);
    expect(commands.slice(bridged).filter((name) => name === "transcription_start")).toHaveLength(1);
    expect(rung(scene)).toEqual([RAFE, RAFE]);
    expect(talks(scene)).toMatchObject([{ with: RAFE, ms: 3_000 }, { with: RAFE }]);
    expect(record(scene)).toMatchObject({ disposition: "connected", handled_by: "rafe" });
  });

  it("within seconds, and nobody comes back: the caller is promised a call, never left on a dead line", async () => {
    using scene = await talked(3_000, ignores);
    expect(record(scene)).toMatchObject({ outcome: "callback_later", callback: { words: "within 30 minutes" } });
    expect(said(scene).at(-1)).toMatch(/Goodbye/);
  });

  it("after a real talk ends the call", async () => {
    using scene = await talked(45_000);
    expect(rung(scene)).toEqual([RAFE]);
    expect(said(scene).join(" ")).not.toContain("cut off");
    expect(record(scene)).toMatchObject({ disposition: "connected" });
    expect(scene.carrier.legs()[0]?.endedAt).toBeLessThan((talks(scene)[0]?.at ?? 0) + 47_000);
  });

  it("is not listened to while they talk with the caller", async () => {
    using scene = await talked(45_000);
    const talk = talks(scene)[0];
    const words = scene.courier.delivered.filter(
      ({ type, at }) => type === "call.transcription" && at >= (talk?.at ?? 0) && at < (talk?.at ?? 0) + 45_000,
    );
    expect(words).toEqual([]);
  });
});
