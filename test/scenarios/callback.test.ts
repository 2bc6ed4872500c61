import { describe, expect, it } from "vitest";
import { CALLER, heating, INES, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { heard, record, rings, rung, said, sentTo, texts, turnEnd } from "./support/lookback.ts";
import { also, caller, hangsUp, ignores, inTurn, takes } from "./support/people.ts";
import { openScene } from "./support/scene.ts";

const QUOTE = "Hello, I would like somebody to give me a quote on a new furnace";

describe("half past eight in the evening, a quote for a furnace", () => {
  const evening = async (at?: string) => {
    const scene = openScene({ book: heating(), people: { [RAFE]: takes(), [JUNE]: takes() }, ...(at ? { at } : {}) });
    scene.call(
      caller(QUOTE, "Gus Parker", "two one four five five five zero one seven two", "the old one works, it can wait"),
    );
    await scene.play();
    return scene;
  };

  it("rings nobody", async () => {
    using scene = await evening();
    expect(rung(scene)).toEqual([]);
  });

  it("promises nine o'clock of the next working day, and says the word emergency to nobody", async () => {
    using scene = await evening();
    expect(said(scene).join(" ")).toContain("tomorrow morning at 9 AM");
    expect([...said(scene), ...texts(scene, CALLER)].join(" ")).not.toMatch(/emergency|urgent/i);
  });

  it("writes down name, number, what it is about and the hour that was promised, and dials nobody [S1-33]", async () => {
    using scene = await evening();
    expect(record(scene)).toMatchObject({
      name: "Gus Parker",
      phone: "+12145550172",
      caller_number: CALLER,
      urgency: "routine",
      outcome: "callback_later",
      notes: expect.stringMatching(/furnace.*can wait/),
      callback: { due_at: "2026-02-19T15:00:00.000Z" },
    });
    expect(rung(scene)).toEqual([]);
  });

  it("texts the caller once, with the same hour", async () => {
    using scene = await evening();
    expect(texts(scene, CALLER)).toEqual([
      "Thank you for calling Copperleaf Heating. We will call you back tomorrow morning at 9 AM.",
    ]);
  });

  it("names the weekday when the next working day is further away [S1-36]", async () => {
    using scene = await evening("2026-02-20T18:30:00-06:00");
    expect(said(scene).join(" ")).toContain("on Monday at 9 AM");
    expect(texts(scene, CALLER)).toEqual([expect.stringContaining("on Monday at 9 AM")]);
    expect(record(scene)).toMatchObject({ callback: { due_at: "2026-02-23T15:00:00.000Z" } });
  });

  it("keeps what it has from a caller who hangs up early [S1-30]", async () => {
    using scene = openScene({ book: heating() });
    scene.call(also(caller(QUOTE, "Gus Parker"), hangsUp(500, { after: "best number" })));
    await scene.play();
    expect(record(scene)).toMatchObject({ name: "Gus Parker", phone: CALLER, outcome: "callback_later" });
  });
});

describe("water through the ceiling, and nobody picks up", () => {
  const LEAK = "Hi, water is coming through the ceiling of my hallway";
  const night = async (people = {}) => {
    const scene = openScene({ book: plumbing(), at: "2026-02-18T23:12:00-06:00", people });
    const answers = {
      after: "name and number",
      atMs: 900,
      says: "Ellen Ford, nine seven two five five five zero one six one",
    };
    scene.call(also(caller(LEAK), answers));
    await scene.play();
    return scene;
  };

  it("rings both for twenty seconds each, and then promises a call within half an hour", async () => {
    using scene = await night();
    const [first, second] = rings(scene);
    expect([first?.number, second?.number]).toEqual([WALT, INES]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(20_000);
    expect(heard(scene, "within 30 minutes").at).toBeGreaterThan((second?.at ?? 0) + 20_000);
    expect(said(scene).join(" ")).not.toMatch(/leave a message|morning|tomorrow/i);
  });

  it("texts the owner within ten seconds of the caller's answer, with name, topic and number", async () => {
    using scene = await night();
    const [page] = sentTo(scene, WALT);
    expect(page?.text).toBe(`Emergency call from Ellen Ford, topic: ${LEAK}, callback number: 972-555-0161`);
    expect(page?.at).toBeLessThan(turnEnd(scene, 2) + 10_000);
  });

  it("writes down whom to call, on which number, and by when", async () => {
    using scene = await night();
    const promisedAt = (rings(scene)[1]?.at ?? 0) + 20_000;
    expect(record(scene)).toMatchObject({
      name: "Ellen Ford",
      phone: "+19725550161",
      urgency: "emergency",
      outcome: "callback_later",
      callback: { due_at: new Date(promisedAt + 30 * 60_000).toISOString(), words: "within 30 minutes" },
    });
  });

  it("pages and rings both again until one of them takes it, and tells that one all there is", async () => {
    using scene = await night({ [INES]: inTurn(ignores, ignores, takes(5_000)) });
    expect(rung(scene)).toEqual([WALT, INES, WALT, INES, WALT, INES]);
    expect(texts(scene, WALT).filter((text) => text.startsWith("Nobody has taken this yet"))).toHaveLength(2);
    expect(heard(scene, "9 7 2, 5 5 5, 0 1 6 1", INES).text).toContain("Ellen Ford");
    expect(scene.crm.records.map(({ body }) => body.event)).toEqual(["call.completed", "callback.taken"]);
  });

  it("raises the alarm when the promise falls due and nobody has taken it [S1-47]", async () => {
    using scene = await night();
    expect(rung(scene)).toHaveLength(8);
    expect(texts(scene, WALT).at(-1)).toMatch(/fell due/);
    expect(scene.crm.records.map(({ body }) => body.event)).toEqual(["call.completed", "callback.overdue"]);
  });
});
