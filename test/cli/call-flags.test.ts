import { describe, expect, test } from "vitest";
import { type Callee, parseFlags } from "../../cli/call-flags.ts";

const callee: Callee = { people: ["sam", "dana"], owner: "sam", timeZone: "America/Chicago" };
const NOW = Date.parse("2026-11-20T18:00:00Z");
const read = (...words: string[]) => parseFlags(words, callee, NOW);
const problemOf = (...words: string[]): string => {
  const flags = read(...words);
  return flags.ok ? "" : flags.problem;
};

describe("the flags of npm run call", () => {
  test("say what the caller says, when, and how people behave", () => {
    const flags = read(
      "the basement floods",
      "it is rising",
      "--at",
      "Sat 21:00",
      "--owner",
      "no-answer",
      "--dana=busy",
    );
    expect(flags).toEqual({
      ok: true,
      json: false,
      order: {
        from: "+12145550133",
        at: Date.parse("2026-11-22T03:00:00Z"),
        says: ["the basement floods", "it is rising"],
        people: { sam: "no-answer", dana: "busy" },
      },
    });
  });

  test("need nothing but words", () => {
    expect(read("hello", "--json")).toMatchObject({ ok: true, json: true, order: { at: NOW, people: {} } });
  });

  test.each([
    ["no words at all", [], /What does the caller say\?/],
    ["an unknown flag", ["x", "--ownr", "busy"], /no --ownr\. Did you mean "--owner"\?/],
    ["an unknown behaviour", ["x", "--owner", "buzy"], /Did you mean "busy"\? A person can: answer/],
    ["a flag without its value", ["x", "--at"], /--at needs a value/],
    ["a flag where a value should be", ["x", "--owner", "--json"], /--owner needs a value/],
    ["a number nobody can call from", ["x", "--from", "5550133"], /Write it like \+12145550133/],
    ["a time nobody can read", ["x", "--at", "someday"], /"someday" is no time I can read/],
  ])("with %s, say what is wrong and how it is written", (_, words, expected) => {
    expect(problemOf(...words)).toMatch(expected);
  });
});
