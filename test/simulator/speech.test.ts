import { describe, expect, it } from "vitest";
import { CALLER, Line } from "./line.ts";

/** 30 characters: two seconds. */
const TWO_SECONDS = "Please hold while I get help. ";
const LOOP = { audio_url: "https://firstring.test/audio/hold.wav", loop: "infinity" };

const setUp = () => {
  const line = new Line();
  const control = Line.answered(line);
  line.webhooks.length = 0;
  return { line, control, times: () => line.seen().map(({ ms, type }) => [ms - 900, type]) };
};

describe("speech", () => {
  it("starts after it was synthesised and lasts as long as its text, told by one speak_id", () => {
    const { line, control, times } = setUp();
    line.speak(control, TWO_SECONDS, { client_state: "c3BlZWNoIDE=" });
    line.run(10_000);
    expect(times()).toEqual([
      [1400, "call.speak.started"],
      [3400, "call.speak.ended"],
    ]);
    const [started, ended] = line.seen().map(({ payload }) => payload);
    expect(ended).toMatchObject({ status: "completed", client_state: "c3BlZWNoIDE=", speak_id: started?.speak_id });
  });

  it("does not count markup as words", () => {
    const { line, control, times } = setUp();
    line.speak(control, `<speak><prosody rate="slow">${TWO_SECONDS}</prosody></speak>`, { payload_type: "ssml" });
    line.run(10_000);
    expect(times()[1]).toEqual([3400, "call.speak.ended"]);
  });

  it("waits for the speech before it, and then follows at once", () => {
    const { line, control, times } = setUp();
    line.speak(control, TWO_SECONDS);
    line.speak(control, TWO_SECONDS);
    line.run(10_000);
    expect(times().map(([ms]) => ms)).toEqual([1400, 3400, 3400, 5400]);
  });

  it("is heard on the caller's phone", () => {
    const { line, control } = setUp();
    line.speak(control, TWO_SECONDS);
    line.run(2_000);
    expect(line.carrier.sounds()).toMatchObject([
      { what: "speech", text: TWO_SECONDS, leg: control, number: CALLER, endAt: null },
    ]);
    line.run(10_000);
    expect(line.carrier.sounds()[0]?.endAt).toBe((line.carrier.sounds()[0]?.at ?? 0) + 2_000);
  });

  it("behind an endless loop is never heard", () => {
    const { line, control } = setUp();
    line.post(control, "playback_start", LOOP);
    line.speak(control, TWO_SECONDS);
    line.run(120_000);
    expect(line.types()).toEqual(["call.playback.started"]);
  });

  it("that stops everything takes the place of the loop", () => {
    const { line, control } = setUp();
    line.post(control, "playback_start", LOOP);
    line.run(1_000);
    line.speak(control, TWO_SECONDS, { stop: "all" });
    line.run(10_000);
    expect(line.types()).toEqual([
      "call.playback.started",
      "call.playback.ended",
      "call.speak.started",
      "call.speak.ended",
    ]);
    expect(line.seen({ type: "call.playback.ended" })[0]?.payload.status).toBe("cancelled");
  });

  it("ends with the call", () => {
    const { line, control } = setUp();
    line.speak(control, TWO_SECONDS);
    line.run(2_000);
    line.post(control, "hangup");
    line.run(10_000);
    expect(line.types()).toEqual(["call.speak.started", "call.speak.ended", "call.hangup"]);
    expect(line.seen({ type: "call.speak.ended" })[0]?.payload.status).toBe("call_hangup");
  });
});

describe("a stop", () => {
  it("of the current speech goes on with what waits", () => {
    const { line, control, times } = setUp();
    line.speak(control, TWO_SECONDS);
    line.speak(control, TWO_SECONDS);
    line.run(2_000);
    line.post(control, "playback_stop", { stop: "current" });
    line.run(10_000);
    expect(times().map(([ms]) => ms)).toEqual([1400, 2000, 2000, 4000]);
  });

  it("of everything forgets what waits, without a word about it", () => {
    const { line, control, times } = setUp();
    line.speak(control, TWO_SECONDS);
    line.speak(control, TWO_SECONDS);
    line.run(2_000);
    line.post(control, "playback_stop");
    line.run(10_000);
    expect(times()).toEqual([
      [1400, "call.speak.started"],
      [2000, "call.speak.ended"],
    ]);
  });

  it("before the speech began leaves it unheard and unreported", () => {
    const { line, control } = setUp();
    line.speak(control, TWO_SECONDS);
    line.run(1_000);
    line.post(control, "playback_stop");
    line.run(10_000);
    expect(line.types()).toEqual([]);
    expect(line.carrier.sounds()).toEqual([]);
  });

  it("of nothing is taken", () => {
    const { line, control } = setUp();
    expect(line.post(control, "playback_stop").status).toBe(200);
  });
});

describe("a playback", () => {
  it.each([
    ["once without a number", {}, 6_000],
    ["as often as asked", { loop: 3 }, 18_000],
  ])("plays %s", (_, more, lasts) => {
    const { line, control, times } = setUp();
    line.post(control, "playback_start", { audio_url: "https://firstring.test/audio/hold.wav", ...more });
    line.run(60_000);
    expect(times()).toEqual([
      [300, "call.playback.started"],
      [300 + lasts, "call.playback.ended"],
    ]);
    expect(line.seen()[1]?.payload).toMatchObject({
      status: "completed",
      media_url: "https://firstring.test/audio/hold.wav",
    });
  });

  it("is a loop to whoever listens", () => {
    const { line, control } = setUp();
    line.post(control, "playback_start", { media_name: "hold-music" });
    line.run(1_000);
    expect(line.carrier.sounds()).toMatchObject([{ what: "loop", text: "hold-music" }]);
    expect(line.seen()[0]?.payload).toMatchObject({ media_name: "hold-music" });
  });
});
