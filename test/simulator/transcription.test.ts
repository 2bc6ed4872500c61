import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { CallerScript, Json } from "../../simulator/types.ts";
import { codeOf, Line } from "./line.ts";

const engine = (name: string, interims = true): { [key: string]: Json } => ({
  transcription_engine: name,
  transcription_engine_config: {
    transcription_engine: name,
    ...(name === "Deepgram" ? { transcription_model: "deepgram/nova-3" } : {}),
    ...(interims ? { interim_results: true } : {}),
  },
});

const says = (text: string, atMs = 1_000): Partial<CallerScript> => ({ steps: [{ atMs, says: text }] });
const result = z.object({
  transcript: z.string(),
  is_final: z.boolean(),
  confidence: z.number(),
  transcription_track: z.string().optional(),
});
const heard = (line: Line) =>
  line.seen({ type: "call.transcription" }).map(({ ms, payload }) => {
    const data = result.parse(payload.transcription_data);
    const { transcript: text, is_final: final, confidence, transcription_track: track } = data;
    return { ms, text, final, confidence, track };
  });
const finals = (line: Line) => heard(line).filter(({ final }) => final);

describe("transcription", () => {
  it("grows word by word while the caller speaks, and is final a moment after", () => {
    const line = new Line();
    Line.answered(line, says("my basement is filling with water"), {
      transcription: true,
      transcription_config: engine("Deepgram"),
    });
    line.run(10_000);
    const interims = heard(line).filter(({ final }) => !final);
    expect(interims.length).toBeGreaterThanOrEqual(5);
    for (const [index, { text }] of interims.entries()) {
      expect("my basement is filling with water").toMatch(new RegExp(`^${text}`));
      expect(text.length).toBeGreaterThan(interims[index - 1]?.text.length ?? 0);
    }
    const [last] = finals(line);
    expect(last?.text).toBe("my basement is filling with water");
    // 34 characters at 15 a second, from one second after the arrival, and 700 ms of silence.
    expect(last?.ms).toBe(1_000 + 2_267 + 700);
  });

  it("is sure of final words only", () => {
    const line = new Line();
    Line.answered(line, says("hello there"), { transcription: true, transcription_config: engine("Deepgram") });
    line.run(10_000);
    for (const { final, confidence } of heard(line)) {
      if (final) expect(confidence).toBeGreaterThan(0.89);
      else expect(confidence).toBe(0);
    }
  });

  it("hears nothing without being started", () => {
    const line = new Line();
    Line.answered(line, says("is anybody there"));
    line.run(10_000);
    expect(heard(line)).toEqual([]);
    expect(line.carrier.utterances().map(({ text }) => text)).toEqual(["is anybody there"]);
  });

  it("hears what is said after its start, even from the middle of a sentence", () => {
    const line = new Line();
    const control = Line.answered(line, says("one two three four five six seven eight"));
    line.run(1_100);
    line.post(control, "transcription_start", engine("Deepgram"));
    line.run(10_000);
    expect(finals(line)[0]?.text).toBe("five six seven eight");
  });

  it("hears nothing after its stop, not even what had already begun", () => {
    const line = new Line();
    const control = Line.answered(line, says("one two three four"), { transcription: true });
    line.run(1_500);
    expect(line.post(control, "transcription_stop").status).toBe(200);
    line.run(10_000);
    expect(finals(line)).toEqual([]);
  });

  it("loses the last words of a caller who hangs up on them", () => {
    const line = new Line();
    const steps = [
      { atMs: 1_000, says: "forget it" },
      { atMs: 2_000, hangsUp: true as const },
    ];
    Line.answered(line, { steps }, { transcription: true });
    line.run(10_000);
    expect(finals(line)).toEqual([]);
  });

  it.each([
    ["Google, unless asked for", engine("Google", false)],
    ["the Telnyx engine, even when asked for", { transcription_engine: "Telnyx" }],
  ])("sends no interim results with %s", (_, config) => {
    const line = new Line();
    Line.answered(line, says("the furnace quit last night"), { transcription: true, transcription_config: config });
    line.run(10_000);
    expect(heard(line).map(({ final }) => final)).toEqual([true]);
  });

  it("names the track with the Telnyx engine only", () => {
    for (const [name, track] of [
      ["Telnyx", "inbound"],
      ["Google", undefined],
    ] as const) {
      const line = new Line();
      Line.answered(line, says("hello"), { transcription: true, transcription_config: engine(name, false) });
      line.run(10_000);
      expect(heard(line)[0]?.track).toBe(track);
    }
  });

  it("runs once per call, and again after a stop", () => {
    const line = new Line();
    const control = Line.answered(line, {}, { transcription: true });
    expect(codeOf(line.post(control, "transcription_start", engine("Google")))).toBe("90054");
    line.post(control, "transcription_stop");
    expect(line.post(control, "transcription_start", engine("Google")).status).toBe(200);
  });

  it("sends no from and to", () => {
    const line = new Line();
    Line.answered(line, says("hello"), { transcription: true });
    line.run(10_000);
    expect(line.seen({ type: "call.transcription" })[0]?.payload).not.toHaveProperty("from");
  });
});

describe("a caller", () => {
  it("speaks after, or during, what they hear", () => {
    const line = new Line();
    const control = Line.answered(line, {
      steps: [
        { after: "HOW CAN I HELP", atMs: 300, says: "no power" },
        { during: "how can I help", atMs: 300, says: "hello" },
      ],
    });
    // 30 characters from 900 + 1400 to 4300.
    line.speak(control, "Good evening, how can I help? ");
    line.run(20_000);
    const spoken = line.carrier.utterances().map(({ at, text }) => [at - line.now + 20_900, text]);
    expect(spoken).toEqual([
      [2_600, "hello"],
      [4_600, "no power"],
    ]);
  });

  it("does not say two things at once", () => {
    const line = new Line();
    Line.answered(line, {
      steps: [
        { atMs: 1_000, says: "this takes two seconds in all" },
        { atMs: 1_500, says: "and this comes after" },
      ],
    });
    line.run(20_000);
    const [first, second] = line.carrier.utterances();
    expect(second?.at).toBe((first?.endAt ?? 0) + 200);
  });

  it("reacts once to words that are repeated", () => {
    const line = new Line();
    const control = Line.answered(line, { steps: [{ after: "are you there", atMs: 0, says: "yes" }] });
    line.speak(control, "Are you there?");
    line.speak(control, "Are you there?");
    line.run(20_000);
    expect(line.carrier.utterances()).toHaveLength(1);
  });

  it("says nothing and presses nothing into a call that nobody answered", () => {
    const line = new Line();
    line.arrive({ steps: [{ atMs: 500, presses: "1" }] });
    line.run(5_000);
    expect(line.types()).toEqual(["call.initiated"]);
  });
});
