/**
 * Commands in any order, with people and callers who do as they like: whatever is sent, the carrier stays a carrier.
 * Every webhook and every command that it took is held against Telnyx's document on the way.
 */
import { describe, expect, it } from "vitest";
import { Random } from "../../simulator/random.ts";
import type { CallerStep, Json, Person } from "../../simulator/types.ts";
import { answers, DANA, Line, OURS, SAM } from "./line.ts";

const SEEDS = 150;
const STEPS = 60;

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[random.between(0, list.length - 1)] ?? list[0];

const somebody = (random: Random): Person =>
  pick<Person>(random, [
    answers({ afterMs: random.between(0, 8_000), talksMs: random.between(500, 20_000) }),
    answers({ presses: null }),
    { does: "ignore" },
    { does: "busy" },
    { does: "decline", afterMs: random.between(0, 9_000) },
    { does: "voicemail", afterMs: random.between(0, 20_000) },
    { does: "hang-up", afterMs: random.between(0, 5_000), stayMs: random.between(1, 5_000) },
    { does: "forward", afterMs: random.between(0, 5_000), to: OURS },
    { does: "not-found" },
  ]);

const something = (random: Random): CallerStep => {
  const atMs = random.between(0, 30_000);
  return pick<CallerStep>(random, [
    { atMs, says: "there is water everywhere in my kitchen" },
    { atMs, presses: "1" },
    { atMs, after: "hello", says: "hello yourself" },
    { atMs: atMs + 10_000, hangsUp: true },
  ]);
};

const COMMANDS: readonly [[string, { [key: string]: Json }], ...[string, { [key: string]: Json }][]] = [
  ["answer", { transcription: true }],
  ["speak", { payload: "hello, this is the line", voice: "male" }],
  ["speak", { payload: "hello again", voice: "male", stop: "all" }],
  ["playback_start", { audio_url: "https://firstring.test/audio/hold.wav", loop: "infinity" }],
  ["playback_stop", {}],
  ["gather_using_speak", { payload: "press 1", voice: "male", valid_digits: "1", maximum_digits: 1 }],
  ["gather", { maximum_digits: 2 }],
  ["gather_stop", {}],
  ["transcription_start", { transcription_engine: "Telnyx" }],
  ["transcription_stop", {}],
  ["transfer", { to: SAM, park_after_unbridge: "self" }],
  ["reject", { cause: "USER_BUSY" }],
  ["hangup", {}],
];

function play(seed: number): Line {
  const random = new Random(seed);
  const line = new Line({ [SAM]: somebody(random), [DANA]: somebody(random) }, {}, {}, { seed });
  line.arrive({ steps: [something(random), something(random), something(random)] });
  for (let step = 0; step < STEPS; step++) {
    const legs = line.carrier.legs().map(({ control }) => control);
    const leg = legs[random.between(0, legs.length - 1)] ?? "";
    const other = legs[random.between(0, legs.length - 1)] ?? "";
    const draw = random.between(0, 9);
    if (draw === 0) line.send("POST", "/v2/calls", dialBody(random, leg));
    else if (draw === 1)
      line.post(leg, "bridge", { call_control_id: other, prevent_double_bridge: random.chance(0.5) });
    else line.post(leg, ...pick(random, COMMANDS));
    line.run(random.between(0, 3_000));
  }
  line.run(20_000_000);
  return line;
}

const dialBody = (random: Random, link_to: string): { [key: string]: Json } => ({
  connection_id: "2811212257810187875",
  to: pick(random, [SAM, DANA]),
  from: OURS,
  link_to,
  timeout_secs: 20,
  bridge_on_answer: random.chance(0.3),
  answering_machine_detection: "premium",
});

describe("any commands in any order", () => {
  const lines = Array.from({ length: SEEDS }, (_, seed) => play(seed));

  it("end every leg at most once, and nothing is told of a leg after that", () => {
    for (const line of lines) {
      for (const { control, state } of line.carrier.legs()) {
        const types = line.types(control);
        expect(types.filter((type) => type === "call.hangup")).toHaveLength(state === "ended" ? 1 : 0);
        if (state === "ended") expect(types.at(-1)).toBe("call.hangup");
      }
    }
  });

  it("answer a leg at most once, and only speak on it afterwards", () => {
    for (const line of lines) {
      for (const { control } of line.carrier.legs()) {
        const types = line.types(control);
        expect(types.filter((type) => type === "call.answered").length).toBeLessThanOrEqual(1);
        const spoken = types.findIndex((type) => /speak|playback|gather|dtmf|transcription|bridged/.test(type));
        if (spoken >= 0) expect(types.slice(0, spoken)).toContain("call.answered");
      }
    }
  });

  it("end whatever began to be heard", () => {
    for (const line of lines) {
      for (const { control, state } of line.carrier.legs()) {
        const types = line.types(control);
        const count = (type: string) => types.filter((one) => one === type).length;
        expect(count("call.speak.started")).toBe(count("call.speak.ended"));
        if (state === "ended") expect(count("call.playback.started")).toBe(count("call.playback.ended"));
      }
    }
  });

  it("join a leg with one other at a time, and that one with it", () => {
    for (const line of lines) {
      const legs = new Map(line.carrier.legs().map((leg) => [leg.control, leg]));
      for (const { control, bridgedWith, state } of legs.values()) {
        expect(state === "bridged").toBe(bridgedWith !== null);
        if (bridgedWith !== null) expect(legs.get(bridgedWith)?.bridgedWith).toBe(control);
      }
    }
  });

  it("are told in the order in which they happened, each under an id of its own", () => {
    for (const line of lines) {
      const stamps = line.webhooks.map(({ body }) => body.data.occurred_at);
      expect(stamps).toEqual([...new Set(stamps)].sort());
      expect(new Set(line.webhooks.map(({ body }) => body.data.id)).size).toBe(line.webhooks.length);
    }
  });
});
