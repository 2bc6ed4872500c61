/** Telnyx delivers at least once, in no certain order, and sometimes not at all. What comes of a call is the same. */
import { describe, expect, it } from "vitest";
import type { Webhook } from "../../simulator/types.ts";
import { createRandom } from "../support/platform/random.ts";
import { CALLER, heating, JUNE, plumbing, RAFE, WALT } from "./support/businesses.ts";
import { done, record, rung, talks, texts } from "./support/lookback.ts";
import { also, caller, hangsUp, type Script, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { lose } from "./support/telnyx-trouble.ts";

const URGENT = caller("We have no heat and it is freezing in here", "My name is Paula Oakley");
const QUOTE = caller("I would like a quote for a new furnace", "Gus Parker", "no that is all");

const openUrgent = () => openScene({ book: heating(), people: { [RAFE]: takes(7_000) } });

async function outcomeOf(script: Script, trouble: (scene: Scene) => void = () => {}) {
  using scene = openUrgent();
  trouble(scene);
  scene.call(script);
  await scene.play();
  const { name, phone, urgency, outcome, handled_by, route } = record(scene);
  return {
    rung: rung(scene),
    talkedWith: talks(scene).map((talk) => talk.with),
    record: { name, phone, urgency, outcome, handled_by, route },
    texts: texts(scene, CALLER),
    events: scene.crm.records.map(({ body }) => body.event),
  };
}

const KINDS: readonly [string, Script][] = [
  ["an emergency", URGENT],
  ["a quote at night", QUOTE],
];

describe("every webhook of a whole call", () => {
  it.each(KINDS)("delivered twice, of %s: nothing happens twice", async (_, script) => {
    const twice = await outcomeOf(script, (scene) => {
      scene.fate = () => [0, 300];
    });
    expect(twice).toEqual(await outcomeOf(script));
  });

  it.each(KINDS)("delivered again after ten seconds, of %s: nothing happens twice", async (_, script) => {
    const again = await outcomeOf(script, (scene) => {
      scene.fate = () => [0, 10_000];
    });
    expect(again).toEqual(await outcomeOf(script));
  });

  it.each(KINDS.flatMap(([kind, script]) => [1, 2, 3, 4, 5].map((seed) => [kind, seed, script] as const)))(
    "shuffled within half a second, of %s (shuffle %i): the same comes of it",
    async (_, seed, script) => {
      const random = createRandom(seed);
      const shuffled = await outcomeOf(script, (scene) => {
        scene.fate = () => [random.between(0, 500)];
      });
      expect(shuffled).toEqual(await outcomeOf(script));
    },
  );

  it("doubled and shuffled at once: the same comes of it", async () => {
    const random = createRandom(6);
    const shuffled = await outcomeOf(URGENT, (scene) => {
      scene.fate = () => [random.between(0, 400), random.between(0, 3_000)];
    });
    expect(shuffled).toEqual(await outcomeOf(URGENT));
  });

  it("that the Worker could not take the first time comes again, and nothing is missing", async () => {
    using scene = openUrgent();
    const failed = new Set<string>();
    scene.platform.knobs.transport = (object, method) => {
      const key = `${object} ${scene.platform.clock.now}`;
      const first = method === "receive" && !failed.has(key) && failed.size % 3 === 0;
      failed.add(key);
      return { delayMs: 0, fails: first ? "unreachable" : null };
    };
    scene.call(URGENT);
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred" });
  });
});

describe("a webhook that never comes", () => {
  const TYPES: readonly [type: string, nth: number][] = [
    ["call.answered", 1],
    ["call.initiated", 2],
    ["call.speak.started", 1],
    ["call.speak.ended", 1],
    ["call.speak.started", 2],
    ["call.speak.ended", 2],
    ["call.speak.ended", 3],
    ["call.gather.ended", 1],
    ["call.dtmf.received", 1],
    ["call.playback.started", 1],
    ["call.playback.ended", 1],
    ["call.transcription", 1],
    ["call.transcription", 4],
    ["call.hangup", 2],
  ];
  it.each(TYPES)(
    "%s (number %i): the caller is joined all the same, and the call ends in one record",
    async (type, nth) => {
      using scene = openUrgent();
      lose(scene, type, nth);
      scene.call(also(URGENT, hangsUp(150_000)));
      await scene.play();
      expect(talks(scene).map((talk) => talk.with)).toContain(RAFE);
      expect(record(scene)).toMatchObject({ outcome: "transferred" });
    },
  );

  it("call.answered of the technician: the caller goes on to the next person, who takes it", async () => {
    using scene = openScene({ book: heating(), people: { [RAFE]: takes(3_000), [JUNE]: takes(3_000) } });
    lose(scene, "call.answered", 2);
    scene.call(URGENT);
    await scene.play();
    expect(talks(scene)).toHaveLength(1);
    expect(record(scene)).toMatchObject({ outcome: "transferred" });
  });

  it("call.bridged on both legs: the talk is known all the same, and is not listened to", async () => {
    using scene = openUrgent();
    scene.fate = ({ body }: Webhook) => (body.data.event_type === "call.bridged" ? [] : [0]);
    scene.call(URGENT);
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(done(scene, "transcription_start")).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "transferred", handled_by: "rafe" });
  });

  it("call.hangup of a phone that nobody picks up: our own clock goes on to the next person [S1-46]", async () => {
    using scene = openScene({ book: plumbing(), people: { [WALT]: { does: "ignore" } } });
    lose(scene, "call.hangup", 1);
    scene.call(also(caller("A pipe burst, there is water everywhere"), hangsUp(80_000)));
    await scene.play();
    expect(rung(scene).slice(0, 2)).toEqual([WALT, "+12145550132"]);
    expect(scene.carrier.commands().find(({ name }) => name === "dial")?.body).toMatchObject({ timeout_secs: 20 });
  });

  it("call.hangup of a caller who leaves while it rings: the call is still closed, with one record", async () => {
    using scene = openUrgent();
    scene.fate = ({ body }: Webhook) =>
      body.data.event_type === "call.hangup" && body.data.payload.from === CALLER ? [] : [0];
    scene.call(also(URGENT, hangsUp(2_000, { during: "is ringing its technician" })));
    await scene.play();
    expect(talks(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ urgency: "emergency" });
  });

  it("any one of a quote at night: one record, and nobody rung", async () => {
    for (const type of ["call.answered", "call.speak.started", "call.speak.ended", "call.transcription"]) {
      using scene = openUrgent();
      lose(scene, type, 2);
      scene.call(QUOTE);
      await scene.play();
      expect(rung(scene)).toEqual([]);
      expect(record(scene)).toMatchObject({ outcome: "callback_later" });
    }
  });
});
