import { describe, expect, it } from "vitest";
import { heating, JUNE, ODILE, RAFE } from "./support/businesses.ts";
import { record, rung, said } from "./support/lookback.ts";
import { also, caller, hangsUp } from "./support/people.ts";
import { openScene } from "./support/scene.ts";

/** The same words at another time; the caller speaks some seven seconds after the ring. */
async function callAt(at: string, words: string) {
  using scene = openScene({ book: heating(), at });
  scene.call(also(caller(words), hangsUp(20_000)));
  await scene.play();
  return { first: rung(scene)[0] ?? null, route: record(scene).route, said: said(scene).join(" ") };
}

describe("the hour decides, by the clock on the wall of the business", () => {
  // Closed from 18:00 on; the first days are in winter and in summer, the others on the two Sundays and Mondays around a change.
  it.each([
    ["17:59 in winter", "2026-02-18T17:59:00-06:00", JUNE, "Emergency by day"],
    ["18:00 in winter", "2026-02-18T18:00:00-06:00", RAFE, "Emergency by night"],
    ["18:01 in winter", "2026-02-18T18:01:00-06:00", RAFE, "Emergency by night"],
    ["17:59 in summer", "2026-07-22T17:59:00-05:00", JUNE, "Emergency by day"],
    ["18:00 in summer", "2026-07-22T18:00:00-05:00", RAFE, "Emergency by night"],
    ["17:59 on the Monday after the clocks went forward", "2026-03-09T17:59:00-05:00", JUNE, "Emergency by day"],
    ["18:01 on the Monday after the clocks went forward", "2026-03-09T18:01:00-05:00", RAFE, "Emergency by night"],
    ["17:59 on the Monday after the clocks went back", "2026-11-02T17:59:00-06:00", JUNE, "Emergency by day"],
    ["18:01 on the Monday after the clocks went back", "2026-11-02T18:01:00-06:00", RAFE, "Emergency by night"],
    ["14:00 on the Sunday of the change", "2026-03-08T14:00:00-05:00", RAFE, "Emergency by night"],
  ])("an emergency at %s rings whom the rulebook names for it [S1-29]", async (_, at, first, route) => {
    expect(await callAt(at, "We have no heat and it is freezing in here")).toMatchObject({ first, route });
  });

  it.each([
    ["17:59", "2026-02-18T17:58:30-06:00", ODILE, "Office"],
    ["18:00", "2026-02-18T18:00:00-06:00", null, "Closed"],
    ["18:01", "2026-02-18T18:01:00-06:00", null, "Closed"],
  ])("a quote at %s goes to the office while it is open, and to nobody after", async (_, at, first, route) => {
    expect(await callAt(at, "I would like a quote for a new furnace")).toMatchObject({ first, route });
  });

  it("a call that begins a moment before closing is decided by the hour at which it is decided", async () => {
    expect(await callAt("2026-02-18T17:59:55-06:00", "I would like a quote for a new furnace")).toMatchObject({
      first: null,
      route: "Closed",
    });
  });

  it("a promise over the night of the change is nine o'clock on the wall", async () => {
    using scene = openScene({ book: heating(), at: "2026-03-06T19:00:00-06:00" });
    scene.call(also(caller("I would like a quote for a new furnace"), hangsUp(25_000)));
    await scene.play();
    expect(said(scene).join(" ")).toContain("on Monday at 9 AM");
    expect(record(scene)).toMatchObject({ callback: { due_at: "2026-03-09T14:00:00.000Z" } });
  });
});
