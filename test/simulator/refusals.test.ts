import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/types.ts";
import { answers, CONNECTION, codeOf, Line, OURS, SAM } from "./line.ts";

type Body = { [key: string]: Json };
const SPEAK = { payload: "hello", voice: "Telnyx.KokoroTTS.af" };
const DIAL = { connection_id: CONNECTION, to: SAM, from: OURS };

describe("what is wrong with a command", () => {
  const cases: [string, string, Body, string][] = [
    ["nothing to say", "speak", { ...SPEAK, payload: "" }, "90010"],
    ["too much to say", "speak", { ...SPEAK, payload: "a".repeat(3_001) }, "90010"],
    ["no text", "speak", { voice: "male" }, "10004"],
    ["no voice", "speak", { payload: "hello" }, "10004"],
    ["a voice that is none", "speak", { ...SPEAK, voice: "loud" }, "90012"],
    ["a payload type that is none", "speak", { ...SPEAK, payload_type: "music" }, "10032"],
    ["a client state that is not base64", "speak", { ...SPEAK, client_state: "not base64" }, "90017"],
    ["nothing to play", "playback_start", {}, "10004"],
    ["played too often", "playback_start", { audio_url: "https://a.test/a.wav", loop: 101 }, "10033"],
    ["an engine that is none", "transcription_start", { transcription_engine: "Ears" }, "10032"],
    ["no digits wanted", "gather_using_speak", { ...SPEAK, minimum_digits: 0 }, "10033"],
    ["no leg to bridge with", "bridge", {}, "10004"],
    ["nowhere to transfer to", "transfer", {}, "10004"],
    ["a transfer to a name", "transfer", { to: "Sam" }, "10016"],
    ["a ring of four seconds", "transfer", { to: SAM, timeout_secs: 4 }, "10033"],
    ["a ring of eleven minutes", "transfer", { to: SAM, timeout_secs: 601 }, "10033"],
    ["a limit of 29 seconds", "transfer", { to: SAM, time_limit_secs: 29 }, "10033"],
    [
      "six retries",
      "answer",
      { webhook_retries_policies: { "call.hangup": { retries_ms: [1, 1, 1, 1, 1, 1] } } },
      "10033",
    ],
    [
      "retries for too long",
      "answer",
      { webhook_retries_policies: { "call.hangup": { retries_ms: [60_001] } } },
      "10015",
    ],
    ["no cause", "reject", {}, "10004"],
    ["a cause that is none", "reject", { cause: "BORED" }, "10032"],
  ];
  it.each(cases)("%s", (_, action, body, code) => {
    const line = new Line();
    const control = Line.answered(line);
    const response = line.post(control, action, body);
    expect([response.status, codeOf(response)]).toEqual([422, code]);
    line.run(10_000);
    expect(line.types()).toEqual(["call.initiated", "call.answered"]);
  });

  it("is told with a title, a detail and the field", () => {
    const line = new Line();
    const response = line.speak(Line.answered(line), "hello", { voice: "loud" });
    expect(response.body).toMatchObject({
      errors: [{ code: "90012", title: "Invalid voice", detail: expect.any(String), source: { pointer: "/voice" } }],
    });
  });

  it("leaves the client state as it was", () => {
    const line = new Line();
    const control = Line.answered(line, {}, { client_state: "b2xk" });
    line.post(control, "bridge", { call_control_id: "v3:nobody", client_state: "bmV3" });
    line.post(control, "hangup");
    line.run(0);
    expect(line.seen().at(-1)?.payload.client_state).toBe("b2xk");
  });
});

describe("what is wrong with a dial", () => {
  const cases: [string, Body, number, string][] = [
    ["no connection", { to: SAM, from: OURS }, 422, "10004"],
    ["another connection", { ...DIAL, connection_id: "1" }, 422, "10015"],
    ["nobody to ring", { connection_id: CONNECTION, from: OURS }, 422, "10004"],
    ["a number that is not E.164", { ...DIAL, to: "2145550101" }, 422, "10016"],
    ["a number with an extension", { ...DIAL, to: `${SAM},200` }, 422, "10016"],
    ["no caller id", { connection_id: CONNECTION, to: SAM }, 422, "10004"],
    ["a link to nothing", { ...DIAL, link_to: "v3:nobody" }, 422, "90015"],
    ["parking without a link", { ...DIAL, park_after_unbridge: "self" }, 422, "10004"],
  ];
  it.each(cases)("%s", (_, body, status, code) => {
    const line = new Line({ [SAM]: answers() });
    const response = line.send("POST", "/v2/calls", body);
    expect([response.status, codeOf(response)]).toEqual([status, code]);
    expect(line.carrier.legs()).toEqual([]);
  });

  it("a link to a call that is over", () => {
    const line = new Line({ [SAM]: answers() });
    const caller = Line.answered(line);
    line.post(caller, "hangup");
    expect(codeOf(line.send("POST", "/v2/calls", { ...DIAL, link_to: caller }))).toBe("90018");
  });

  it("more than 150 in five seconds", () => {
    const line = new Line({ [SAM]: { does: "ignore" } });
    for (let n = 0; n < 150; n++) line.dial(SAM);
    const response = line.send("POST", "/v2/calls", DIAL);
    expect([response.status, codeOf(response)]).toEqual([429, "90103"]);
    line.run(5_000);
    expect(line.send("POST", "/v2/calls", DIAL).status).toBe(200);
  });

  it("a caller id that is not ours, which only the network turns away", () => {
    const line = new Line({ [SAM]: answers() });
    line.dial(SAM, { from: "+19725550123" });
    line.run(60_000);
    expect(line.seen({ type: "call.hangup" })).toMatchObject([{ payload: { sip_hangup_cause: "403" } }]);
    expect(line.types()).not.toContain("call.answered");
  });
});

describe("a command at the wrong time", () => {
  const NEEDS_ANSWER: [string, Body][] = [
    ["speak", SPEAK],
    ["playback_start", { audio_url: "https://firstring.test/audio/hold.wav" }],
    ["playback_stop", {}],
    ["gather", {}],
    ["gather_using_speak", SPEAK],
    ["gather_stop", {}],
    ["transcription_start", {}],
    ["transcription_stop", {}],
    ["bridge", { call_control_id: "v3:other" }],
  ];
  it.each(NEEDS_ANSWER)("%s before the answer has had its effect", (action, body) => {
    const line = new Line();
    const control = line.arrive();
    expect(codeOf(line.post(control, action, body))).toBe("90034");
    line.post(control, "answer");
    line.run(899);
    expect(codeOf(line.post(control, action, body))).toBe("90034");
  });

  it.each([...NEEDS_ANSWER, ["answer", {}], ["hangup", {}], ["transfer", { to: SAM }]] as [string, Body][])(
    "%s after the call has ended",
    (action, body) => {
      const line = new Line();
      const control = Line.answered(line);
      line.post(control, "hangup");
      const response = line.post(control, action, body);
      expect([response.status, codeOf(response)]).toEqual([422, "90018"]);
    },
  );

  it("answer on a leg that we dialled ourselves", () => {
    const line = new Line({ [SAM]: answers() });
    expect(codeOf(line.post(line.dial(SAM), "answer"))).toBe("90102");
  });
});

describe("a request that is no command", () => {
  it.each([
    ["POST", "/v2/calls/v3:nobody/actions/hangup", 422, "90015"],
    ["POST", "/v2/calls/v3:nobody/actions/speak_stop", 404, "10005"],
    ["POST", "/v2/calls/v3:nobody/actions/constructor", 404, "10005"],
    ["GET", "/v2/calls", 404, "10005"],
    ["POST", "/v2/conferences", 404, "10005"],
    ["POST", "/v1/calls", 404, "10005"],
  ])("%s %s", (method, path, status, code) => {
    const response = new Line().send(method, path, {});
    expect([response.status, codeOf(response)]).toEqual([status, code]);
  });

  it.each([[undefined], [null], ["wrong"]])("with the key %s", (key) => {
    const line = new Line({}, {}, {}, { key: "right" });
    const request = { at: line.now, method: "POST", path: "/v2/calls", body: DIAL };
    const response = line.carrier.command(key === undefined ? request : { ...request, key });
    expect([response.status, codeOf(response)]).toEqual([401, "10009"]);
    expect(line.carrier.command({ ...request, key: "right" }).status).toBe(200);
  });
});

describe("a command sent twice", () => {
  it("under one command_id happens once, and is answered alike", () => {
    const line = new Line();
    const control = Line.answered(line);
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(200);
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(200);
    line.run(59_999);
    line.speak(control, "hello", { command_id: "same" });
    line.run(30_000);
    expect(line.seen({ type: "call.speak.started" })).toHaveLength(1);
    expect(line.carrier.commands().map(({ duplicate }) => duplicate)).toEqual([false, false, true, true]);
  });

  it("happens twice when exactly sixty seconds have passed", () => {
    const line = new Line();
    const control = Line.answered(line);
    line.speak(control, "hello", { command_id: "same" });
    line.run(60_000);
    line.speak(control, "hello", { command_id: "same" });
    line.run(30_000);
    expect(line.seen({ type: "call.speak.started" })).toHaveLength(2);
  });

  it("on two legs are two commands", () => {
    const line = new Line();
    const [one, other] = [Line.answered(line), Line.answered(line)];
    line.post(one, "hangup", { command_id: "same" });
    line.post(other, "hangup", { command_id: "same" });
    line.run(0);
    expect(line.seen({ type: "call.hangup" })).toHaveLength(2);
  });

  it("to dial rings one phone, and names the same leg", () => {
    const line = new Line({ [SAM]: answers() });
    const ids = [line.dial(SAM, { command_id: "same" }), line.dial(SAM, { command_id: "same" })];
    expect(ids[0]).toBe(ids[1]);
    expect(line.carrier.legs()).toHaveLength(1);
  });

  it("counts from the first time that it was taken, not from a refusal", () => {
    const line = new Line();
    const control = line.arrive();
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(422);
    line.post(control, "answer");
    line.run(900);
    expect(line.speak(control, "hello", { command_id: "same" }).status).toBe(200);
    line.run(10_000);
    expect(line.types()).toContain("call.speak.started");
  });
});
