import { describe, expect, it } from "vitest";
import { CALLER, EMERGENCY, rulebook, SAM } from "./book.ts";
import { NIGHT, Story } from "./story.ts";

const quote = (options = {}) =>
  new Story(options).answered().wait(5_000).says("i would like a price for a new furnace").wait(1_000);

describe("a quote at night", () => {
  it("[S1-33] rings nobody and promises the next business day", () => {
    const call = quote();
    expect(call.rung).toEqual([]);
    expect(call.spoken().at(-1)).toMatch(
      /closed for the day, but we will call you back tomorrow morning at 9 AM\. Can I get/,
    );
    expect(call.call?.promised?.dueAt).toBe(Date.UTC(2026, 0, 14, 15, 0));
  });

  it("takes name, number and what else they should know, then says exactly what will happen", () => {
    const call = quote()
      .wait(9_000)
      .says("Gina Fowler")
      .wait(4_000)
      .says("eight one seven five five five oh one six three")
      .wait(5_000);
    expect(call.call?.details).toMatchObject({ name: "Gina Fowler", callbackNumber: "+18175550163" });
    call.says("the old one still works").wait(1_000);
    expect(call.phase).toBe("parting");
    expect(call.spoken().at(-1)).toMatch(/Gina Fowler.*tomorrow morning at 9 AM.*Goodbye/);
    call.wait(15_000);
    expect(call.sent("hangup")).toEqual([expect.objectContaining({ leg: "caller" })]);
  });

  it("texts the caller once and leaves one record with name, number and reason", () => {
    const call = quote().wait(9_000).says("Gina Fowler").wait(40_000).ends("caller");
    expect(call.told("sms")).toEqual([expect.objectContaining({ purpose: "courtesy", to: CALLER })]);
    expect(call.told("record")).toHaveLength(1);
    expect(call.told("record")[0]?.body).toMatchObject({
      name: "Gina Fowler",
      phone: CALLER,
      outcome: "callback_later",
      urgency: "routine",
      notes: expect.stringContaining("furnace"),
      fields: { source: "phone" },
    });
  });

  it("[S1-30] keeps what it has when the caller leaves early", () => {
    const call = quote().wait(9_000).says("Gina Fowler").ends("caller");
    expect(call.call?.disposition).toBe("callback");
    expect(call.told("record")[0]?.body).toMatchObject({ name: "Gina Fowler", phone: CALLER });
    expect(call.told("sms")).toHaveLength(1);
  });

  it("asks twice at most, and goes on with the number the caller calls from", () => {
    const call = quote().wait(90_000);
    expect(call.spoken().filter((text) => /name and number/.test(text))).toHaveLength(2);
    expect(call.call?.details.callbackNumber).toBe(CALLER);
    expect(call.call?.disposition).toBe("callback");
  });

  it("asks a withheld caller for a number", () => {
    const call = quote({ from: null }).wait(9_000).says("Gina Fowler").wait(1_000);
    expect(call.spoken().at(-1)).toMatch(/number/);
  });

  it("promises nothing to somebody whom nobody can call back", () => {
    const call = quote({ from: null }).wait(9_000).says("Gina Fowler").wait(60_000);
    expect(call.spoken().at(-1)).toMatch(/without a number we cannot call you back/);
    expect(call.call).toMatchObject({ disposition: "lost", promised: null });
  });

  it("takes a number from the keypad", () => {
    const call = quote().wait(9_000);
    for (const digit of "8175550177") call.presses(digit);
    expect(call.call?.details.callbackNumber).toBe("+18175550177");
  });
});

describe("who is told", () => {
  it("without a CRM, is the owner by text, not before the business opens", () => {
    const call = quote({ book: rulebook({ crm: null }) }).ends("caller");
    const [page] = call.told("sms").filter((sms) => sms.purpose === "page");
    expect(page).toMatchObject({ to: SAM });
    expect(page?.delayMs).toBeGreaterThan(11 * 3_600_000);
  });
});

describe("a promise within 30 minutes", () => {
  const promised = () => {
    const call = new Story().answered().wait(5_000).says("we have no heat and it is freezing");
    call.rings("p1").wait(500).ends("p1", "busy").rings("p2").wait(500).ends("p2", "no-answer").wait(12_000);
    return call.says("Arlene Fisk").wait(15_000).ends("caller");
  };

  it("stays open after the caller has gone, and nobody is rung at once again", () => {
    const call = promised();
    expect(call.phase).toBe("following-up");
    expect(call.rung).toHaveLength(2);
  });

  it("pages and rings the chain again, unlinked to the caller's leg", () => {
    const call = promised();
    const pages = call.told("sms").length;
    call.wait(3 * 60_000 + 1_000);
    expect(call.told("sms").length).toBe(pages + 2);
    expect(call.sent("dial").at(-1)).toMatchObject({ to: SAM, linkTo: null });
    call.wait(23_000);
    expect(call.rung).toHaveLength(4);
  });

  it("is over as soon as someone presses 1, who hears and is sent the details", () => {
    const call = promised()
      .wait(3 * 60_000 + 1_000)
      .accepts("p3");
    expect(call.spoken("p3").at(-1)).toMatch(/Arlene Fisk/);
    expect(call.told("record").map((r) => r.event)).toEqual(["call.completed", "callback.taken"]);
    expect(call.told("record")[1]?.body).toMatchObject({ handled_by: "sam" });
    call.wait(60_000);
    expect(call.phase).toBe("closed");
    expect(call.rung).toHaveLength(3);
  });

  it("does not hang up on a person who is listening to the question", () => {
    const call = promised()
      .wait(3 * 60_000 + 1_000)
      .wait(18_500)
      .picksUp("p3")
      .wait(5_000);
    expect(call.sent("hangup").filter((e) => e.leg === "p3")).toEqual([]);
    call.happen({ type: "gather.ended", speech: null, digits: "1", ...call.leg("p3") });
    expect(call.call?.handledBy).toBe("sam");
  });

  it("raises the alarm when it falls due untaken", () => {
    const call = promised().wait(31 * 60_000);
    expect(call.told("alert").map((alert) => alert.name)).toEqual(["callback-overdue"]);
    expect(call.told("record").map((r) => r.event)).toEqual(["call.completed", "callback.overdue"]);
    expect(call.phase).toBe("closed");
  });
});

describe("other endings", () => {
  it("says goodbye where the owner wants no more than that", () => {
    const goodbye = { ...EMERGENCY.otherwise, take: "goodbye" as const, say: "We are closed on holidays. Goodbye." };
    const book = rulebook({
      routes: [
        { ...EMERGENCY, when: { fact: "always" }, ring: null, beforeSpeech: true, say: null, otherwise: goodbye },
      ],
    });
    const call = new Story({ book, at: NIGHT }).answered();
    expect(call.spoken()).toEqual(["This call may be transcribed. We are closed on holidays. Goodbye."]);
    call.wait(12_000);
    expect(call.sent("hangup")).toHaveLength(1);
  });
});

describe("a caller who speaks while we say goodbye", () => {
  const goodbye = () =>
    quote().wait(9_000).says("Gina Fowler").wait(4_000).says("no").wait(5_000).says("no, nothing else").wait(1_000);
  /** A second before our last word. */
  const nearlySaid = () => {
    const call = goodbye();
    const words = call.spoken().at(-1) ?? "";
    expect(words).toMatch(/Goodbye\.$/);
    return call.wait(words.length * 65 - 1_000);
  };

  it("is heard to the end of the sentence, and an emergency in it is rung for", () => {
    const call = nearlySaid().mumbles("oh no").wait(300).mumbles("oh no now the").wait(1_000);
    expect(call.sent("hangup")).toEqual([]);
    call.says("oh no now the basement is flooding").wait(500);
    expect(call.rung).toEqual([SAM]);
  });

  it("is let go at the end of a sentence that changes nothing", () => {
    const call = nearlySaid().mumbles("thanks").wait(1_200);
    expect(call.sent("hangup")).toEqual([]);
    call.says("thanks a lot").wait(600);
    expect(call.sent("hangup")).toEqual([]);
    call.wait(200);
    expect(call.sent("hangup")).toHaveLength(1);
  });

  it("is not waited for without end where words never stop", () => {
    const call = nearlySaid();
    for (let n = 0; n < 60; n++) call.mumbles("and then on the radio").wait(300);
    expect(call.sent("hangup")).toHaveLength(1);
  });
});
