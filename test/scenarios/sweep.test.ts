/** An alarm that the platform lost: the sweep finds the call again within a minute. */
import { describe, expect, it } from "vitest";
import { heating, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { record, rings, rung, talks, texts } from "./support/lookback.ts";
import { also, caller, hangsUp, ignores, inTurn, patient, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

/** The platform forgets the alarm and, with the instance, every timer in memory. */
function loseAlarm(scene: Scene, call: string): void {
  const slot = scene.calls.find(call);
  if (slot === undefined) throw new Error("the call has no object yet");
  slot.store.setAlarm(null);
  slot.evict();
}

const MINUTE_MS = 60_000;

describe("a call whose alarm was lost", () => {
  it("while a promise is open and nothing else would wake it: people are paged and rung all the same, a minute late at most", async () => {
    using scene = openScene({ book: plumbing(), people: { [WALT]: inTurn(ignores, takes(3_000)) }, sabotaged: true });
    const call = scene.call(also(caller("A pipe burst, there is water everywhere", "Ellen Ford"), hangsUp(80_000)));
    await scene.run({ forMs: 100_000 });
    const before = rung(scene).length;
    loseAlarm(scene, call);
    await scene.run({ forMs: 5 * MINUTE_MS });
    const again = rings(scene)[before];
    expect(again?.number).toBe(WALT);
    // Due three minutes after the caller left.
    expect(again?.at).toBeLessThanOrEqual(scene.startAt + 80_000 + 3 * MINUTE_MS + MINUTE_MS);
    expect(texts(scene, WALT).some((text) => text.startsWith("Nobody has taken this yet"))).toBe(true);
    expect(scene.crm.records.map(({ body }) => body.event)).toEqual(["call.completed", "callback.taken"]);
  });

  it("while the caller is silent on the line: the next words come within a minute, and the call ends", async () => {
    using scene = openScene({ book: heating(), sabotaged: true });
    const call = scene.call({ ...caller(), steps: [] });
    await scene.run({ forMs: 8_000 });
    loseAlarm(scene, call);
    await scene.run({ forMs: 3 * MINUTE_MS });
    expect(record(scene)).toMatchObject({ disposition: "silent" });
    expect(scene.carrier.legs()[0]?.endedAt).toBeLessThan(scene.startAt + 2 * MINUTE_MS);
  });

  it("in the middle of ringing: the next webhook or the sweep goes on", async () => {
    using scene = openScene({ book: heating(), people: { [JUNE]: takes(4_000) }, sabotaged: true });
    const call = scene.call(also(patient(caller("We have no heat and it is freezing in here")), hangsUp(170_000)));
    await scene.run({ forMs: 15_000 });
    loseAlarm(scene, call);
    await scene.run({ forMs: 4 * MINUTE_MS });
    expect(rung(scene)).toEqual([RAFE, JUNE]);
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
  });
});
