import { describe, expect, it } from "vitest";
import type { Person } from "../../simulator/types.ts";
import { LINE } from "../support/world.ts";
import { CALLER, heating, INES, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { causes, done, rangTogether, record, rings, rung, said, silentFor, talks, texts } from "./support/lookback.ts";
import { busy, caller, declines, ignores, mailbox, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const BURST = "A pipe burst behind the boiler and there is water everywhere";
const SEVEN_PM = "2026-02-18T19:00:00-06:00";

async function burst(people: Record<string, Person>): Promise<Scene> {
  const scene = openScene({ book: plumbing(), at: SEVEN_PM, people });
  scene.call(caller(BURST, "My name is Dana Fields"));
  await scene.play();
  return scene;
}

/** From one person's dial to the next one's. */
const betweenRings = (scene: Scene): number => {
  const [first, second] = rings(scene);
  return (second?.at ?? Number.NaN) - (first?.at ?? 0);
};

describe("seven in the evening, a burst pipe, and the plumber does not pick up", () => {
  it("rings the second person after twenty seconds, who is joined to the caller [S1-45]", async () => {
    using scene = await burst({ [INES]: takes(7_000) });
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(betweenRings(scene)).toBe(20_000);
    expect(done(scene, "dial").map(({ body }) => body)).toMatchObject([{ timeout_secs: 20 }, { timeout_secs: 20 }]);
    expect(scene.carrier.sounds().some(({ what, number }) => what === "loop" && number === CALLER)).toBe(true);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred", handled_by: "ines", name: "Dana Fields" });
  });

  it("never leaves the caller in silence for more than eight seconds", async () => {
    using scene = await burst({ [INES]: takes(7_000) });
    expect(silentFor(scene, 8_000)).toEqual([]);
    expect(done(scene, "playback_start").length).toBeGreaterThan(0);
  });

  it("never rings both at once", async () => {
    using scene = await burst({ [INES]: takes(7_000) });
    expect(rangTogether(scene)).toBe(false);
  });
});

describe("what a phone answers", () => {
  const AT_ONCE = 4_000;
  it.each<[string, Person, string]>([
    ["a phone that is declined", declines, "call_rejected"],
    ["a busy phone", busy, "user_busy"],
    ["a silenced phone", { does: "do-not-disturb" }, "normal_clearing"],
    ["a number that does not exist", { does: "not-found" }, "not_found"],
    ["a phone that cannot be reached", { does: "unreachable" }, "destination_unavailable"],
  ])("goes to the next person at once after %s, without the rest of its seconds [S1-46]", async (_, person, cause) => {
    using scene = await burst({ [WALT]: person, [INES]: takes() });
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(causes(scene, WALT)).toEqual([cause]);
    expect(betweenRings(scene)).toBeLessThan(AT_ONCE);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
  });

  it("tries a person once more after a failure of the carrier, which says nothing about the person, and then the next", async () => {
    using scene = openScene({ book: plumbing(), people: { [WALT]: { does: "unreachable" }, [INES]: takes() } });
    const passOn = scene.onWebhook;
    scene.onWebhook = (webhook) => {
      const { payload } = webhook.body.data;
      if (payload.hangup_cause === "destination_unavailable") payload.hangup_cause = "unspecified";
      passOn(webhook);
    };
    scene.call(caller(BURST));
    await scene.play();
    expect(rung(scene)).toEqual([WALT, WALT, INES]);
    expect((rings(scene)[2]?.at ?? Number.NaN) - (rings(scene)[0]?.at ?? 0)).toBeLessThan(AT_ONCE);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
  });

  it("does not ring again whoever declined while the caller waits; the promise asks them once a round", async () => {
    using scene = await burst({ [WALT]: declines, [INES]: ignores });
    expect(rung(scene)).toEqual([WALT, INES, WALT, INES, WALT, INES, WALT, INES]);
    expect(record(scene)).toMatchObject({ outcome: "callback_later" });
  });

  it("gives a person who picks up and presses nothing up, and goes on", async () => {
    const silent: Person = { does: "answer", afterMs: 3_000, presses: null, pressAfterMs: 0, talksMs: null };
    using scene = await burst({ [WALT]: silent, [INES]: takes() });
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
  });

  it("goes on when somebody picks up and puts the phone down again", async () => {
    using scene = await burst({ [WALT]: { does: "hang-up", afterMs: 3_000, stayMs: 2_000 }, [INES]: takes() });
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
  });
});

describe("a mailbox that picks up", () => {
  it.each([500, 4_000, 15_000])(
    "after %d ms never gets the caller; the second person does [S1-46]",
    async (afterMs) => {
      using scene = await burst({ [WALT]: mailbox(afterMs), [INES]: takes() });
      expect(rung(scene)).toEqual([WALT, INES]);
      expect(talks(scene)).toMatchObject([{ with: INES }]);
      expect(said(scene, WALT).join(" ")).not.toMatch(/Dana|972/);
      expect(scene.carrier.legs().find(({ to }) => to === WALT)?.hangupCause).toBe("normal_clearing");
    },
  );

  it("on every phone ends in a promise, and the caller is joined to none", async () => {
    using scene = await burst({ [WALT]: mailbox(), [INES]: mailbox() });
    expect(talks(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "callback_later", callback: { words: "within 30 minutes" } });
    expect(texts(scene, WALT)[0]).toContain("Emergency call from Dana Fields");
  });
});

describe("a mobile that forwards the ring back to our number", () => {
  it("has the returning call rejected as busy, without a loop, and the next person rung", async () => {
    using scene = await burst({ [WALT]: { does: "forward", afterMs: 4_000, to: LINE }, [INES]: takes() });
    expect(done(scene, "reject").map(({ body }) => body)).toEqual([expect.objectContaining({ cause: "USER_BUSY" })]);
    expect(scene.carrier.legs().filter(({ direction }) => direction === "incoming")).toHaveLength(2);
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(betweenRings(scene)).toBeLessThan(8_000);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
    expect(scene.crm.records.map(({ body }) => body.caller_number)).toEqual([CALLER]);
  });

  it("has it rejected too when the desk, which knows whose phones ring, cannot be reached", async () => {
    using scene = openScene({
      book: plumbing(),
      people: { [WALT]: { does: "forward", afterMs: 4_000, to: LINE }, [INES]: takes() },
    });
    scene.platform.knobs.transport = (object) =>
      object.includes("desk:") && scene.platform.clock.now < scene.startAt + 60_000
        ? { delayMs: 0, fails: "hangs" }
        : { delayMs: 0, fails: null };
    scene.call(caller(BURST));
    await scene.play();
    expect(done(scene, "reject")).toHaveLength(1);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
    expect(texts(scene, LINE)).toEqual([]);
  });

  it("does no harm when both do it: the caller is promised a call", async () => {
    const forwards: Person = { does: "forward", afterMs: 2_000, to: LINE };
    using scene = await burst({ [WALT]: forwards, [INES]: forwards });
    expect(talks(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "callback_later" });
  });
});

describe("a group that takes the call without a key", () => {
  it("is joined as soon as the phone is picked up", async () => {
    using scene = openScene({
      book: heating({ accept: "at-once" }),
      accept: "at-once",
      people: { [RAFE]: takes(3_000) },
    });
    scene.call(caller("We have no heat and it is freezing in here"));
    await scene.play();
    expect(said(scene, RAFE)).toEqual([]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });
});
