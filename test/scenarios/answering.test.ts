/** First ring: `answer` leaves whatever else hangs. */
import { describe, expect, it } from "vitest";
import { CRM_HOST } from "../support/crm-receiver.ts";
import { FINE } from "../support/platform/network.ts";
import { heating, RAFE } from "./support/businesses.ts";
import { done, record, talks } from "./support/lookback.ts";
import { caller, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const ANSWER_WITHIN_MS = 150;
const open = () => openScene({ book: heating(), people: { [RAFE]: takes() } });

function hangs(scene: Scene, forMs: number, what: { desk?: boolean; kv?: boolean; crm?: boolean }): void {
  const { clock, knobs, kv } = scene.platform;
  const back = clock.now + forMs;
  const still = () => clock.now < back;
  knobs.transport = (object) => ({
    delayMs: what.desk && object.startsWith("DESKS/") && still() ? back - clock.now : 0,
    fails: null,
  });
  knobs.weather = ({ url }) =>
    what.crm && url.host === CRM_HOST && still() ? { kind: "fine", upMs: back - clock.now, downMs: 0 } : FINE;
  if (what.kv) kv.trouble = { slowMs: forMs };
}

describe("desk, KV and CRM that hang for ten seconds", () => {
  it.each([
    ["the desk", { desk: true }],
    ["the CRM", { crm: true }],
    ["desk and CRM", { desk: true, crm: true }],
  ])(
    "%s: `answer` is the first command, within 150 ms, and the emergency is rung as always [S3-01]",
    async (_, what) => {
      using scene = open();
      hangs(scene, 10_000, what);
      scene.call(caller("We have no heat and it is freezing in here"));
      await scene.play();
      const [first] = scene.carrier.commands();
      expect(first?.name).toBe("answer");
      expect((first?.at ?? Number.NaN) - scene.startAt).toBeLessThanOrEqual(ANSWER_WITHIN_MS);
      expect(talks(scene)).toMatchObject([{ with: RAFE }]);
      expect(record(scene)).toMatchObject({ outcome: "transferred" });
    },
  );

  it("all three: `answer` still leaves within 150 ms, and the caller is greeted within three seconds of the answer", async () => {
    using scene = openScene({ book: heating(), people: { [RAFE]: takes() }, accept: "at-once" });
    hangs(scene, 10_000, { desk: true, kv: true, crm: true });
    scene.call(caller("We have no heat and it is freezing in here"));
    await scene.play();
    const [answer] = done(scene, "answer");
    const [speak] = done(scene, "speak");
    expect((answer?.at ?? Number.NaN) - scene.startAt).toBeLessThanOrEqual(ANSWER_WITHIN_MS);
    expect((speak?.at ?? Number.NaN) - (scene.carrier.legs()[0]?.answeredAt ?? 0)).toBeLessThan(3_000);
  });

  it("nothing at all: `answer` leaves at once", async () => {
    using scene = open();
    scene.call(caller("We have no heat and it is freezing in here"));
    await scene.play();
    expect(done(scene, "answer")[0]?.at).toBe(scene.startAt);
  });
});

describe("callers who are turned away", () => {
  const loud = (book: string) => book.replace("alerts: june", 'alerts: june\nblocked: ["+19725550147"]');

  it("blocked ones are rejected before anybody answers, and leave no record", async () => {
    using scene = openScene({ book: loud(heating()), people: { [RAFE]: takes() } });
    scene.call(caller("We have no heat"));
    await scene.play();
    expect(scene.carrier.commands().map(({ name }) => name)).toEqual(["reject"]);
    expect(scene.crm.records).toEqual([]);
  });

  it("blocked ones are let go after the greeting began when the desk was too slow to say so", async () => {
    using scene = openScene({ book: loud(heating()), people: { [RAFE]: takes() } });
    scene.platform.knobs.transport = (object, method) => ({
      delayMs: object.includes("desk:") && method === "screen" ? 1_000 : 0,
      fails: null,
    });
    scene.call({ ...caller(), steps: [] });
    await scene.play();
    expect(done(scene, "hangup")).toHaveLength(1);
    expect(scene.crm.records).toEqual([]);
  });
});
