/** Each switch of `Quirks`, turned: what then happens differently. */
import { describe, expect, it } from "vitest";
import type { Quirks } from "../../simulator/types.ts";
import { answers, CONNECTION, codeOf, Line, OURS, SAM } from "./line.ts";

const LISTENING = { transcription: true, transcription_config: { transcription_engine: "Deepgram" } };
const withQuirks = (quirks: Partial<Quirks>) => new Line({ [SAM]: answers({ talksMs: null }) }, quirks);

describe("undocumented behaviour", () => {
  it("duplicateCommand: a second command with the same id is refused, and still not done", () => {
    const line = withQuirks({ duplicateCommand: "error" });
    const control = Line.answered(line);
    line.speak(control, "hello", { command_id: "same" });
    expect(codeOf(line.speak(control, "hello", { command_id: "same" }))).toBe("10015");
    line.run(10_000);
    expect(line.seen({ type: "call.speak.started" })).toHaveLength(1);
  });

  it.each([
    [false, ["call.initiated"]],
    [true, ["call.initiated", "call.hangup"]],
  ])("callerHangupEndsLinkedLegs: %s", (callerHangupEndsLinkedLegs, expected) => {
    const line = withQuirks({ callerHangupEndsLinkedLegs });
    const caller = Line.answered(line);
    const linked = line.dial(SAM, { link_to: caller });
    const alone = line.dial(SAM);
    line.run(1_000);
    line.post(caller, "hangup");
    line.run(1_000);
    expect(line.types(linked)).toEqual(expected);
    expect(line.types(alone)).toEqual(["call.initiated"]);
  });

  it.each([
    ["completed", ["completed"]],
    ["missing", []],
  ] as const)("stoppedSpeech: %s", (stoppedSpeech, statuses) => {
    const line = withQuirks({ stoppedSpeech });
    const control = Line.answered(line);
    line.speak(control, "This will be cut off in the middle.");
    line.run(2_000);
    line.post(control, "playback_stop");
    line.run(10_000);
    expect(line.seen({ type: "call.speak.ended" }).map(({ payload }) => payload.status)).toEqual(statuses);
  });

  it("stoppedSpeech: cancelled, which Telnyx's own document does not list", () => {
    const line = withQuirks({ stoppedSpeech: "cancelled" });
    const control = Line.answered(line);
    line.speak(control, "This will be cut off in the middle.");
    line.run(2_000);
    line.post(control, "playback_stop");
    const [webhook] = line.carrier.advance(line.now);
    expect(webhook?.body.data.payload.status).toBe("cancelled");
  });

  it("deafWhileSpeaking: words said into our speech are lost, those after it are heard", () => {
    const line = withQuirks({ deafWhileSpeaking: true });
    const steps = [
      { during: "good evening", atMs: 100, says: "no heat" },
      { after: "good evening", atMs: 100, says: "no power" },
    ];
    const control = Line.answered(line, { steps }, LISTENING);
    line.speak(control, "Good evening, you have reached Lone Star Comfort.");
    line.run(20_000);
    const finals = line.seen({ type: "call.transcription" }).map(({ payload }) => payload.transcription_data);
    expect(finals).toMatchObject([{ transcript: "no power" }]);
  });

  it.each([
    ["Deepgram", 0],
    ["Google", 1],
  ])("deafEngines: deepgram, heard by %s", (engine, results) => {
    const line = withQuirks({ deafEngines: ["deepgram"] });
    const config = { transcription: true, transcription_config: { transcription_engine: engine } };
    Line.answered(line, { steps: [{ atMs: 1_000, says: "hello" }] }, config);
    line.run(10_000);
    expect(line.seen({ type: "call.transcription" })).toHaveLength(results);
  });

  it("muteWhileListening: speech is taken and never heard of again", () => {
    const line = withQuirks({ muteWhileListening: true });
    const control = Line.answered(line, {}, LISTENING);
    expect(line.speak(control, "hello").status).toBe(200);
    line.run(10_000);
    expect(line.types()).not.toContain("call.speak.started");
    line.post(control, "transcription_stop");
    line.speak(control, "hello");
    line.run(10_000);
    expect(line.types()).toContain("call.speak.started");
  });

  const bridged = (quirks: Partial<Quirks>) => {
    const line = withQuirks(quirks);
    const caller = Line.answered(line);
    line.post(caller, "playback_start", { audio_url: "https://firstring.test/audio/hold.wav", loop: "infinity" });
    const sam = line.dial(SAM, { link_to: caller });
    line.run(5_000);
    line.post(caller, "bridge", { call_control_id: sam });
    line.run(1_000);
    return { line, caller, sam };
  };

  it("bridgeEndsPlayback: false, so the music plays into the talk until it is stopped", () => {
    const { line, caller } = bridged({ bridgeEndsPlayback: false });
    expect(line.types()).not.toContain("call.playback.ended");
    line.post(caller, "playback_stop");
    line.run(0);
    expect(line.types()).toContain("call.playback.ended");
  });

  it("bridgedOnBothLegs: false, so only the commanded leg tells", () => {
    const { line, caller } = bridged({ bridgedOnBothLegs: false });
    const told = line.seen({ type: "call.bridged" }).map(({ payload }) => payload.call_control_id);
    expect(told).toEqual([caller]);
  });

  it("dialWithoutControlId: the new leg has to be learnt from its first webhook", () => {
    const line = withQuirks({ dialWithoutControlId: true });
    const response = line.send("POST", "/v2/calls", { connection_id: CONNECTION, to: SAM, from: OURS });
    expect(response.status).toBe(200);
    expect(JSON.stringify(response.body)).not.toContain("call_control_id");
  });

  it("staleClientState: an event right after a command still carries the state from before it", () => {
    const line = withQuirks({ staleClientState: true });
    const control = Line.answered(line, { steps: [{ atMs: 2_000, presses: "12" }] }, { client_state: "b2xk" });
    line.run(1_000);
    line.speak(control, "hello", { client_state: "bmV3" });
    line.run(10_000);
    const states = line.seen({ type: "call.dtmf.received" }).map(({ payload }) => payload.client_state);
    expect(states).toEqual(["b2xk", "bmV3"]);
    expect(line.seen({ type: "call.speak.started" })[0]?.payload.client_state).toBe("bmV3");
  });

  it("promptSendsSpeakEvents: a gather's question is told like speech", () => {
    const line = withQuirks({ promptSendsSpeakEvents: true });
    const sam = line.dial(SAM);
    line.run(4_500);
    line.post(sam, "gather_using_speak", { payload: "Press 1.", voice: "male", maximum_digits: 1 });
    line.run(10_000);
    expect(line.types(sam)).toEqual([
      "call.initiated",
      "call.answered",
      "call.speak.started",
      "call.speak.ended",
      "call.dtmf.received",
      "call.gather.ended",
    ]);
  });

  it("unstartedSpeechEnds: speech that nobody heard ends all the same", () => {
    const line = withQuirks({ unstartedSpeechEnds: true });
    const control = Line.answered(line);
    line.speak(control, "hello");
    line.speak(control, "hello");
    line.post(control, "playback_stop");
    line.run(10_000);
    expect(line.seen({ type: "call.speak.ended" })).toHaveLength(2);
    expect(line.types()).not.toContain("call.speak.started");
  });

  it("refusalIsRemembered: a refused command is not done when it is sent again", () => {
    const line = withQuirks({ refusalIsRemembered: true });
    const control = line.arrive();
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(422);
    line.post(control, "answer");
    line.run(900);
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(200);
    line.run(10_000);
    expect(line.types()).not.toContain("call.speak.started");
  });

  it("linkToEndedLeg: accepted, in the session of the call that is over", () => {
    const line = withQuirks({ linkToEndedLeg: "accepted" });
    const caller = Line.answered(line);
    line.post(caller, "hangup");
    line.dial(SAM, { link_to: caller });
    const [first, second] = line.carrier.legs();
    expect(second?.session).toBe(first?.session);
  });

  it("timeoutCountsFrom: ring, so the phone rings for all of it", () => {
    const line = new Line({ [SAM]: { does: "ignore" } }, { timeoutCountsFrom: "ring" });
    line.dial(SAM, { timeout_secs: 20 });
    line.run(60_000);
    expect(line.seen({ type: "call.hangup" })[0]?.ms).toBe(20_500);
  });
});
