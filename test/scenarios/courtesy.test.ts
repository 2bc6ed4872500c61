/** Texts to callers: one, with their leave, and never for money that nobody asked to spend. */
import { describe, expect, it } from "vitest";
import { LINE } from "../support/world.ts";
import { CALLER, heating } from "./support/businesses.ts";
import { record, sentTo, texts } from "./support/lookback.ts";
import { caller } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { FAILS, overTelnyx } from "./support/telnyx-trouble.ts";

const QUOTE = caller("I would like a quote for a new furnace", "Gus Parker", "no that is all");
const HOUR_MS = 3_600_000;

async function callsAgain(scene: Scene): Promise<void> {
  scene.call(QUOTE);
  await scene.play();
}

/** Somebody texts our number. */
async function replies(scene: Scene, words: string): Promise<void> {
  scene.carrier.text(CALLER, LINE, words, scene.platform.clock.now);
  // The carrier is looked at when somebody calls.
  scene.call({ from: "+19725550149", steps: [{ atMs: 100, hangsUp: true }] });
  await scene.run({ forMs: 10_000 });
}

describe("a caller who was promised a call", () => {
  it("is texted once, however often Telnyx brings its webhooks", async () => {
    using scene = openScene({ book: heating() });
    scene.fate = () => [0, 1_000];
    await callsAgain(scene);
    expect(texts(scene, CALLER)).toHaveLength(1);
  });

  it("and texts STOP gets no further text, from this call or the next ones", async () => {
    using scene = openScene({ book: heating() });
    await callsAgain(scene);
    await replies(scene, " Stop ");
    await scene.run({ forMs: 25 * HOUR_MS });
    await callsAgain(scene);
    expect(sentTo(scene, CALLER)).toHaveLength(1);
    expect(scene.crm.records.filter(({ body }) => body.outcome === "callback_later")).toHaveLength(2);
  });

  it("and texts START after it is texted again", async () => {
    using scene = openScene({ book: heating() });
    await callsAgain(scene);
    await replies(scene, "STOP");
    await replies(scene, "start");
    await scene.run({ forMs: 25 * HOUR_MS });
    await callsAgain(scene);
    expect(sentTo(scene, CALLER)).toHaveLength(2);
  });

  it("and texts anything else is texted as before", async () => {
    using scene = openScene({ book: heating() });
    await callsAgain(scene);
    await replies(scene, "thanks, please do not stop calling");
    await scene.run({ forMs: 25 * HOUR_MS });
    await callsAgain(scene);
    expect(sentTo(scene, CALLER)).toHaveLength(2);
  });

  it("and withheld the number is texted nothing", async () => {
    using scene = openScene({ book: heating() });
    scene.call({ ...QUOTE, from: "anonymous" });
    await scene.play();
    expect(scene.carrier.messages()).toEqual([]);
    expect(record(scene)).toMatchObject({ name: "Gus Parker", outcome: "callback_later" });
  });

  it("is not texted twice when nobody knows whether the first text left", async () => {
    using scene = openScene({ book: heating() });
    overTelnyx(scene, (name) => (name === "message" ? { kind: "answer-lost", how: "hangs" } : null));
    await callsAgain(scene);
    expect(texts(scene, CALLER)).toHaveLength(1);
  });

  it("is recorded and called back although no text can be sent at all", async () => {
    using scene = openScene({ book: heating() });
    overTelnyx(scene, (name) => (name === "message" ? FAILS : null));
    await callsAgain(scene);
    expect(texts(scene, CALLER)).toEqual([]);
    expect(record(scene)).toMatchObject({ name: "Gus Parker", outcome: "callback_later" });
  });
});
