import { describe, expect, it } from "vitest";
import { parseRulebook } from "../../../rules/rulebook/parse.ts";
import { formatProblem } from "../../../rules/rulebook/problem.ts";
import { compiled, documentWith, placeOf, problemsOf, unmark } from "./documents.ts";

describe("text that cannot be read is explained without speaking of YAML:", () => {
  const CASES: [title: string, document: string, message: string, hint: string | null][] = [
    ["nothing", "▶", "the document is empty", "Begin with business:, people:, routes: and otherwise:."],
    ["only a comment", "▶# later", "the document is empty", "Begin with business:, people:, routes: and otherwise:."],
    ["a lone null", "▶null", "the document is empty", "Begin with business:, people:, routes: and otherwise:."],
    ["a sentence", "▶transfer all calls to me", 'this should be entries such as "name: value"', null],
    [
      "JSON with a trailing comma",
      '{ "business": { "id": "a"▶, }, "people": {} }',
      "there is a trailing comma, which JSON does not allow",
      "Take out the last comma.",
    ],
    [
      "JSON with curly quotes",
      '{ "business": ▶“Lone Star” }',
      "curly quotes (“ ”) are not JSON quotes",
      'Replace them by straight ones: "',
    ],
    [
      "JSON that was cut off",
      '{ "business": { "id": "a"▶',
      "a { or [ is opened and never closed",
      "The document may have been cut off; otherwise add the missing } or ].",
    ],
    ["a tab", "business:\n▶\tid: a", "a tab is used for indentation", "Use spaces, two for each level."],
    [
      "a colon inside a text",
      "greeting: ▶Hello: we are closed",
      "a colon inside a text is read as the start of another entry",
      'Put the whole text in quotes: say: "We are closed: call tomorrow."',
    ],
    [
      "a text that begins with a variable",
      "greeting: {{business_name}} ▶here",
      "a text that begins with {{ must be in quotes",
      'text: "{{caller_number}} called"',
    ],
    [
      "a quote that is not closed",
      'greeting: "Hello\nbusiness: x▶',
      "a quote is opened and never closed",
      "Close it at the end of the text.",
    ],
    [
      "words after the closing quote",
      'greeting: "Hello" ▶there',
      "there is text after the closing quote",
      "Put the whole text in one pair of quotes.",
    ],
    [
      "indentation that fits nothing",
      "business:\n    id: a\n▶  name: b",
      "the indentation does not fit the lines above",
      "Entries that belong together start in the same column; what belongs under an entry is two spaces further right.",
    ],
    [
      "a text that begins with a reserved letter",
      "greeting: ▶@home",
      "a text cannot begin with this character unless it is in quotes",
      'Put the whole text in quotes: say: "We are closed: call tomorrow."',
    ],
    [
      "a text that begins with an exclamation mark",
      "greeting: ▶!hello there",
      "a text cannot begin with ! unless it is in quotes",
      'Put the whole text in quotes: say: "We are closed: call tomorrow."',
    ],
    ["two documents", "a: 1\n▶---\nb: 2", 'a second document begins here, after "---"', 'Take out the line "---".'],
    [
      "an entry given twice",
      "business: 1\n▶business: 2",
      '"business" is given twice',
      "Keep one of the two; the other would be ignored.",
    ],
    [
      "a person given twice",
      documentWith({ people: "people:\n  sam: 214-555-0101\n  ▶sam: 214-555-0102" }),
      '"sam" is given twice',
      "Keep one of the two; the other would be ignored.",
    ],
    [
      "a name that is no word",
      "▶__proto__: { phone: x }",
      "this cannot be the name of an entry",
      "Use a plain word before the colon.",
    ],
    [
      "a reference",
      "a: &x 1\nb: ▶*x",
      'references such as "*x" are not used here',
      "Write the value out, or put the text in quotes if it only begins with a star.",
    ],
  ];

  it.each(CASES)("%s", (_, document, message, hint) => {
    const { source, places } = unmark(document);
    const [first] = problemsOf(source);
    expect(first).toMatchObject({ message, hint });
    expect(first === undefined ? null : placeOf(first)).toBe(places[0]);
  });
});

describe("text of any kind is read within bounds:", () => {
  it("256 KB are the most", () => {
    const document = documentWith({});
    expect(problemsOf(`${document}\n#${"x".repeat(256 * 1024 - document.length - 2)}`)).toEqual([]);
    expect(problemsOf(`${document}\n#${"x".repeat(256 * 1024)}`)).toMatchObject([
      { message: "the document is 257 KB long; 256 KB is the most" },
    ]);
  });

  it("a bomb of references is not unfolded", () => {
    const bomb = [
      "a: &a [x, x, x]",
      ..."bcdefghi".split("").map((name, i) => `${name}: &${name} [*${"abcdefgh"[i]}, *${"abcdefgh"[i]}]`),
    ];
    expect(problemsOf(bomb.join("\n"))[0]).toMatchObject({
      line: 2,
      message: 'references such as "*a" are not used here',
    });
  });

  it.each(["[", "{", "- ", "? ", "{a: [", "!", "&a ", '"'])("a hundred thousand times %j is no trouble", (piece) => {
    expect(problemsOf(piece.repeat(100_000 / piece.length)).length).toBeGreaterThan(0);
  });

  it("a condition nested deeper than anyone means is refused where it becomes too deep", () => {
    const deep = `${"{ not: ".repeat(40)}always${" }".repeat(40)}`;
    const problems = problemsOf(documentWith({ routes: `routes: [{ name: A, when: ${deep}, take: callback }]` }));
    expect(problems).toMatchObject([{ line: 4, message: "the document is nested too deeply" }]);
  });

  it("not more problems are told than anyone reads", () => {
    const problems = problemsOf(
      documentWith({ extra: Array.from({ length: 5_000 }, (_, i) => `x${i}: 1`).join("\n") }),
    );
    expect(problems).toHaveLength(50);
  });
});

describe("text is forgiven", () => {
  it("a byte order mark, without moving the columns", () => {
    expect(compiled(`\uFEFF${documentWith({})}`).business.name).toBe("Lone Star Comfort");
    expect(problemsOf(`\uFEFFgreting: x`)[0]).toMatchObject({ line: 1, column: 1 });
  });

  it("line ends of Windows", () => {
    expect(compiled(documentWith({}).replaceAll("\n", "\r\n")).people).toHaveProperty("dana.phone", "+12145550102");
  });

  it("being written as JSON", () => {
    const json = JSON.stringify({
      business: { id: "lone-star", name: "Lone Star", timezone: "America/Chicago" },
      people: { sam: { phone: 12145550101 } },
      otherwise: { take: "callback" },
    });
    expect(compiled(json).people).toHaveProperty("sam.phone", "+12145550101");
  });
});

describe("a secret pasted into the document", () => {
  it.each([
    ["a Telnyx API key", `KEY0194${"A1B2C3D4".repeat(3)}_abcdefghij`],
    ["an API key", `sk-proj-${"a1b2".repeat(6)}`],
    ["a payment key", `sk_live_${"a1b2".repeat(6)}`],
    ["a Slack token", "xoxb-123456789012-abcdef"],
    ["an AWS key", "AKIAABCDEFGHIJKLMNOP"],
    ["a webhook signing secret", `whsec_${"a1b2".repeat(6)}`],
    ["a signed token", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
    ["a password in an address", "https://user:hunter2@crm.example/"],
  ])("is found: %s", (what, secret) => {
    const { source, places } = unmark(documentWith({ extra: `# keep this: ▶${secret}` }));
    const [problem, ...more] = problemsOf(source);
    expect(problem?.message).toBe(`this looks like ${what}; a rulebook is no place for secrets`);
    expect(problem === undefined ? null : placeOf(problem)).toBe(places[0]);
    expect(more).toEqual([]);
  });

  it("is not repeated by any message, whatever else is wrong with its place", () => {
    const secret = `sk-proj-${"a1b2".repeat(6)}`;
    const told = JSON.stringify(
      problemsOf(documentWith({ otherwise: `otherwise: ${secret}`, extra: `${secret}: ${secret}` })),
    );
    expect(told).not.toContain("a1b2");
  });
});

describe("a problem", () => {
  it("is printed as file, line, column, place, reason and remedy", () => {
    const [problem] = problemsOf(documentWith({ extra: "greting: Hello" }));
    expect(problem === undefined ? "" : formatProblem(problem, "lone-star.yaml")).toBe(
      'lone-star.yaml:4:1  greting: there is no entry called "greting" here\n    Did you mean "greeting"?',
    );
  });

  it("never repeats a telephone number", () => {
    const told = JSON.stringify(
      parseRulebook(
        documentWith({ people: "people: { sam: +1 900 555 0123 }", otherwise: "otherwise: { ring: 214 555 0155 }" }),
        "x",
      ),
    );
    expect(told).not.toMatch(/555/);
  });
});
