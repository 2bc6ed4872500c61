/** Broken, it still rings a human: whatever fails on our side, the caller's phone is answered by somebody. */
import { describe, expect, it } from "vitest";
import type { CallEvent } from "../../rules/call/events.ts";
import type { Phase } from "../../rules/call/state.ts";
import type { Person } from "../../simulator/types.ts";
import { FALLBACK } from "../support/world.ts";
import { CALLER, heating, JUNE, RAFE } from "./support/businesses.ts";
import { alerts, done, field, record, said, talks } from "./support/lookback.ts";
import { also, caller, declines, hangsUp, ignores, takes } from "./support/people.ts";
import { breakDecisions, breakRule } from "./support/sabotage.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { slowly } from "./support/telnyx-trouble.ts";

const URGENT = caller("We have no heat and it is freezing in here", "My name is Paula Oakley");
const QUOTE = caller("I would like a quote for a new furnace", "Gus Parker", "no that is all");

/** To whom the caller's own leg was sent on, in order. */
const transfers = (scene: Scene): string[] => done(scene, "transfer").map(({ body }) => field(body, "to"));
const statuses = (scene: Scene) => new Set(scene.courier.delivered.map(({ status }) => status));
/** What the rules choked on, kept for whoever repairs them. */
const poison = (scene: Scene) =>
  scene.calls
    .find(scene.placed[0] ?? "")
    ?.store.exec("SELECT detail FROM event WHERE type = 'poison'", [])
    .toArray();

const AT_HOME = { [RAFE]: takes(12_000, { pressAfterMs: 4_000 }), [JUNE]: takes(5_000) };

describe("decide throws", () => {
  const open = (script = URGENT, people: Record<string, Person> = AT_HOME) => {
    const scene = openScene({ book: heating(), sabotaged: true, people });
    scene.call(also(script, hangsUp(120_000)));
    return scene;
  };

  it.each<[Phase["name"] | "nothing yet", typeof URGENT]>([
    ["nothing yet", URGENT],
    ["arriving", URGENT],
    ["talking", URGENT],
    ["ringing", URGENT],
    ["connecting", URGENT],
    ["taking", QUOTE],
    ["parting", QUOTE],
  ])(
    "in the phase %s: the caller is sent to the first emergency person, the webhook gets 200, and one alert is raised",
    async (phase, script) => {
      using scene = open(script);
      breakDecisions((now) => (now?.phase.name ?? "nothing yet") === phase);
      await scene.play();
      expect(transfers(scene)).toEqual([RAFE]);
      expect(talks(scene).at(-1)).toMatchObject({ with: RAFE });
      expect(statuses(scene)).toEqual(new Set([200]));
      expect(alerts(scene)).toEqual([expect.stringContaining("failed on a call")]);
      expect(poison(scene)).toHaveLength(1);
    },
  );

  it("in the phase connected: the talk goes on, and one alert is raised", async () => {
    using scene = open();
    breakDecisions((now) => now?.phase.name === "connected");
    await scene.play();
    expect(transfers(scene)).toEqual([]);
    expect(talks(scene)).toMatchObject([{ with: RAFE, ms: 40_000 }]);
    expect(statuses(scene)).toEqual(new Set([200]));
    expect(alerts(scene)).toHaveLength(1);
    expect(poison(scene)).toHaveLength(1);
  });

  it("in the phase following-up, when the caller has gone: nobody is transferred, and the owner is told", async () => {
    using scene = open(URGENT, { [RAFE]: declines, [JUNE]: ignores });
    breakDecisions((now) => now?.phase.name === "following-up");
    await scene.run({ forMs: 15 * 60_000 });
    expect(transfers(scene)).toEqual([]);
    expect(alerts(scene)).toHaveLength(1);
    expect(poison(scene)).toHaveLength(1);
    expect(record(scene)).toMatchObject({ urgency: "emergency" });
  });

  it("once only, on a single word: the call is still brought to a person by the bail-out alone", async () => {
    using scene = open();
    let thrown = 0;
    breakDecisions((_, event) => event.type === "heard" && thrown++ === 0);
    await scene.play();
    expect(transfers(scene)).toEqual([RAFE]);
    expect(done(scene, "dial")).toEqual([]);
  });

  it("and the first person does not pick up: the next, the owner and the fallback number follow", async () => {
    using scene = open(URGENT, { [RAFE]: declines, [JUNE]: ignores, [FALLBACK]: takes(3_000) });
    breakDecisions((call) => call?.phase.name === "talking");
    await scene.play();
    expect(transfers(scene)).toEqual([RAFE, JUNE, FALLBACK]);
    expect(talks(scene)).toMatchObject([{ with: FALLBACK }]);
  });

  it("while a phone rings: that phone is silenced before the caller is sent on", async () => {
    using scene = open(URGENT, { [RAFE]: takes(15_000) });
    breakDecisions((call, event) => call?.phase.name === "ringing" && event.type === "speech.ended");
    await scene.play();
    const rung = scene.carrier.legs().filter(({ to }) => to === RAFE);
    expect(rung).toHaveLength(2);
    expect(rung[0]?.hangupCause).toBe("originator_cancel");
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it.each<[string, CallEvent["type"]]>([
    ["the answer to the dial", "command.accepted"],
    ["its first webhook", "leg.initiated"],
    ["a word while the dial is on its way", "heard"],
  ])("on %s: the phone that was dialled is silenced, and rings again for the caller alone", async (_, type) => {
    using scene = open(URGENT, { [RAFE]: takes(9_000) });
    slowly(scene, "dial", type === "heard" ? 1_500 : 0);
    breakDecisions((call, event) => call?.phase.name === "ringing" && event.type === type);
    await scene.play();
    const [dialled, sentOn, ...others] = scene.carrier.legs().filter(({ to }) => to === RAFE);
    expect(others).toEqual([]);
    expect(dialled).toMatchObject({ answeredAt: null, hangupCause: "originator_cancel" });
    expect(sentOn?.answeredAt).not.toBeNull();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });
});

describe("other questions to our rules that throw", () => {
  it.each(["nextDeadline", "due"] as const)("%s: the caller reaches a person", async (part) => {
    using scene = openScene({ book: heating(), sabotaged: true, people: { [RAFE]: takes(4_000) } });
    breakRule(part);
    scene.call(also(URGENT, hangsUp(90_000)));
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(statuses(scene)).toEqual(new Set([200]));
  });

  it.each(["stillWanted", "brokenInvariants"] as const)("%s: nothing is noticed by anyone", async (part) => {
    using scene = openScene({ book: heating(), sabotaged: true, people: { [RAFE]: takes(4_000) } });
    breakRule(part);
    scene.call(URGENT);
    await scene.run({ forMs: 15 * 60_000 });
    expect(transfers(scene)).toEqual([]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred", caller_number: CALLER });
    expect(said(scene, RAFE)).toHaveLength(2);
  });
});
