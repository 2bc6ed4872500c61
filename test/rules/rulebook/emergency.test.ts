import { describe, expect, it } from "vitest";
import { e164 } from "../../../rules/ids.ts";
import { emergencyRulebook } from "../../../rules/rulebook/emergency.ts";
import { checkTemplate } from "../../../rules/talk/templates.ts";

const SAM = e164("+442079460018");

describe("the rulebook that is always there", () => {
  it("rings the fallback number for every call, without waiting for a word", () => {
    const book = emergencyRulebook(SAM);
    expect(book.people).toEqual({ owner: { id: "owner", name: "the owner", phone: SAM } });
    expect(book.groups).toMatchObject({ owner: { members: ["owner"], accept: "at-once" } });
    expect([...book.routes, book.otherwise].map((route) => [route.when.fact, route.ring])).toEqual([
      ["always", "owner"],
      ["always", "owner"],
    ]);
    expect(book.routes[0]?.beforeSpeech).toBe(true);
  });

  it("takes a callback when the fallback number does not pick up, and tells the owner", () => {
    expect(emergencyRulebook(SAM).otherwise.otherwise).toMatchObject({ take: "callback", tell: [{ to: "owner" }] });
  });

  it("reads numbers by the country of the fallback number", () => {
    expect(emergencyRulebook(SAM).business.country).toBe("GB");
  });

  it("without a fallback number takes a callback and names nobody", () => {
    const book = emergencyRulebook(null);
    expect([book.people, book.groups, book.routes, book.alerts]).toEqual([{}, {}, [], null]);
    expect(book.otherwise).toMatchObject({ ring: null, tell: [], otherwise: { take: "callback", tell: [] } });
  });

  it("says nothing that a template could spoil", () => {
    for (const book of [emergencyRulebook(SAM), emergencyRulebook(null)]) {
      const said = [
        book.greeting,
        book.notice.text,
        ...[...book.routes, book.otherwise].flatMap((route) => [
          route.say,
          route.otherwise.say,
          ...route.otherwise.tell.map(({ text }) => text),
        ]),
      ];
      expect(said.flatMap((text) => checkTemplate(text ?? ""))).toEqual([]);
    }
  });
});
