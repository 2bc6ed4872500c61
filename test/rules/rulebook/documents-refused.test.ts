import { describe, expect, it } from "vitest";
import { documentWith, placeOf, problemsOf, type Refused, unmark } from "./documents.ts";

/** The mark ▶ stands where the problem must be pointed out. */
const CASES: Refused[] = [
  [
    "an entry that is misspelt",
    documentWith({ extra: "▶greting: Hello" }),
    "greting",
    'there is no entry called "greting" here',
    'Did you mean "greeting"?',
  ],
  [
    "an entry like no other, with what is possible",
    documentWith({ extra: "hours: { weekly: {}, ▶zzz: 1 }" }),
    "hours.zzz",
    'there is no entry called "zzz" here',
    "Possible here: weekly, closed.",
  ],
  [
    "an entry in curly quotes",
    documentWith({ extra: "▶“greeting”: Hello" }),
    "“greeting”",
    'there is no entry called "“greeting”" here',
    "Replace curly quotes by straight ones, or leave them out.",
  ],
  [
    "no otherwise",
    `▶${documentWith({ otherwise: "" })}`,
    "otherwise",
    '"otherwise" is missing',
    "Say what happens to every other call, for instance otherwise: { take: callback }",
  ],
  [
    "a person without a number, pointing at the person",
    documentWith({ people: "people:\n  sam:\n    phone: 214-555-0101\n  ▶dana:\n    name: Dana" }),
    "people.dana.phone",
    '"phone" is missing',
    "Write the number as on a business card.",
  ],
  [
    "an entry that was left empty",
    documentWith({ business: "business: { id: lone-star, ▶name: , timezone: America/Chicago }" }),
    "business.name",
    '"name" is missing',
    null,
  ],
  [
    "a text where a list belongs",
    documentWith({ extra: "routes: ▶none" }),
    "routes",
    'this should be a list, such as [one, two] or lines that begin with "- "',
    null,
  ],
  [
    "nobody at all",
    documentWith({ people: "people: ▶{}" }),
    "people",
    "nobody is listed, so nobody could ever be rung or told",
    "Add at least the owner: sam: { phone: ... }",
  ],
  [
    "an id with a space",
    documentWith({ people: "people: { ▶sam miller: 214-555-0101 }" }),
    "people.sam miller",
    "this cannot be an id",
    "Begin with a letter; go on with letters, digits and dashes, without spaces.",
  ],
  [
    "a business id with capitals",
    documentWith({ business: "business: { id: ▶Lone Star, name: Lone Star, timezone: America/Chicago }" }),
    "business.id",
    "this cannot be a business id",
    "Use small letters, digits and dashes, such as lone-star-comfort.",
  ],
  [
    "a time zone that does not exist",
    documentWith({ business: "business: { id: a, name: A, timezone: ▶America/NewYork }" }),
    "business.timezone",
    '"America/NewYork" is not a time zone',
    'Did you mean "America/New_York"?',
  ],
  [
    "an abbreviated time zone, which knows no summer time",
    documentWith({ business: "business: { id: a, name: A, timezone: ▶CST }" }),
    "business.timezone",
    '"CST" is not a time zone',
    'Did you mean "America/Chicago"?',
  ],
  [
    "a city alone as time zone",
    documentWith({ business: "business: { id: a, name: A, timezone: ▶los angeles }" }),
    "business.timezone",
    '"los angeles" is not a time zone',
    'Did you mean "America/Los_Angeles"?',
  ],
  [
    "the country UK",
    documentWith({
      business: "business: { id: a, name: A, timezone: Europe/London, country: ▶UK }",
      people: "people: { sam: +44 20 7946 0018 }",
    }),
    "business.country",
    '"UK" is not a country',
    "Write GB.",
  ],
  [
    "a booking address without https",
    documentWith({ business: "business: { id: a, name: A, timezone: UTC, booking_url: ▶cal.example }" }),
    "business.booking_url",
    "this is not a web address",
    "Copy it from the browser, from https:// on.",
  ],
  [
    "an owner who is not listed",
    documentWith({ business: "business: { id: a, name: A, timezone: UTC, owner: ▶sma }" }),
    "business.owner",
    'there is nobody called "sma"',
    'Did you mean "sam"?',
  ],
  [
    "a group without members",
    documentWith({ extra: "groups: { on-call: { members: ▶[] } }" }),
    "groups.on-call.members",
    "this group has nobody in it",
    "List its people: members: [sam, dana]",
  ],
  [
    "a member who is not listed",
    documentWith({ extra: "groups: { on-call: { members: [sam, ▶dan] } }" }),
    "groups.on-call.members[1]",
    'there is nobody called "dan"',
    'Did you mean "dana"?',
  ],
  [
    "a group with a person's name",
    documentWith({ extra: "groups: { ▶sam: { members: [dana] } }" }),
    "groups.sam",
    '"sam" is a person already',
    "Give the group a name of its own.",
  ],
  [
    "a phone that rings for a second",
    documentWith({ extra: "groups: { on-call: { members: [sam], each: ▶1s } }" }),
    "groups.on-call.each",
    "a phone rings for 5 seconds at least and 10 minutes at most",
    "Write 20s or 20 seconds.",
  ],
  [
    "a ring time that is no length of time",
    documentWith({ extra: "groups: { on-call: { members: [sam], each: ▶soon } }" }),
    "groups.on-call.each",
    "this is not a length of time",
    "Write 20s or 20 seconds.",
  ],
  [
    "a blocked number that is none",
    documentWith({ extra: "blocked: [214-555-0199, ▶12]" }),
    "blocked[1]",
    "this is not a complete telephone number",
    "Write it with area code, as on a business card. The business is in US, so +1 is assumed.",
  ],
  [
    "a record address without encryption",
    documentWith({ extra: "crm: { url: ▶http://crm.example/hook, secret: RULEBOOK_CRM }" }),
    "crm.url",
    "this is not an address that may be posted to: it must begin with https://",
    "Copy it from the browser, from https:// on.",
  ],
  [
    "a secret that is none of the rulebook's",
    documentWith({ extra: "crm: { url: https://crm.example/hook, secret: ▶TELNYX_API_KEY }" }),
    "crm.secret",
    "this is not the name of a secret that a rulebook may use",
    "Store the secret with wrangler secret put RULEBOOK_CRM_SECRET, and write that name here, never the secret itself.",
  ],
  [
    "a format from the future",
    documentWith({ extra: "version: ▶2" }),
    "version",
    '"2" is not possible here',
    "Write 1.",
  ],
  [
    "a closed day that does not exist",
    documentWith({ extra: "hours: { weekly: {}, closed: [2026-12-24, ▶2026-02-30] }" }),
    "hours.closed[1]",
    "this is not a date",
    "Write year, month and day: 2026-12-24.",
  ],
];

describe("a document is refused, with place, reason and remedy, for", () => {
  it.each(CASES)("%s", (_, document, path, message, hint) => {
    const { source, places } = unmark(document);
    const [problem, ...more] = problemsOf(source);
    expect(problem).toMatchObject({ path, message, hint });
    expect(problem && placeOf(problem)).toBe(places[0]);
    expect(more).toEqual([]);
  });

  it("several things at once, in the order of the document", () => {
    const { source, places } = unmark(
      documentWith({
        people: "people: { sam: ▶12 }",
        routes: "routes:\n  - { name: A, when: always, ring: ▶bob, otherwise: { sms: { to: ▶eve, text: Hi } } }",
        extra: "alerts: ▶mallory",
      }),
    );
    expect(problemsOf(source).map(placeOf)).toEqual(places);
  });
});
