/** Answer and timeout, or two ends, in the same moment and in both orders. */
import { describe, expect, it } from "vitest";
import type { Webhook } from "../../simulator/types.ts";
import { heating, INES, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { done, record, rung, talks } from "./support/lookback.ts";
import { caller, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const FLOOD = "There is water everywhere, a pipe burst";

async function flood(walt: ReturnType<typeof takes>, fate?: (webhook: Webhook) => readonly number[]): Promise<Scene> {
  const scene = openScene({ book: plumbing(), people: { [WALT]: walt, [INES]: takes(3_000) } });
  if (fate) scene.fate = fate;
  scene.call(caller(FLOOD));
  await scene.play();
  return scene;
}

const late = (type: string, ms: number) => (webhook: Webhook) =>
  webhook.body.data.event_type === type && webhook.body.data.payload.direction !== "incoming" ? [ms] : [0];

describe("an answer that crosses the timeout of its twenty seconds", () => {
  // The phone rings half a second after the dial: picked up at 19.5 s of ringing, both happen in one moment.
  it.each([19_300, 19_400, 19_490, 19_499, 19_500, 19_501, 19_600])(
    "at %d ms of ringing: one bridge, and the second person is rung at most once",
    async (afterMs) => {
      using scene = await flood(takes(afterMs, { pressAfterMs: 200 }));
      expect(talks(scene)).toHaveLength(1);
      expect(done(scene, "bridge")).toHaveLength(1);
      expect(rung(scene).filter((number) => number === INES).length).toBeLessThanOrEqual(1);
      expect(rung(scene)[0]).toBe(WALT);
      expect(record(scene)).toMatchObject({ disposition: "connected" });
    },
  );

  it("whose webhook comes after the next person was rung, still lets only one of the two have the caller", async () => {
    using scene = await flood(takes(18_000, { pressAfterMs: 0 }), late("call.answered", 4_500));
    expect(talks(scene)).toHaveLength(1);
    expect(done(scene, "bridge")).toHaveLength(1);
    expect(record(scene)).toMatchObject({ disposition: "connected" });
  });
});

describe("the end of a ring, told late or told twice", () => {
  it.each([
    ["the hang-up comes three seconds late", late("call.hangup", 3_000)],
    [
      "the hang-up comes twice",
      (webhook: Webhook) => (webhook.body.data.event_type === "call.hangup" ? [0, 700] : [0]),
    ],
    ["the hang-up overtakes what was before it", late("call.initiated", 900)],
  ])("%s: the next person is rung once", async (_, fate) => {
    using scene = openScene({ book: plumbing(), people: { [INES]: takes(3_000) } });
    scene.fate = fate;
    scene.call(caller(FLOOD));
    await scene.play();
    expect(rung(scene)).toEqual([WALT, INES]);
    expect(talks(scene)).toMatchObject([{ with: INES }]);
  });
});

describe("a late key", () => {
  it("of somebody who was asked before their seconds were over counts, and the phone rung meanwhile is silenced", async () => {
    using scene = openScene({
      book: heating(),
      people: { [RAFE]: takes(18_000, { pressAfterMs: 6_000 }), [JUNE]: takes(15_000) },
    });
    scene.call(caller("We have no heat and it is freezing"));
    await scene.play();
    expect(rung(scene)).toEqual([RAFE, JUNE]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(scene.carrier.legs().find(({ to }) => to === JUNE)?.hangupCause).toBe("originator_cancel");
  });

  it("of both at the same time joins one of them and lets the other go", async () => {
    using scene = openScene({
      book: heating(),
      people: { [RAFE]: takes(18_000, { pressAfterMs: 6_000 }), [JUNE]: takes(2_000, { pressAfterMs: 500 }) },
    });
    scene.call(caller("We have no heat and it is freezing"));
    await scene.play();
    expect(talks(scene)).toHaveLength(1);
    expect(done(scene, "bridge")).toHaveLength(1);
  });
});
