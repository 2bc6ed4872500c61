import { describe, expect, it } from "vitest";
import type { CallerScript, Json, Person } from "../../simulator/types.ts";
import { answers, codeOf, DANA, Line, OURS, SAM } from "./line.ts";

type Body = { [key: string]: Json };

/** A caller and a person, both on the line. */
const both = (script: Partial<CallerScript> = {}, person: Person = answers({ presses: null })) => {
  const line = new Line({ [SAM]: person, [DANA]: answers({ presses: null }) });
  const caller = Line.answered(line, script);
  const sam = line.dial(SAM, { link_to: caller });
  line.run(4_500);
  const bridge = (body: Body = {}) => line.post(caller, "bridge", { call_control_id: sam, ...body });
  return { line, caller, sam, bridge };
};
const stateOf = (line: Line, control: string) => line.carrier.legs().find((leg) => leg.control === control)?.state;

describe("a bridge", () => {
  it("joins both legs a moment later and tells each", () => {
    const { line, caller, sam, bridge } = both();
    bridge();
    line.run(199);
    expect(line.types(caller)).not.toContain("call.bridged");
    line.run(1);
    expect(line.types(caller).at(-1)).toBe("call.bridged");
    expect(line.types(sam).at(-1)).toBe("call.bridged");
    expect([stateOf(line, caller), stateOf(line, sam)]).toEqual(["bridged", "bridged"]);
  });

  it("lets both hear each other until one leaves", () => {
    const { line, bridge } = both({}, answers({ presses: null, talksMs: 10_000 }));
    bridge();
    line.run(60_000);
    const talks = line.carrier.sounds().filter(({ what }) => what === "talk");
    expect(talks).toHaveLength(2);
    for (const { at, endAt } of talks) expect((endAt ?? 0) - at).toBe(10_000);
  });

  it("cuts off what is being said and played", () => {
    const { line, caller, sam, bridge } = both();
    line.post(caller, "playback_start", { audio_url: "https://firstring.test/audio/ringback.wav", loop: "infinity" });
    line.speak(sam, "A caller without heat is waiting for you on this line.");
    line.run(2_000);
    bridge();
    line.run(200);
    expect(line.seen({ type: "call.playback.ended" })).toMatchObject([{ payload: { status: "cancelled" } }]);
    expect(line.seen({ type: "call.speak.ended" })).toHaveLength(1);
  });

  it("does not happen when one leaves first", () => {
    const { line, caller, sam, bridge } = both();
    bridge();
    line.post(sam, "hangup");
    line.run(10_000);
    expect(line.types()).not.toContain("call.bridged");
    expect(stateOf(line, caller)).toBe("answered");
    expect(line.post(caller, "bridge", { call_control_id: sam }).status).toBe(422);
  });

  it("is possible with another when the first left before it came about", () => {
    const { line, caller, sam, bridge } = both();
    const dana = line.dial(DANA, { link_to: caller });
    line.run(5_000);
    bridge({ prevent_double_bridge: true });
    line.post(sam, "hangup");
    line.run(0);
    expect(line.post(caller, "bridge", { call_control_id: dana, prevent_double_bridge: true }).status).toBe(200);
    line.run(1_000);
    expect(stateOf(line, dana)).toBe("bridged");
  });

  it.each([
    ["by default", {}, "ended"],
    ["parked when it asked for that", { park_after_unbridge: "self" }, "answered"],
    ["parked when it asked to be held", { hold_after_unbridge: true }, "answered"],
  ])("leaves the caller, when the person hangs up, %s", (_, body, state) => {
    const { line, caller, bridge } = both({}, answers({ presses: null, talksMs: 5_000 }));
    bridge(body);
    line.run(10_000);
    expect(stateOf(line, caller)).toBe(state);
  });

  it("takes the person along when the caller hangs up, whatever the caller's leg asked for", () => {
    const { line, sam, bridge } = both({ steps: [{ atMs: 20_000, hangsUp: true }] });
    bridge({ park_after_unbridge: "self" });
    line.run(60_000);
    expect(line.seen({ type: "call.hangup" }).map(({ ms, payload }) => [ms, payload.hangup_source])).toEqual([
      [20_000, "caller"],
      [20_000, "caller"],
    ]);
    expect(stateOf(line, sam)).toBe("ended");
  });

  it("ends when the caller has talked as long as they wanted", () => {
    const { line, bridge } = both({ talksMs: 7_000 });
    bridge();
    line.run(60_000);
    expect(line.seen({ type: "call.hangup" }).map(({ ms }) => ms)).toEqual([12_600, 12_600]);
  });

  it("is refused when either is joined already and a double bridge is to be prevented", () => {
    const { line, caller, sam, bridge } = both();
    const dana = line.dial(DANA, { link_to: caller });
    line.run(5_000);
    bridge({ prevent_double_bridge: true });
    for (const moment of [0, 5_000]) {
      line.run(moment);
      expect(codeOf(line.post(dana, "bridge", { call_control_id: sam, prevent_double_bridge: true }))).toBe("90033");
      expect(codeOf(line.post(caller, "bridge", { call_control_id: dana, prevent_double_bridge: true }))).toBe("90033");
    }
    expect(line.seen({ type: "call.bridged" })).toHaveLength(2);
  });

  it("otherwise moves to the new leg, and the old partner is hung up", () => {
    const { line, caller, sam, bridge } = both();
    const dana = line.dial(DANA, { link_to: caller });
    line.run(5_000);
    bridge();
    line.run(5_000);
    line.post(caller, "bridge", { call_control_id: dana });
    line.run(5_000);
    expect([stateOf(line, caller), stateOf(line, sam), stateOf(line, dana)]).toEqual(["bridged", "ended", "bridged"]);
  });

  it.each([
    ["a leg that is still ringing", "90034"],
    ["a leg that ended", "90018"],
    ["a leg that never was", "90015"],
    ["itself", "10015"],
  ])("with %s is refused", (which, code) => {
    const { line, caller } = both();
    const ringing = line.dial(DANA, { link_to: caller });
    const gone = line.dial(SAM);
    line.post(gone, "hangup");
    const others: Record<string, string> = {
      "a leg that is still ringing": ringing,
      "a leg that ended": gone,
      "a leg that never was": "v3:nobody",
      itself: caller,
    };
    expect(codeOf(line.post(caller, "bridge", { call_control_id: others[which] ?? "" }))).toBe(code);
  });
});

describe("bridge_on_answer", () => {
  it("joins as soon as somebody picks up", () => {
    const { line, caller } = both();
    const dana = line.dial(DANA, { link_to: caller, bridge_on_answer: true });
    line.run(4_700);
    expect(line.types(dana)).toEqual(["call.initiated", "call.answered", "call.bridged"]);
    expect(stateOf(line, caller)).toBe("bridged");
  });

  it("hangs up on whoever comes second, if asked to", () => {
    const { line, caller, bridge } = both();
    const dana = line.dial(DANA, { link_to: caller, bridge_on_answer: true, prevent_double_bridge: true });
    bridge();
    line.run(10_000);
    expect(line.types(dana)).toEqual(["call.initiated", "call.answered", "call.hangup"]);
    expect(stateOf(line, caller)).toBe("bridged");
  });

  it("needs a leg to bridge to", () => {
    const line = new Line();
    const body = { connection_id: "2811212257810187875", to: SAM, from: OURS, bridge_on_answer: true };
    expect(codeOf(line.send("POST", "/v2/calls", body))).toBe("10004");
  });
});

describe("a transfer", () => {
  const started = (person: Person, body: Body = {}) => {
    const line = new Line({ [SAM]: person });
    const caller = Line.answered(line);
    line.post(caller, "transfer", { to: SAM, timeout_secs: 20, target_leg_client_state: "c2Ft", ...body });
    const sam = line.carrier.legs().at(-1)?.control ?? "";
    return { line, caller, sam };
  };

  it("rings the other leg in the same session, showing our number, and joins the two", () => {
    const { line, caller, sam } = started(answers({ presses: null }));
    line.run(5_000);
    expect(line.types(sam)).toEqual(["call.initiated", "call.answered", "call.bridged"]);
    expect(line.types(caller).at(-1)).toBe("call.bridged");
    expect(line.seen({ control: sam })[0]?.payload).toMatchObject({ from: OURS, to: SAM, client_state: "c2Ft" });
  });

  it("that nobody answers leaves the caller where they were", () => {
    const { line, caller, sam } = started({ does: "ignore" });
    line.run(60_000);
    expect(line.seen({ control: sam }).at(-1)).toMatchObject({
      type: "call.hangup",
      payload: { hangup_cause: "timeout" },
    });
    expect(stateOf(line, caller)).toBe("answered");
    expect(line.speak(caller, "Nobody is free just now.").status).toBe(200);
  });

  it("does not wait for the end of a sentence", () => {
    const line = new Line({ [SAM]: answers() });
    const caller = Line.answered(line);
    line.speak(caller, "Transferring you now, please hold the line.");
    line.run(2_000);
    line.post(caller, "transfer", { to: SAM });
    line.run(0);
    expect(line.types(caller).at(-1)).toBe("call.speak.ended");
  });

  it("answers a caller who was still waiting to be answered", () => {
    const line = new Line({ [SAM]: answers() });
    const caller = line.arrive();
    expect(line.post(caller, "transfer", { to: SAM }).status).toBe(200);
    line.run(5_000);
    expect(line.types(caller)).toEqual(["call.initiated", "call.answered", "call.bridged"]);
  });

  it("stops ringing when the caller leaves", () => {
    const { line, caller, sam } = started({ does: "ignore" });
    line.run(3_000);
    line.post(caller, "hangup");
    line.run(0);
    expect(line.seen({ control: sam }).at(-1)?.payload.hangup_cause).toBe("originator_cancel");
  });

  it("parks the caller when the other leaves, if asked to", () => {
    const { line, caller } = started(answers({ presses: null, talksMs: 5_000 }), { park_after_unbridge: "self" });
    line.run(60_000);
    expect(stateOf(line, caller)).toBe("answered");
  });
});
