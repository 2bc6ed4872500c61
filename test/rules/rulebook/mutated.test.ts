import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRulebook } from "../../../rules/rulebook/parse.ts";

const LONE_STAR = readFileSync(join(import.meta.dirname, "../../../simulator/demo/lone-star.yaml"), "utf8");
const BUG = "the document could not be read";

/** Pieces that mean something to a parser, and some that mean nothing to anyone. */
const pieces = fc.constantFrom(
  ..."{}[]:,\"'#&*!|>%@`-? \n\t".split(""),
  ..."{{ }} {% %} {{x}} null true 1e9 .nan 0x1 ~ --- ... << : __proto__ constructor toString & * ! \ud800 \u0000 \u202E 😀 “ ” {%if%}".split(
    " ",
  ),
  "  ",
  "\n  - ",
  "\r\n",
  ": {",
  "*a",
  "&a ",
  "!!set ",
);

type Mutation = { at: number; cut: number; insert: string };
const mutations = fc.array(
  fc.record({
    at: fc.nat(LONE_STAR.length),
    cut: fc.nat(40),
    insert: fc.oneof(pieces, fc.string({ maxLength: 8, unit: "binary" })),
  }),
  { minLength: 1, maxLength: 4 },
);

const mutate = (text: string, { at, cut, insert }: Mutation): string =>
  text.slice(0, at) + insert + text.slice(at + cut);

/** Accepted whole or refused with at least one problem inside the text; never both, never neither, never a bug. */
function expectVerdict(source: string): void {
  const parsed = parseRulebook(source, "x");
  if (parsed.ok) {
    expect(JSON.parse(JSON.stringify(parsed.rulebook))).toEqual(parsed.rulebook);
    return;
  }
  const lines = source.split(/\r\n|\n/).length;
  expect(parsed.problems.length).toBeGreaterThan(0);
  for (const { line, column, message } of parsed.problems) {
    expect(message).not.toContain(BUG);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
  }
}

describe("whatever stands in the document, it is accepted or refused with reasons:", () => {
  it("the demo rulebook with pieces cut out and put in", () => {
    fc.assert(
      fc.property(mutations, (all) => expectVerdict(all.reduce(mutate, LONE_STAR))),
      { numRuns: 800, seed: 1 },
    );
  });

  it("the demo rulebook with lines left out, doubled and moved", () => {
    const lines = LONE_STAR.split("\n");
    const picks = fc.array(fc.nat(lines.length - 1), { maxLength: lines.length + 10 });
    fc.assert(
      fc.property(picks, (indexes) => expectVerdict(indexes.map((index) => lines[index]).join("\n"))),
      { numRuns: 300, seed: 2 },
    );
  });

  it("any JSON in any place of a valid document", () => {
    const keys = fc.constantFrom(
      "business",
      "people",
      "hours",
      "groups",
      "routes",
      "otherwise",
      "crm",
      "voice",
      "notice",
      "urgency",
      "blocked",
      "alerts",
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (extra) => {
        const base = {
          business: { id: "a", name: "A", timezone: "UTC" },
          people: { sam: "2145550101" },
          otherwise: "callback",
        };
        expectVerdict(JSON.stringify({ ...base, ...extra }));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
