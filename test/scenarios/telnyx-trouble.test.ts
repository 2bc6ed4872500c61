import { describe, expect, it } from "vitest";
import type { Weather } from "../support/platform/network.ts";
import { CALLER, heating, JUNE, RAFE } from "./support/businesses.ts";
import { alerts, done, record, rings, rung, said, silentFor, talks, texts, turnEnd } from "./support/lookback.ts";
import { caller, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { BUSY, FAILS, FORBIDDEN, failsAfterDoing, overTelnyx, requestsOf } from "./support/telnyx-trouble.ts";

const NO_HEAT = "We have no heat and it is freezing in here";
const open = () => openScene({ book: heating(), people: { [RAFE]: takes(), [JUNE]: takes() } });
const play = async (scene: Scene, script = caller(NO_HEAT)): Promise<void> => {
  scene.call(script);
  await scene.play();
};

describe("a dial that Telnyx fails at", () => {
  it.each<[string, (scene: Scene) => Parameters<typeof overTelnyx>[1]]>([
    ["before doing it", () => (name, nth) => (name === "dial" && nth === 1 ? FAILS : null)],
    [
      "after doing it",
      (scene) => (name, nth, request) => (name === "dial" && nth === 1 ? failsAfterDoing(scene, request) : null),
    ],
    [
      "without an answer, not having done it",
      () => (name, nth) => (name === "dial" && nth === 1 ? { kind: "hangs" } : null),
    ],
    [
      "without an answer, having done it",
      () => (name, nth) => (name === "dial" && nth === 1 ? { kind: "answer-lost", how: "hangs" } : null),
    ],
    ["twice", () => (name, nth) => (name === "dial" && nth <= 2 ? FAILS : null)],
  ])("%s is sent again under the same command_id, and one phone rings once", async (_, weather) => {
    using scene = open();
    const ids = requestsOf(scene, "dial");
    overTelnyx(scene, weather(scene));
    await play(scene);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
    expect(rung(scene)).toEqual([RAFE]);
    expect(scene.carrier.legs().filter(({ to }) => to === RAFE)).toHaveLength(1);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("for want of patience is sent again when Telnyx said, under the same command_id", async () => {
    using scene = open();
    const ids = requestsOf(scene, "dial");
    overTelnyx(scene, (name, nth) => (name === "dial" && nth === 1 ? BUSY : null));
    await play(scene);
    expect(new Set(ids).size).toBe(1);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("for good is not announced; the caller is told that it did not work, is promised a call, and the owner is told", async () => {
    using scene = open();
    overTelnyx(scene, (name) => (name === "dial" ? FAILS : null));
    await play(scene);
    expect(rings(scene)).toEqual([]);
    const words = said(scene).join(" ");
    expect(words).not.toContain("ringing its technician");
    expect(words).toContain("could not connect you");
    expect(words).toMatch(/We will call you back within 30 minutes/);
    // A comforting word that is replaced before it began costs the new one's beginning.
    expect(silentFor(scene, 8_500)).toEqual([]);
    expect(texts(scene, JUNE)[0]).toMatch(/^Emergency call/);
    expect(record(scene)).toMatchObject({ outcome: "callback_later", urgency: "emergency" });
  });

  it("because the first number may not be called goes to the second person at once, and tells the owner why", async () => {
    using scene = open();
    overTelnyx(scene, (name, _, { body }) => (name === "dial" && body.includes(RAFE) ? FORBIDDEN : null));
    await play(scene);
    expect(rung(scene)).toEqual([JUNE]);
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
    expect(alerts(scene)).toEqual([expect.stringContaining("refused by Telnyx")]);
  });
});

describe("any command that Telnyx fails at once", () => {
  const COMMANDS = [
    "answer",
    "speak",
    "gather_using_speak",
    "bridge",
    "playback_start",
    "playback_stop",
    "transcription_stop",
    "hangup",
  ];
  const WEATHERS: readonly [string, Weather][] = [
    ["with 500", FAILS],
    ["with 429", BUSY],
    ["by saying nothing", { kind: "hangs" }],
    ["by doing it and saying nothing", { kind: "answer-lost", how: "hangs" }],
  ];
  it.each(COMMANDS.flatMap((command) => WEATHERS.map(([how, weather]) => [command, how, weather] as const)))(
    "%s %s: the caller is joined all the same",
    async (command, _, weather) => {
      using scene = open();
      overTelnyx(scene, (name, nth) => (name === command && nth === 1 ? weather : null));
      await play(scene);
      expect(talks(scene)).toMatchObject([{ with: RAFE }]);
      expect(done(scene, "dial")).toHaveLength(1);
      expect(record(scene)).toMatchObject({ outcome: "transferred" });
    },
  );
});

describe("any command that Telnyx fails for good", () => {
  it.each(["playback_start", "transcription_stop"])("%s: the caller is joined all the same", async (command) => {
    using scene = open();
    overTelnyx(scene, (name) => (name === command ? FAILS : null));
    await play(scene);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("speak: a caller who says it all the same is heard, and joined", async () => {
    using scene = open();
    overTelnyx(scene, (name) => (name === "speak" ? FAILS : null));
    await play(scene, { from: CALLER, talksMs: 40_000, steps: [{ atMs: 9_000, says: NO_HEAT }] });
    expect(rings(scene)[0]?.at).toBeLessThan(turnEnd(scene) + 5_000);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it("gather_using_speak: nobody can be asked for the key, and the caller is promised a call", async () => {
    using scene = open();
    overTelnyx(scene, (name) => (name === "gather_using_speak" ? FAILS : null));
    await play(scene);
    expect(talks(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "callback_later" });
  });

  it("bridge: the caller is not left between two people, but promised a call", async () => {
    using scene = open();
    overTelnyx(scene, (name) => (name === "bridge" ? FAILS : null));
    await play(scene);
    expect(talks(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ outcome: "callback_later" });
    expect(said(scene).at(-1)).toMatch(/Goodbye/);
  });

  it("answer, for longer than one command is tried: the caller is answered when Telnyx is back", async () => {
    using scene = open();
    overTelnyx(scene, (name, nth) => (name === "answer" && nth < 8 ? FAILS : null));
    await play(scene);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred" });
  });

  it("answer: the call is not open for ever, and the owner hears of it", async () => {
    using scene = open();
    overTelnyx(scene, (name) => (name === "answer" ? FAILS : null));
    await play(scene);
    expect(said(scene)).toEqual([]);
    expect(record(scene)).toMatchObject({ caller_number: CALLER });
    expect(scene.carrier.messages().map(({ text }) => text)).toEqual([
      expect.stringContaining("could not be answered"),
    ]);
  });
});
