import { describe, expect, it } from "vitest";
import { groupId, type PersonId, personId } from "../../../rules/ids.ts";
import type { Route, Rulebook } from "../../../rules/rulebook/rulebook.ts";
import { DANA, EMERGENCY, rulebook, SAM } from "./book.ts";
import { DAY, NIGHT, Story } from "./story.ts";

const NO_HEAT = "we have no heat and it is freezing";
const urgent = (options = {}) => new Story(options).answered().wait(5_000).says(NO_HEAT);

describe("an emergency", () => {
  it("[S1-09] is dialled in the middle of the caller's sentence, once two fragments in a row hold it", () => {
    const call = new Story().answered().wait(2_000).mumbles("we have no heat");
    expect(call.rung).toEqual([]);
    call.mumbles("we have no heat and it");
    expect(call.rung).toEqual([SAM]);
    expect(call.sent("stop-saying")).toHaveLength(1);
  });

  it("is told with the words that were heard so far, and rung with all of them", () => {
    const book = rulebook({
      routes: [{ ...EMERGENCY, tell: [{ to: personId("dana"), text: "Emergency: {{topic}}" }] }],
    });
    const call = new Story({ book }).answered().mumbles("we have no heat").mumbles("we have no heat and it");
    expect(call.told("sms")[0]?.text).toBe("Emergency: we have no heat and it");
    call.says("we have no heat and it is freezing in here");
    expect(call.call?.details.reason).toBe("we have no heat and it is freezing in here");
  });

  it("is not dialled on one fragment that the next takes back", () => {
    const call = new Story().answered().mumbles("we have no heat").mumbles("we know about heat pumps");
    expect(call.rung).toEqual([]);
  });

  it("dials before a word is said, linked to the caller's leg, and announces when the dial was accepted", () => {
    const call = urgent();
    const order = call.effects.filter((e) => e.lane === "call" && (e.kind === "dial" || e.kind === "say")).slice(1);
    expect(order.map((e) => e.kind)).toEqual(["dial", "say"]);
    expect(call.sent("dial")[0]).toMatchObject({ linkTo: "caller", timeoutSecs: 20 });
    expect(call.spoken()).toContain(EMERGENCY.say);
  });

  it("says nothing of a transfer when every dial is refused, but what happens instead", () => {
    const call = urgent({ dials: ["rejected", "rejected", "rejected", "rejected"] });
    expect(call.spoken()).not.toContain(EMERGENCY.say);
    expect(call.spoken().join(" ")).toMatch(/could not connect you/);
    expect(call.phase).toBe("taking");
  });

  it("[S1-19] with say_first, speaks to the end and only then dials", () => {
    const book = rulebook({ routes: [{ ...EMERGENCY, sayFirst: true }] });
    const call = new Story({ book }).answered().wait(5_000).says(NO_HEAT);
    expect(call.rung).toEqual([]);
    call.wait(8_000);
    expect(call.rung).toEqual([SAM]);
  });

  it("[S4-22] is one at any hour", () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const call = urgent({ at: NIGHT + hour * 3_600_000 });
      expect(call.rung).toEqual([SAM]);
    }
  });

  it("starts while a callback is being taken, and stops that", () => {
    const call = new Story().answered().wait(5_000).says("do you also sell filters").wait(8_000);
    expect(call.phase).toBe("taking");
    call.says(NO_HEAT);
    expect(call.phase).toBe("ringing");
    expect(call.rung).toEqual([SAM]);
    expect(call.call?.promised).toBeNull();
  });

  it("stays one however long the caller goes on talking about other things", () => {
    const call = urgent().rings("p1");
    for (let said = 0; said < 30; said += 1) call.says("and the dog is fine by the way").wait(300);
    expect(call.call?.urgency.level).toBe("emergency");
    expect(call.phase).toBe("ringing");
    expect(call.sent("hangup")).toEqual([]);
  });

  it("that was only a partial result is over when the final text does not hold it", () => {
    const call = new Story().answered().mumbles("we have no heat").mumbles("we have no heat and");
    expect(call.rung).toEqual([SAM]);
    call.says("we know about heat pumps and");
    expect(call.phase).not.toBe("ringing");
  });

  it("withdrawn by the caller, stops the ringing, tells whoever was rung, and is decided anew", () => {
    const call = urgent().rings("p1").wait(3_000).says("never mind, false alarm, the heat is back on");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
    expect(call.told("sms")).toEqual([expect.objectContaining({ to: SAM, purpose: "page" })]);
    expect(call.phase).toBe("taking");
    expect(call.rung).toEqual([SAM]);
  });

  it("never rings the caller's own phone", () => {
    const call = urgent({ from: SAM });
    expect(call.rung).toEqual([DANA]);
  });
});

describe("ringing in order", () => {
  it.each(["busy", "declined", "unreachable", "no-answer", "hung-up"] as const)(
    "[S1-46] goes to the next at once when the first is %s",
    (reason) => {
      const call = urgent().rings("p1").wait(2_000).ends("p1", reason);
      expect(call.rung).toEqual([SAM, DANA]);
    },
  );

  it("gives a person whose carrier failed one more try", () => {
    const call = urgent().ends("p1", "failed");
    expect(call.rung).toEqual([SAM, SAM]);
    call.ends("p2", "failed");
    expect(call.rung).toEqual([SAM, SAM, DANA]);
  });

  it("takes a dial as made when the leg has shown itself, whatever the resend was answered", () => {
    const call = urgent({ dials: ["hold"] }).rings("p1");
    const [dial] = call.sent("dial");
    if (!dial) throw new Error("nobody was dialled");
    call.happen({ type: "command.refused", effect: dial.id, refusal: "rejected" });
    expect(call.rung).toEqual([SAM]);
    expect(call.spoken()).toContain(EMERGENCY.say);
  });

  it("hangs up a leg whose dial had counted as refused", () => {
    const call = urgent({ dials: ["rejected", "hold"] }).rings("p1");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
  });

  it("gives up a phone that only rings, although no webhook said so", () => {
    const call = urgent().rings("p1").wait(22_000);
    expect(call.rung).toEqual([SAM, DANA]);
    expect(call.sent("hangup")[0]).toMatchObject({ leg: "p1" });
  });

  it("rings the next at 20 s while someone who picked up late is still asked for the key; the first key wins", () => {
    const call = urgent().wait(17_000).picksUp("p1").wait(3_000);
    expect(call.rung).toEqual([SAM, DANA]);
    expect(call.sent("hangup")).toEqual([]);
    call.happen({ type: "gather.ended", speech: null, digits: "1", ...call.leg("p1") });
    expect(call.phase).toBe("connecting");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p2" })]);
  });

  it("tells the desk whose phones ring, and when they have stopped", () => {
    const call = urgent().rings("p1");
    expect(call.told("call.ringing").at(-1)?.ringing).toEqual([SAM]);
    call.ends("p1", "busy").rings("p2").ends("p2", "no-answer");
    expect(call.told("call.ringing").at(-1)?.ringing).toEqual([]);
  });

  it("never joins a voicemail: no key, no caller", () => {
    const call = urgent().picksUp("p1").wait(12_000);
    call.happen({ type: "gather.ended", speech: null, digits: "", ...call.leg("p1") });
    expect(call.sent("bridge")).toEqual([]);
    expect(call.rung).toEqual([SAM, DANA]);
  });

  it("says nothing of the caller before the key: no name, no number, none of their words", () => {
    const call = urgent().says("my name is Gwen Mottram at 418 Birch").picksUp("p1");
    const question = call.sent("ask-key")[0]?.text ?? "";
    expect(question).toMatch(/^Emergency call for Lone Star Comfort\. Press 1/);
    expect(question).not.toMatch(/Gwen|Mottram|Birch|0142/);
  });

  it("keeps the caller company: never more than eight seconds without words", () => {
    const call = urgent().wait(16_000);
    expect(call.spoken().join(" ")).toMatch(/still trying/i);
  });

  it("hangs up a leg that was given up before Telnyx had named it", () => {
    const call = new Story({ dials: [] }).answered().wait(5_000);
    call.says(NO_HEAT).ends("caller");
    const hangups = call.sent("hangup").filter((e) => e.leg === "p1");
    expect(hangups).toHaveLength(1);
  });
});

describe("an emergency that comes while somebody is rung for something else", () => {
  const [office, onCall] = [groupId("office"), groupId("on-call")];
  const book = (office_: readonly PersonId[], change: Partial<Route> = {}) =>
    rulebook({
      routes: [{ ...EMERGENCY, ...change }],
      groups: {
        ...rulebook().groups,
        [office]: { id: office, ring: "in-order", members: office_, eachMs: 20_000, accept: "press-1" },
      },
    });
  const [sam, dana] = [personId("sam"), personId("dana")];
  const asking = (rulebook_: Rulebook) =>
    new Story({ book: rulebook_, at: DAY }).answered().wait(5_000).says("i have a question").wait(1_000).rings("p1");

  it("leaves the phone ringing that it would ring first, and says what it is now", () => {
    const call = asking(book([sam]))
      .wait(3_000)
      .says(NO_HEAT);
    expect(call.rung).toEqual([SAM]);
    expect(call.sent("hangup")).toEqual([]);
    expect(call.spoken()).toContain(EMERGENCY.say);
    call.accepts("p1").wait(12_000).bridged();
    expect(call.call?.disposition).toBe("connected");
  });

  it("goes on to the next person when that phone is not picked up", () => {
    const call = asking(book([sam]))
      .wait(3_000)
      .says(NO_HEAT)
      .ends("p1", "no-answer");
    expect(call.rung).toEqual([SAM, DANA]);
  });

  it("hangs up anybody else's", () => {
    const call = asking(book([dana]))
      .wait(3_000)
      .says(NO_HEAT);
    expect(call.rung).toEqual([DANA, SAM]);
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
  });

  it("stops that phone too where the owner wants the words first", () => {
    const call = asking(book([sam], { sayFirst: true, ring: onCall }))
      .wait(3_000)
      .says(NO_HEAT);
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
    expect(call.rung).toEqual([SAM]);
  });
});

describe("nobody takes it", () => {
  const nobody = () =>
    urgent().rings("p1").wait(1_000).ends("p1", "busy").rings("p2").wait(1_000).ends("p2", "no-answer");

  it("[S1-47] promises a callback within 30 minutes and takes name and number", () => {
    const call = nobody().wait(12_000);
    expect(call.phase).toBe("taking");
    expect(call.spoken().at(-1)).toMatch(/within 30 minutes.*name and number/i);
  });

  it("texts the owner with what the caller left", () => {
    const call = nobody().wait(12_000).says("Arlene Fisk, 972 555 0161").wait(1_000);
    expect(call.told("sms")).toEqual([
      expect.objectContaining({
        to: SAM,
        purpose: "page",
        text: expect.stringMatching(/^Emergency call from Arlene Fisk, .*972-555-0161/),
      }),
    ]);
    expect(call.call?.disposition).toBe("callback");
  });

  it("promises the next opening instead when nobody can be rung at all", () => {
    const call = urgent({ dials: ["bad-destination", "bad-destination"] }).wait(10_000);
    expect(call.spoken().join(" ")).not.toMatch(/30 minutes/);
    expect(call.call?.promised?.kind).not.toBe("within");
  });
});

describe("the caller leaves while it rings", () => {
  it("ends every leg, pages at once and writes one record", () => {
    const call = urgent().rings("p1").wait(4_000).ends("caller");
    expect(call.phase).toBe("closed");
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "p1" })]);
    expect(call.told("sms")).toEqual([expect.objectContaining({ to: SAM, purpose: "page", delayMs: 0 })]);
    expect(call.told("record").map((r) => r.event)).toEqual(["call.completed"]);
    expect(call.call?.disposition).toBe("lost");
  });

  it("is nothing new when the hang-up comes twice", () => {
    const call = urgent().rings("p1").ends("caller");
    const before = call.effects.length;
    call.ends("caller").ends("p1");
    expect(call.effects).toHaveLength(before);
  });
});
