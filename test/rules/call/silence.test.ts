import { describe, expect, it } from "vitest";
import { stillWanted } from "../../../rules/call/index.ts";
import { CALLER, SAM } from "./book.ts";
import { Story } from "./story.ts";

describe("a caller who says nothing", () => {
  it("is asked twice, then let go politely within 40 seconds, and texted; nobody is rung", () => {
    const call = new Story().answered().wait(40_000);
    expect(call.spoken()).toHaveLength(4);
    expect(call.spoken()[2]).toMatch(/press 1/);
    expect(call.sent("hangup")).toHaveLength(1);
    call.ends("caller");
    expect(call.call?.disposition).toBe("silent");
    expect(call.rung).toEqual([]);
    expect(call.told("sms")).toEqual([expect.objectContaining({ purpose: "courtesy", to: CALLER })]);
    expect(call.told("record")[0]?.body).toMatchObject({ outcome: "silent", name: null });
  });

  it("is not hung up on in the first ten seconds", () => {
    expect(new Story().answered().wait(10_000).sent("hangup")).toEqual([]);
  });

  it("is listened to by a second engine when no transcription came at all", () => {
    const call = new Story().answered().wait(12_000);
    expect(call.sent("listen")).toEqual([expect.objectContaining({ engine: "google" })]);
  });

  it("keeps the engine that has heard something", () => {
    const call = new Story().answered().wait(1_000).mumbles("uh").wait(14_000);
    expect(call.sent("listen")).toEqual([]);
  });

  it("is never promised a text, which only the desk can know of", () => {
    expect(new Story().answered().wait(40_000).spoken().join(" ")).not.toMatch(/text/);
  });

  it("of whom only a partial result came counts as having spoken", () => {
    const call = new Story().answered().wait(1_000).mumbles("i would like a price for a furnace").wait(20_000);
    expect(call.phase).toBe("taking");
    expect(call.call?.details.reason).toMatch(/furnace/);
  });

  it("reaches a person with key 1", () => {
    const call = new Story().answered().wait(20_000).presses("1");
    expect(call.rung).toEqual([SAM]);
    expect(call.sent("dial")).toHaveLength(1);
  });

  it("is called back with key 2", () => {
    expect(new Story().answered().wait(20_000).presses("2").phase).toBe("taking");
  });

  it("until our goodbye is heard all the same, and is not written down as silent", () => {
    const call = new Story().answered();
    while (call.phase !== "parting") call.wait(100);
    // Half a second before the last word.
    call.wait((call.spoken().at(-1) ?? "").length * 65 - 200);
    call.mumbles("hello").wait(700).mumbles("hello i need").wait(700).says("hello i need a quote").wait(1_000);
    expect(call.phase).toBe("taking");
    call.ends("caller");
    expect(call.call?.disposition).toBe("callback");
  });

  it("who withheld the number is asked to call again instead of being promised a text", () => {
    const call = new Story({ from: null }).answered().wait(40_000);
    expect(call.spoken().at(-1)).toMatch(/call us again/);
    call.ends("caller");
    expect(call.told("sms")).toEqual([]);
  });
});

describe("speech that goes wrong", () => {
  it("is said again when it never starts, and then with listening paused", () => {
    const call = new Story({ mute: true }).answered().wait(5_500);
    expect(call.spoken()).toHaveLength(2);
    expect(call.spoken()[0]).toBe(call.spoken()[1]);
    expect(call.call?.voice.halfDuplex).toBe(true);
    expect(call.sent("stop-listening")).toHaveLength(1);
  });

  it("and that Telnyx has not taken yet is waited for, without a doubt of the line and without listening less", () => {
    const call = new Story({ hold: "say" }).answered().wait(20_000);
    expect(call.spoken()).toHaveLength(1);
    expect(call.call?.voice.halfDuplex).toBe(false);
    expect(call.call?.voice.listening).toBe("deepgram");
    const [greeting] = call.sent("say");
    if (!greeting) throw new Error("no greeting");
    call.happen({ type: "command.refused", effect: greeting.id, refusal: "gave-up" });
    expect(call.call?.voice.speaking).toBeNull();
    expect(call.call?.voice.noticed, "a notice that was never spoken was not given").toBe(false);
  });

  it("is not sent any more once something else is said, however often it was tried", () => {
    const call = new Story({ mute: true }).answered();
    const [greeting] = call.sent("say");
    if (!greeting || !call.call) throw new Error("no greeting");
    expect(stillWanted(call.call, greeting)).toBe(true);
    call.says("we have no heat and it is freezing");
    expect(call.call && stillWanted(call.call, greeting)).toBe(false);
  });

  it("does not hold up the call when it is refused", () => {
    const call = new Story({ mute: true }).answered();
    const [greeting] = call.sent("say");
    if (!greeting) throw new Error("no greeting");
    call.call = call.call && { ...call.call, awaiting: { [greeting.id]: { kind: "say", speech: greeting.speech } } };
    call.happen({ type: "command.refused", effect: greeting.id, refusal: "rejected" });
    expect(call.call?.voice.speaking).toBeNull();
  });

  it("ends only itself: the end of an older utterance changes nothing", () => {
    const call = new Story({ mute: true }).answered();
    call.happen({ type: "speech.ended", speech: 0, completed: true, ...call.leg("caller") });
    expect(call.call?.voice.speaking).not.toBeNull();
  });
});

describe("a caller who waits for a dial that Telnyx does not answer", () => {
  const waiting = () =>
    new Story({ dials: ["hold"] }).answered().wait(12_000).says("we have no heat and it is freezing");

  it("is asked for words early enough to hear them within eight seconds", () => {
    const call = waiting();
    const before = call.spoken().length;
    expect(call.wait(6_400).spoken()).toHaveLength(before);
    expect(call.wait(200).spoken().at(-1)).toMatch(/still trying|holding/i);
  });

  it("is given words less often while a tone is heard", () => {
    const call = new Story().answered().wait(12_000).says("we have no heat and it is freezing").wait(10_000);
    expect(call.call?.voice.looping).toBe(true);
    const quietFrom = call.call?.voice.lastSoundAt ?? 0;
    expect((call.call?.timers.audio ?? 0) - quietFrom).toBe(8_000);
  });
});

describe("the notice", () => {
  it("is the first thing a caller hears, and nothing said before its end is kept", () => {
    const call = new Story().answered();
    expect(call.spoken()[0]).toMatch(/^This call may be transcribed\./);
    call.says("hello there");
    expect(call.lines).toEqual([]);
    call.wait(14_000).says("i have a question");
    expect(call.lines.some((line) => line.text === "i have a question")).toBe(true);
  });
});
