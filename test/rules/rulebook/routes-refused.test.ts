import { describe, expect, it } from "vitest";
import { documentWith, placeOf, problemsOf, type Refused, unmark } from "./documents.ts";

const withRoute = (route: string): string => documentWith({ routes: `routes:\n  - ${route}` });

/** The mark ▶ stands where the problem must be pointed out. */
const CASES: Refused[] = [
  [
    "ringing somebody who is not there",
    withRoute("{ name: A, when: always, ring: ▶dispatch, take: callback }"),
    "routes[0].ring",
    'there is nobody called "dispatch"',
    "There are: sam, dana.",
  ],
  [
    "ringing a number that is written into the route",
    withRoute("{ name: A, when: always, ring: ▶214-555-0101, take: callback }"),
    "routes[0].ring",
    "there is nobody called this number",
    "Numbers stand under people; write the person's id here.",
  ],
  [
    "texting somebody who is not there",
    withRoute(
      "{ name: A, when: always, ring: sam, otherwise: { callback: when we open, sms: { to: ▶bob, text: Hi } } }",
    ),
    "routes[0].otherwise.sms.to",
    'there is nobody called "bob"',
    "There are: sam, dana.",
  ],
  [
    "texting somebody in a list",
    withRoute(
      "{ name: A, when: always, ring: sam, take: callback, tell: [{ to: sam, text: Hi }, { to: ▶bob, text: Hi }] }",
    ),
    "routes[0].tell[1].to",
    'there is nobody called "bob"',
    "There are: sam, dana.",
  ],
  [
    "texting the caller as if they were staff",
    withRoute("{ name: A, when: always, take: callback, sms: { to: ▶caller, text: Hi } }"),
    "routes[0].sms.to",
    "the caller is nobody of the business",
    'Write sms_caller: "…" for a text to the caller.',
  ],
  [
    "a route without a condition",
    withRoute("▶{ name: A, ring: sam, take: callback }"),
    "routes[0].when",
    '"when" is missing',
    "Say when the route applies: when: { urgency: emergency }, or when: always.",
  ],
  [
    "an empty condition",
    withRoute("{ name: A, when: ▶{}, ring: sam, take: callback }"),
    "routes[0].when",
    "no condition is given",
    "Write when: { urgency: emergency }, or when: always for every call.",
  ],
  [
    "a condition on a fact that is misspelt, deep inside",
    withRoute("{ name: A, when: { all: [{ open: true }, { not: { ▶urgancy: urgent } }] }, take: callback }"),
    "routes[0].when.all[1].not.urgancy",
    'there is no entry called "urgancy" here',
    'Did you mean "urgency"?',
  ],
  [
    "an urgency that is misspelt",
    withRoute("{ name: A, when: { urgency: ▶emergancy }, take: callback }"),
    "routes[0].when.urgency",
    '"emergancy" is not possible here',
    'Did you mean "emergency"?',
  ],
  [
    "a route that does nothing",
    withRoute("▶{ name: A, when: always, say: Hello }"),
    "routes[0]",
    'the route "A" does nothing with the call',
    "Add ring: or take: callback.",
  ],
  [
    "two routes of one name",
    documentWith({
      routes:
        "routes:\n  - { name: A, when: { open: true }, take: callback }\n  - { name: ▶a, when: { open: false }, take: callback }",
      extra: "hours: { weekly: { mon-fri: 8-18 } }",
    }),
    "routes[1].name",
    'two routes are called "a"',
    "Names show which route took a call; make them differ.",
  ],
  [
    "an ending given twice",
    withRoute("{ name: A, when: always, ring: sam, ▶take: callback, otherwise: goodbye }"),
    "routes[0].take",
    "take stands beside otherwise, and it is unclear which holds",
    "Move take into otherwise.",
  ],
  [
    "goodbye with a promise",
    withRoute("{ name: A, when: always, take: goodbye, ▶callback: when we open }"),
    "routes[0].callback",
    "the call ends with goodbye, so nobody calls back",
    "Take out callback:, or write take: callback.",
  ],
  [
    "a promise that nobody can compute",
    documentWith({ otherwise: "otherwise: { callback: ▶soon }" }),
    "otherwise.callback",
    "this is not a promise that can be computed",
    'Write "within 30 minutes", "when we open" or "next business day at 09:00".',
  ],
  [
    "an ending that does not exist",
    documentWith({ otherwise: "otherwise: ▶voicemail" }),
    "otherwise",
    '"voicemail" is not possible here',
    "Write callback or goodbye.",
  ],
];

describe("a route is refused, with place, reason and remedy, for", () => {
  it.each(CASES)("%s", (_, document, path, message, hint) => {
    const { source, places } = unmark(document);
    const [problem, ...more] = problemsOf(source);
    expect(problem).toMatchObject({ path, message, hint });
    expect(problem && placeOf(problem)).toBe(places[0]);
    expect(more).toEqual([]);
  });
});
