import { describe, expect, it } from "vitest";
import { heating, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { heard, record, rings, rung, said, sayings, talks, texts, turnEnd } from "./support/lookback.ts";
import { caller, takes } from "./support/people.ts";
import { AFTERNOON, openScene } from "./support/scene.ts";
import { slowly } from "./support/telnyx-trouble.ts";

const NO_HEAT = "Good evening, we have no heat at all and it is twenty-eight degrees outside";

describe("half past eight in the evening, no heat, and twenty-eight degrees outside", () => {
  const evening = async () => {
    const scene = openScene({ book: heating(), people: { [RAFE]: takes(9_000) } });
    scene.call(caller(NO_HEAT, "My name is Paula Oakley"));
    await scene.play();
    return scene;
  };

  it("rings the technician on call first, within five seconds of what the caller said, and not the owner [S1-28] [S1-56]", async () => {
    using scene = await evening();
    expect(rung(scene)).toEqual([RAFE]);
    const ringing = scene.courier.delivered.filter(({ type }) => type === "call.initiated").at(-1);
    expect(ringing?.at).toBeLessThan(turnEnd(scene) + 5_000);
    expect(texts(scene, JUNE)).toEqual([]);
  });

  it("joins them after the key, with the name and the reason told to the technician before, and neither before the key [S1-41]", async () => {
    using scene = await evening();
    const [question, whisper] = said(scene, RAFE);
    expect(question).toContain("Press 1");
    expect(question).not.toContain("Paula");
    expect(whisper).toContain("Paula Oakley");
    expect(whisper).toContain("twenty-eight degrees");
    expect(talks(scene)).toMatchObject([{ with: RAFE, ms: 40_000 }]);
    expect(heard(scene, "Connecting you now", RAFE).endAt).toBeLessThanOrEqual(talks(scene)[0]?.at ?? 0);
  });

  it("asks nothing before the ring but how it can help, and promises no morning", async () => {
    using scene = await evening();
    const before = sayings(scene).filter(({ at }) => at < (rings(scene)[0]?.at ?? 0));
    expect(before.map(({ text }) => text)).toEqual([expect.stringContaining("how can we help?")]);
    expect(said(scene).join(" ")).not.toMatch(/morning|tomorrow|9 AM/i);
  });

  it("writes down that the caller was transferred, to whom, and how urgent it was", async () => {
    using scene = await evening();
    expect(record(scene)).toMatchObject({
      outcome: "transferred",
      disposition: "connected",
      urgency: "emergency",
      handled_by: "rafe",
      name: "Paula Oakley",
      route: "Emergency by night",
      callback: null,
    });
  });
});

describe("what is announced", () => {
  it("is not said before Telnyx has taken the dial", async () => {
    using scene = openScene({ book: heating(), people: { [RAFE]: takes() } });
    slowly(scene, "dial", 1_200);
    scene.call(caller(NO_HEAT));
    await scene.play();
    const announced = scene.carrier
      .commands()
      .find(({ body }) => JSON.stringify(body).includes("Copperleaf Heating is ringing"));
    expect(announced?.at).toBe((rings(scene)[0]?.at ?? 0) + 1_200);
  });

  it("is said to its end before anybody is rung, where the rulebook wants it so [S1-19]", async () => {
    using scene = openScene({ book: heating({ sayFirst: true }), people: { [RAFE]: takes() } });
    scene.call(caller(NO_HEAT));
    await scene.play();
    expect(rings(scene)[0]?.at).toBe(heard(scene, "Copperleaf Heating is ringing").endAt);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });
});

describe("by day", () => {
  it("rings the plumber at two in the afternoon, without asking where the flood is, and joins them", async () => {
    using scene = openScene({ book: plumbing(), at: AFTERNOON, people: { [WALT]: takes(4_000) } });
    scene.call(caller("Our water heater is flooding the cellar as we speak"));
    await scene.play();

    expect(rung(scene)).toEqual([WALT]);
    expect(rings(scene)[0]?.at).toBeLessThan(turnEnd(scene) + 5_000);
    expect(said(scene).join(" ")).not.toMatch(/address|where are you|street/i);
    expect(talks(scene)).toMatchObject([{ with: WALT }]);
    expect(record(scene)).toMatchObject({ urgency: "emergency", outcome: "transferred", handled_by: "walt" });
  });

  it("goes on to the technician after the owner's twenty seconds when the AC quit in ninety-five degrees", async () => {
    using scene = openScene({ book: heating(), at: "2026-07-21T14:00:00-05:00", people: { [RAFE]: takes(5_000) } });
    scene.call(caller("The AC just quit on us and it is ninety-five in here"));
    await scene.play();

    const [owner, technician] = rings(scene);
    expect(rung(scene)).toEqual([JUNE, RAFE]);
    expect((technician?.at ?? 0) - (owner?.at ?? 0)).toBe(20_000);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ urgency: "emergency", outcome: "transferred", handled_by: "rafe" });
  });

  it("decides in the middle of the sentence, before the caller has finished it [S1-09]", async () => {
    using scene = openScene({ book: plumbing(), at: AFTERNOON, people: { [WALT]: takes() } });
    const told =
      "There is water everywhere in the hall, and it is coming down the stairs, and I do not know what to do";
    scene.call(caller(told));
    await scene.play();
    expect(rings(scene)[0]?.at).toBeLessThan(turnEnd(scene) - 1_000);
  });
});
