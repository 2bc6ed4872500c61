import { describe, expect, it } from "vitest";
import { personId } from "../../../rules/ids.ts";
import type { Condition, Ending, Route } from "../../../rules/rulebook/rulebook.ts";
import { compiled, documentWith, placeOf, unmark, warningsOf } from "./documents.ts";

const HOURS = "hours: { weekly: { mon-fri: 8-18 } }";

function routeOf(route: string, extra = "groups: { on-call: { members: [sam, dana] } }"): Route {
  const [first] = compiled(documentWith({ routes: `routes:\n  - ${route}`, extra, hours: HOURS })).routes;
  if (first === undefined) throw new Error("the document has a route");
  return first;
}

const CALLBACK: Ending = { take: "callback", say: null, promise: { kind: "next-opening" }, tell: [], smsCaller: null };

describe("the smallest rulebook", () => {
  it("has everything a call needs", () => {
    expect(compiled(documentWith({}))).toMatchObject({
      v: 1,
      version: "test",
      business: { id: "lone-star", owner: "sam", ownerName: "Sam", trade: "general", country: "US", bookingUrl: null },
      people: {
        sam: { id: "sam", name: "Sam", phone: "+12145550101" },
        dana: { id: "dana", name: "Dana", phone: "+12145550102" },
      },
      groups: {},
      urgency: { emergency: [], urgent: [], never: [] },
      voice: { name: "Telnyx.KokoroTTS.af", language: "en-US", engines: ["deepgram", "google"] },
      notice: { mode: "greeting" },
      greeting: "Thanks for calling {{business_name}}. How can I help you?",
      routes: [],
      otherwise: { name: "Otherwise", when: { fact: "always" }, ring: null, otherwise: CALLBACK },
      blocked: [],
      crm: null,
      alerts: null,
    });
  });

  it("survives being stored as JSON", () => {
    const rulebook = compiled(documentWith({ extra: "groups: { on-call: { members: [sam] } }" }));
    expect(JSON.parse(JSON.stringify(rulebook))).toEqual(rulebook);
  });
});

describe("who is meant", () => {
  it.each([
    ["the id", "sam"],
    ["the id in capitals", "SAM"],
    ["the name", "Sam Miller"],
    ["the word owner", "owner"],
  ])("can be said by %s", (_, word) => {
    const people = "people: { sam: { name: Sam Miller, phone: 214-555-0101 }, dana: 214-555-0102 }";
    expect(compiled(documentWith({ people, extra: `alerts: ${word}` })).alerts).toEqual({ to: "sam" });
  });

  it("is the first one listed, for the owner nobody names", () => {
    expect(compiled(documentWith({ people: "people: { dana: 214-555-0102, sam: 214-555-0101 }" })).business.owner).toBe(
      "dana",
    );
  });

  it.each(["owner: dana", "owner_name: Dana"])("is the person whom the business names: %s", (entry) => {
    const business = `business: { id: a, name: A, timezone: UTC, ${entry} }`;
    expect(compiled(documentWith({ business })).business).toMatchObject({ owner: "dana", ownerName: "Dana" });
  });

  it("can be called differently by callers", () => {
    const business = "business: { id: a, name: A, timezone: UTC, owner: dana, owner_name: Doctor Ruiz }";
    expect(compiled(documentWith({ business })).business).toMatchObject({ owner: "dana", ownerName: "Doctor Ruiz" });
  });
});

describe("a group", () => {
  it("keeps its order, its seconds and how it accepts", () => {
    const extra = "groups: { on-call: { ring: in-order, members: [Dana, sam], each: 30 seconds, accept: at-once } }";
    expect(compiled(documentWith({ extra })).groups).toEqual({
      "on-call": { id: "on-call", ring: "in-order", members: ["dana", "sam"], eachMs: 30_000, accept: "at-once" },
    });
  });

  it("is made for a person who is rung alone", () => {
    const { routes, groups } = compiled(
      documentWith({ routes: "routes: [{ name: A, when: always, ring: Dana, take: callback }]" }),
    );
    expect(routes[0]?.ring).toBe("dana");
    expect(groups).toEqual({
      dana: { id: "dana", ring: "in-order", members: ["dana"], eachMs: 20_000, accept: "press-1" },
    });
  });
});

describe("an ending", () => {
  const SMS = { to: personId("sam"), text: "Call {{callback_number}}" };
  it.each<[string, string, Partial<Ending>]>([
    ["take: callback", "take: callback", {}],
    ["otherwise: callback", "otherwise: callback", {}],
    ["a promise alone", "callback: within 30 minutes", { promise: { kind: "within", ms: 1_800_000 } }],
    ["a promise inside otherwise", "otherwise: { callback: when we open }", {}],
    ["goodbye", "take: goodbye", { take: "goodbye" }],
    ["words", "otherwise: { say: Bye, take: goodbye }", { take: "goodbye", say: "Bye" }],
    ["one text", "otherwise: { sms: { to: sam, text: 'Call {{callback_number}}' } }", { tell: [SMS] }],
    ["a list of texts", "take: callback, sms: [{ to: sam, text: 'Call {{callback_number}}' }]", { tell: [SMS] }],
    ["a text to the caller", "take: callback, sms_caller: Thanks", { smsCaller: "Thanks" }],
  ])("may be written as %s", (_, written, ending) => {
    expect(routeOf(`{ name: A, when: always, ring: on-call, ${written} }`).otherwise).toEqual({
      ...CALLBACK,
      ...ending,
    });
  });

  it("of every other call may ring people first", () => {
    const otherwise = "otherwise: { ring: sam, say: One moment, otherwise: { take: goodbye } }";
    expect(compiled(documentWith({ otherwise })).otherwise).toMatchObject({
      ring: "sam",
      say: "One moment",
      otherwise: { take: "goodbye" },
    });
  });
});

describe("a condition", () => {
  it.each<[string, Condition]>([
    ["always", { fact: "always" }],
    ["{ urgency: emergency }", { fact: "urgency", is: ["emergency"] }],
    ["{ urgency: [urgent, emergency] }", { fact: "urgency", is: ["urgent", "emergency"] }],
    ["{ says: cancel }", { fact: "says", any: ["cancel"] }],
    ["{ says: [cancel, 911] }", { fact: "says", any: ["cancel", "911"] }],
    ["{ open: false }", { fact: "open", is: false }],
    ["{ open: no }", { fact: "open", is: false }],
    ["{ not: { open: yes } }", { fact: "not", of: { fact: "open", is: true } }],
    [
      "{ open: true, says: quote }",
      {
        fact: "all",
        of: [
          { fact: "says", any: ["quote"] },
          { fact: "open", is: true },
        ],
      },
    ],
    [
      "{ any: [{ says: quote }, { all: [{ open: true }] }] }",
      {
        fact: "any",
        of: [
          { fact: "says", any: ["quote"] },
          { fact: "all", of: [{ fact: "open", is: true }] },
        ],
      },
    ],
  ])("%s", (written, condition) => {
    expect(routeOf(`{ name: A, when: ${written}, take: callback }`).when).toEqual(condition);
  });
});

describe("a route", () => {
  it("says when it may win, what is said and who is told", () => {
    const tell = "tell: { to: dana, text: Hi }";
    expect(
      routeOf(`{ name: VIP, when: always, before_speech: true, say: Hello, say_first: yes, ${tell}, take: callback }`),
    ).toMatchObject({
      name: "VIP",
      beforeSpeech: true,
      say: "Hello",
      sayFirst: true,
      tell: [{ to: "dana", text: "Hi" }],
    });
  });
});

describe("settings", () => {
  it.each([
    ["voice: { engines: [google] }", "voice.engines", ["google", "deepgram"]],
    ["voice: { engines: [telnyx, telnyx] }", "voice.engines", ["telnyx", "deepgram"]],
    ["voice: { name: AWS.Polly.Joanna-Neural, language: en-GB }", "voice.language", "en-GB"],
    ["notice: strict", "notice.mode", "strict"],
    ["notice: { text: We take notes. }", "notice", { mode: "greeting", text: "We take notes." }],
    ["urgency: { emergency: no heat }", "urgency.emergency", ["no heat"]],
    ["crm: { url: 'http://localhost:8799/crm', secret: RULEBOOK_CRM }", "crm.url", "http://localhost:8799/crm"],
  ])("%s", (extra, path, value) => {
    expect(compiled(documentWith({ extra }))).toHaveProperty(path, value);
  });

  it("the fields of a record keep their types", () => {
    const fields = "{ a: 1, b: true, c: null, d: '1', e: [1.5, x], zip: 07501, phone: +12145550101 }";
    expect(
      compiled(documentWith({ extra: `crm: { url: https://a.example, secret: RULEBOOK_A, fields: ${fields} }` })).crm
        ?.fields,
    ).toEqual({
      a: 1,
      b: true,
      c: null,
      d: "1",
      e: [1.5, "x"],
      zip: "07501",
      phone: "+12145550101",
    });
  });
});

describe("a warning", () => {
  it.each([
    [
      "a route that no call reaches",
      "routes:\n  - { name: All, when: always, take: callback }\n  - ▶{ name: Late, when: { open: true }, take: callback }",
      'the route "Late" is never reached',
    ],
    [
      "ringing without an ending",
      "routes:\n  - ▶{ name: All, when: { open: true }, ring: sam }",
      'the route "All" does not say what happens when nobody picks up',
    ],
  ])("is given for %s", (_, routes, message) => {
    const { source, places } = unmark(documentWith({ routes, hours: HOURS }));
    expect(warningsOf(source).map((warning) => [placeOf(warning), warning.message])).toEqual([[places[0], message]]);
  });

  it("is given for opening hours that are asked for and not written", () => {
    const { source, places } = unmark(
      documentWith({ routes: "routes: [{ name: A, when: { open: ▶true }, take: callback }]" }),
    );
    expect(warningsOf(source).map(placeOf)).toEqual(places);
  });
});
