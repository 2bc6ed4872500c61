import { describe, expect, it } from "vitest";
import { DANA, SAM } from "./book.ts";
import { DAY, Story } from "./story.ts";

const urgent = (options = {}) => new Story(options).answered().wait(5_000).says("we have no heat and it is freezing");
const talking = () => urgent().wait(6_000).accepts("p1").wait(12_000).bridged();

describe("from the key to the bridge", () => {
  it("[S1-41] whispers to the person what is known, then joins", () => {
    const call = urgent().says("my name is Gwen Mottram").wait(6_000).accepts("p1");
    expect(call.spoken("p1").at(-1)).toMatch(/Gwen Mottram/);
    expect(call.sent("bridge")).toEqual([]);
    call.wait(12_000);
    expect(call.sent("bridge")).toEqual([expect.objectContaining({ leg: "caller", with: "p1" })]);
  });

  it("waits for the end of the sentence that the caller is hearing", () => {
    const call = urgent({ mute: true }).picksUp("p1").presses("1", "p1");
    call.happen({ type: "speech.ended", speech: null, completed: true, ...call.leg("p1") });
    expect(call.sent("bridge")).toEqual([]);
    call.happen({ type: "speech.started", speech: null, ...call.leg("caller") });
    call.happen({ type: "speech.ended", speech: null, completed: true, ...call.leg("caller") });
    expect(call.sent("bridge")).toHaveLength(1);
  });

  it("stops listening before the bridge, and lets the ringback go on until they are joined", () => {
    const call = urgent().wait(8_000).accepts("p1").wait(8_000).bridged();
    const kinds = call.effects.filter((e) => e.lane === "call" && e.leg === "caller").map((e) => e.kind);
    expect(kinds.slice(-3)).toEqual(["stop-listening", "bridge", "stop-playing"]);
    expect(call.call?.voice.listening).toBeNull();
  });

  it("takes no word of an older bridge for this one", () => {
    const call = urgent().wait(6_000).accepts("p1").wait(5_500);
    const late = call.leg("caller");
    call.ends("p1").wait(2_000).accepts("p2").wait(5_500);
    expect(call.sent("bridge").map((e) => e.with)).toEqual(["p1", "p2"]);
    call.happen({ type: "leg.bridged", ...late });
    call.happen({ type: "leg.bridged", ...call.leg("p1") });
    expect(call.phase).toBe("connecting");
    call.bridged();
    expect(call.phase).toBe("connected");
  });

  it("keeps the second person when the first one's bridge is refused late", () => {
    const call = urgent({ hold: "bridge" }).wait(6_000).accepts("p1").wait(5_500);
    const [first] = call.sent("bridge");
    call.ends("p1").wait(2_000).accepts("p2").wait(5_500);
    if (!first) throw new Error("no bridge was asked for");
    call.happen({ type: "command.refused", effect: first.id, refusal: "call-ended" });
    expect(call.sent("hangup")).toEqual([]);
    expect(call.phase).toBe("connecting");
  });

  it("joins a person who is put through at once without key or whisper", () => {
    const call = new Story({ at: DAY }).answered().wait(5_000).says("could someone look at my thermostat").wait(1_000);
    expect(call.rung).toEqual([DANA]);
    call.picksUp("p1");
    expect(call.sent("ask-key")).toEqual([]);
    expect(call.sent("bridge")).toHaveLength(1);
  });

  it("takes an accepted bridge as done when its webhook never comes", () => {
    const call = urgent().wait(6_000).accepts("p1").wait(7_000);
    expect(call.phase).toBe("connecting");
    call.wait(7_000);
    expect(call.phase).toBe("connected");
  });

  it("goes on to the next when the person is gone before the bridge", () => {
    const call = urgent().wait(6_000).accepts("p1").ends("p1");
    expect(call.phase).toBe("ringing");
    expect(call.rung).toEqual([SAM, DANA]);
  });
});

describe("the talk", () => {
  it("is connected, and recorded with who handled it, when the caller hangs up", () => {
    const call = talking().wait(90_000).ends("caller");
    expect(call.phase).toBe("closed");
    expect(call.call?.disposition).toBe("connected");
    expect(call.told("record")[0]?.body).toMatchObject({
      outcome: "transferred",
      handled_by: "sam",
      urgency: "emergency",
    });
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
  });

  it("ends for the caller too when the person hangs up after a real conversation", () => {
    const call = talking().wait(90_000).ends("p1");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "caller" })]);
    call.ends("caller");
    expect(call.call?.disposition).toBe("connected");
  });

  it("rings on and listens again when the person drops within seconds", () => {
    const call = talking().wait(2_000).ends("p1");
    expect(call.call?.voice.listening).toBe("deepgram");
    expect(call.spoken().at(-1)).toMatch(/cut off/);
    call.wait(2_000);
    expect(call.rung).toEqual([SAM, SAM]);
  });

  it("rings nobody when both hang up in the first seconds, whichever is heard of first", () => {
    const call = talking().wait(2_000).ends("p1").wait(200).ends("caller").wait(60_000);
    expect(call.rung).toEqual([SAM]);
    expect(call.phase).toBe("closed");
    expect(call.call?.disposition).toBe("connected");
    expect(call.told("record")[0]?.body).toMatchObject({ outcome: "transferred", handled_by: "sam" });
  });

  it("is not listened to", () => {
    const call = talking();
    const before = call.lines.length;
    call.says("my card number is none of your business");
    expect(call.lines).toHaveLength(before);
  });

  it("cannot outlive Telnyx's own limit by more than a minute", () => {
    const call = talking().wait(14_400_000 + 61_000);
    expect(
      call
        .sent("hangup")
        .map((e) => e.leg)
        .sort(),
    ).toEqual(["caller", "p1"]);
  });
});
