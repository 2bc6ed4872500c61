import { describe, expect, it } from "vitest";
import { documentWith, placeOf, problemsOf, type Refused, unmark } from "./documents.ts";

const TYPO = ['there is no variable called "caller_numbr"', 'Did you mean "caller_number"?'] as const;

/** The mark ▶ stands where the problem must be pointed out. */
const CASES: Refused[] = [
  ["in the greeting", documentWith({ extra: "greeting: Hello {{ ▶caller_numbr }}" }), "greeting", ...TYPO],
  [
    "in a text over several lines",
    documentWith({ extra: "greeting: |\n  Hello,\n  you call from {{ ▶caller_numbr }}.\n" }),
    "greeting",
    ...TYPO,
  ],
  [
    "in quotes with escapes before it",
    documentWith({ extra: 'greeting: "Hello \\"{{name}}\\", {{▶caller_numbr}}"' }),
    "greeting",
    ...TYPO,
  ],
  [
    "the second time it is written",
    documentWith({ extra: "greeting: caller_numbr is {{ ▶caller_numbr }}" }),
    "greeting",
    ...TYPO,
  ],
  ["in the notice", documentWith({ extra: "notice: { text: '{{▶caller_numbr}}' }" }), "notice.text", ...TYPO],
  [
    "in a text message",
    documentWith({
      otherwise: "otherwise: { ring: sam, otherwise: { sms: { to: sam, text: 'from {{▶caller_numbr}}' } } }",
    }),
    "otherwise.otherwise.sms.text",
    ...TYPO,
  ],
  [
    "in a text message of a shortcut",
    documentWith({ otherwise: "otherwise: { take: callback, sms_caller: 'from {{▶caller_numbr}}' }" }),
    "otherwise.sms_caller",
    ...TYPO,
  ],
  [
    "in the words of an ending",
    documentWith({ routes: "routes: [{ name: A, when: always, ring: sam, otherwise: { say: '{{▶caller_numbr}}' } }]" }),
    "routes[0].otherwise.say",
    ...TYPO,
  ],
  [
    "deep in the fields of a record",
    documentWith({
      extra: "crm: { url: https://a.example, secret: RULEBOOK_A, fields: { a: [1, { b: '{{▶caller_numbr}}' }] } }",
    }),
    "crm.fields.a[1].b",
    ...TYPO,
  ],
  [
    "an unknown filter",
    documentWith({ extra: "greeting: Hello {{ name | ▶upcse }}" }),
    "greeting",
    'there is no filter called "upcse"',
    'Did you mean "upcase"?',
  ],
  [
    "one pair of braces, which would be read out",
    documentWith({ extra: "greeting: Hello ▶{name}" }),
    "greeting",
    "a variable needs two braces on either side",
    "Write {{name}}.",
  ],
];

describe("a template is checked where it stands:", () => {
  it.each(CASES)("%s", (_, document, path, message, hint) => {
    const { source, places } = unmark(document);
    const [problem, ...more] = problemsOf(source);
    expect(problem).toMatchObject({ path, message, hint });
    expect(problem && placeOf(problem)).toBe(places[0]);
    expect(more).toEqual([]);
  });
});
