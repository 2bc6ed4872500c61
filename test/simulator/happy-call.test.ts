import { describe, expect, it } from "vitest";
import { answers, DANA, idOf, Line, OURS, SAM, START } from "./line.ts";

const DEEPGRAM = {
  transcription_engine: "Deepgram",
  transcription_engine_config: {
    transcription_engine: "Deepgram",
    transcription_model: "deepgram/nova-3",
    interim_results: true,
  },
};

describe("a whole call, commanded by hand", () => {
  it("is answered, heard, rung through to the second person, bridged and hung up", () => {
    const people = { [SAM]: { does: "ignore" as const }, [DANA]: answers({ talksMs: 30_000 }) };
    const line = new Line(people);
    const caller = line.arrive({
      steps: [{ after: "how can I help", atMs: 500, says: "we have no heat and it is 30 degrees outside" }],
    });
    line.post(caller, "answer", { transcription: true, transcription_config: DEEPGRAM });
    line.run(900);
    line.speak(caller, "Lone Star Comfort, how can I help?");
    line.run(8_000);

    const words = line.seen({ type: "call.transcription" }).map(({ payload }) => payload.transcription_data);
    expect(words.length).toBeGreaterThan(5);
    expect(words.at(-1)).toMatchObject({ is_final: true, transcript: "we have no heat and it is 30 degrees outside" });

    line.post(caller, "playback_start", { audio_url: "https://firstring.test/audio/ringback.wav", loop: "infinity" });
    const sam = line.dial(SAM, { link_to: caller, timeout_secs: 20, retry_on_timeout: false, time_limit_secs: 7200 });
    line.run(20_000);
    expect(line.seen({ control: sam, type: "call.hangup" })[0]?.payload).toMatchObject({ hangup_cause: "no_answer" });

    const dana = line.dial(DANA, { link_to: caller, timeout_secs: 20 });
    line.run(4_500);
    expect(line.types(dana)).toEqual(["call.initiated", "call.answered"]);
    line.post(dana, "gather_using_speak", {
      payload: "An emergency call for Lone Star. Press 1 to take it.",
      voice: "Telnyx.KokoroTTS.af",
      valid_digits: "1",
      maximum_digits: 1,
      maximum_tries: 1,
      timeout_millis: 8000,
    });
    line.run(4_000);
    expect(line.seen({ control: dana, type: "call.gather.ended" })[0]?.payload).toMatchObject({
      digits: "1",
      status: "valid",
    });

    line.post(caller, "transcription_stop");
    line.post(caller, "playback_stop", { stop: "all" });
    line.post(caller, "bridge", {
      call_control_id: dana,
      park_after_unbridge: "self",
      prevent_double_bridge: true,
    });
    line.run(200);
    expect(line.types(caller).at(-1)).toBe("call.bridged");
    expect(line.types(dana).at(-1)).toBe("call.bridged");

    line.run(30_000);
    expect(line.seen({ control: dana, type: "call.hangup" })[0]?.payload).toMatchObject({
      hangup_cause: "normal_clearing",
      hangup_source: "callee",
    });
    expect(line.carrier.legs().find((leg) => leg.control === caller)?.state).toBe("answered");

    const sms = line.send("POST", "/v2/messages", { from: OURS, to: SAM, text: "Dana talked to the caller." });
    expect(sms.status).toBe(200);
    line.post(caller, "hangup");
    line.run(10_000);
    expect(line.types().slice(-3)).toEqual(["call.hangup", "message.sent", "message.finalized"]);
    expect(line.carrier.next()).toBeNull();
    expect(line.carrier.sounds().map(({ what, number }) => `${what} ${number}`)).toEqual([
      "speech +12145550199",
      "loop +12145550199",
      "speech +12145550102",
      "talk +12145550199",
      "talk +12145550102",
    ]);
  });

  it("takes as long as calls take in life", () => {
    const line = new Line();
    const caller = line.arrive();
    line.post(caller, "answer");
    line.run(900);
    line.speak(caller, "Thank you for calling Lone Star Comfort.");
    line.run(10_000);
    expect(line.seen().map(({ ms, type }) => [ms, type])).toEqual([
      [0, "call.initiated"],
      [900, "call.answered"],
      [2300, "call.speak.started"],
      [2300 + Math.round((40 / 15) * 1000), "call.speak.ended"],
    ]);
  });

  it("is the same call again for the same seed, and another for another", () => {
    const play = (seed: number): string => {
      const line = new Line({ [SAM]: answers() }, {}, {}, { seed });
      const caller = Line.answered(line, { steps: [{ atMs: 1_000, says: "hello there" }] }, { transcription: true });
      line.dial(SAM, { link_to: caller });
      line.run(60_000);
      return JSON.stringify(line.webhooks);
    };
    expect(play(7)).toBe(play(7));
    expect(play(7)).not.toBe(play(8));
  });

  it("shows the instant that the call is meant to happen at, whatever the carrier's own clock says", () => {
    const line = new Line();
    const shownAt = Date.UTC(2026, 0, 17, 3, 0);
    line.carrier.arrive({ from: SAM, to: OURS, steps: [] }, START + 5_000, { shownAt });
    line.run(5_000);
    expect(line.webhooks[0]?.at).toBe(START + 5_000);
    expect(line.webhooks[0]?.body.data.occurred_at).toBe("2026-01-17T03:00:00.000000Z");
  });

  it("names the new leg in the answer to a dial", () => {
    const line = new Line({ [SAM]: answers() });
    const response = line.send("POST", "/v2/calls", { connection_id: "2811212257810187875", to: SAM, from: OURS });
    expect(response.body).toMatchObject({ data: { is_alive: false, record_type: "call" } });
    expect(line.carrier.legs()[0]?.control).toBe(idOf(response.body));
  });
});
