import { describe, expect, it } from "vitest";
import type { CallerStep } from "../../simulator/types.ts";
import { CALLER, heating, INES, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { done, heard, record, rings, rung, said, talks, texts, turnEnd } from "./support/lookback.ts";
import { also, caller, takes } from "./support/people.ts";
import { AFTERNOON, openScene } from "./support/scene.ts";

const QUARTER_TO_SEVEN = "2026-02-18T18:45:00-06:00";

describe("a routine question that turns into a leak while a callback is being taken", () => {
  const LEAK = "oh no, now it has burst, there is water everywhere on the floor";
  const escalated = async (last: Partial<CallerStep> = { next: true }) => {
    const scene = openScene({ book: plumbing(), at: QUARTER_TO_SEVEN, people: { [WALT]: takes(8_000) } });
    const asked = [
      "Hi, I wanted to know whether you install garbage disposals",
      "Maya Lopez, four six nine five five five zero one four four",
    ];
    scene.call(also(caller(...asked), { atMs: 1_200, says: LEAK, ...last }));
    await scene.play();
    return scene;
  };

  it("rings nobody before the leak, and the plumber within five seconds of it", async () => {
    using scene = await escalated();
    const [ring] = rings(scene);
    expect(rung(scene)).toEqual([WALT]);
    expect(ring?.at).toBeGreaterThan(scene.carrier.utterances().find(({ text }) => text === LEAK)?.at ?? 0);
    expect(ring?.at).toBeLessThan(turnEnd(scene, 3) + 5_000);
  });

  it("says nothing more of the callback, texts the caller nothing, and joins the two", async () => {
    using scene = await escalated();
    const after = scene.carrier
      .sounds()
      .filter(({ at, what, number }) => what === "speech" && number === CALLER && at > (rings(scene)[0]?.at ?? 0))
      .map(({ text }) => text)
      .join(" ");
    expect(after).not.toMatch(/call you back|9 AM|anything they should know|best number/i);
    expect(texts(scene, CALLER)).toEqual([]);
    expect(talks(scene)).toMatchObject([{ with: WALT }]);
  });

  it("keeps what it had learnt, and writes down an emergency that was transferred", async () => {
    using scene = await escalated();
    expect(record(scene)).toMatchObject({
      name: "Maya Lopez",
      phone: "+14695550144",
      urgency: "emergency",
      outcome: "transferred",
      callback: null,
    });
    expect(said(scene, WALT).at(-1)).toContain("Maya Lopez");
  });

  it("is rung for even while we are saying goodbye", async () => {
    using scene = await escalated({ during: "Goodbye" });
    expect(talks(scene)).toMatchObject([{ with: WALT }]);
    expect(record(scene)).toMatchObject({ urgency: "emergency", outcome: "transferred", callback: null });
  });

  it("is heard out when our goodbye ends in the middle of the sentence", async () => {
    using scene = await escalated({ during: "Goodbye", atMs: 6_500 });
    expect(talks(scene)).toMatchObject([{ with: WALT }]);
    expect(record(scene)).toMatchObject({ urgency: "emergency", outcome: "transferred" });
  });
});

describe("an emergency that is told while the owner's phone rings for a question", () => {
  it("goes on ringing that phone, once, and says to both what it is now", async () => {
    const book = heating().replace("members: [odile]", "members: [june]");
    using scene = openScene({ book, at: AFTERNOON, people: { [JUNE]: takes(9_000) } });
    const leak = { after: "see who is in", atMs: 200, says: "and we have no heat, it is freezing in here" };
    scene.call(also(caller("I have a question about my contract"), leak));
    await scene.play();
    expect(rung(scene)).toEqual([JUNE]);
    expect(heard(scene, "ringing June for you").at).toBeGreaterThan(heard(scene, "see who is in").at);
    expect(said(scene, JUNE)[0]).toMatch(/^Emergency call/);
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
    expect(record(scene)).toMatchObject({ urgency: "emergency", route: "Emergency by day" });
  });
});

describe("a caller who takes it back while it rings", () => {
  it("has the ringing stopped, the one who was rung told, and goes on as what it is now", async () => {
    using scene = openScene({ book: heating() });
    const relief = {
      after: "have your name",
      atMs: 500,
      says: "oh never mind, the heat is working again, you can cancel that",
    };
    scene.call(also(caller("We have no heat and it is freezing in here"), relief, { atMs: 90_000, hangsUp: true }));
    await scene.play();
    expect(rung(scene)).toEqual([RAFE]);
    expect(scene.carrier.legs().find(({ to }) => to === RAFE)?.hangupCause).toBe("originator_cancel");
    expect(heard(scene, "stopped the call to our team").at).toBeGreaterThan(turnEnd(scene, 2));
    expect(texts(scene, RAFE)).toEqual([expect.stringContaining("took the emergency back")]);
    expect(texts(scene, JUNE)).toEqual([]);
    expect(record(scene)).toMatchObject({ urgency: "routine" });
  });
});

describe("a caller who interrupts", () => {
  it("the greeting with an emergency is rung for before the greeting would have ended", async () => {
    using scene = openScene({ book: plumbing(), people: { [WALT]: takes() } });
    const interrupts = { during: "how can we help", atMs: 300, says: "There is water everywhere, a pipe burst" };
    scene.call({ ...caller(), steps: [interrupts] });
    await scene.play();
    const greeting = heard(scene, "how can we help");
    const wholeMs = (greeting.text.length / 15) * 1_000;
    expect((greeting.endAt ?? 0) - greeting.at).toBeLessThan(wholeMs);
    expect(done(scene, "playback_stop").length).toBeGreaterThan(0);
    expect(talks(scene)).toMatchObject([{ with: WALT }]);
    expect(rung(scene)).not.toContain(INES);
  });
});
