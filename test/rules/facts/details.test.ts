import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDetails } from "../../../rules/facts/details.ts";

describe("what a caller tells about themselves in one turn", () => {
  test("name and number together leave nothing for the reason", () => {
    expect(readDetails("arlene fisk nine seven two five five five oh one six one", "name-and-number", "US")).toEqual({
      name: "Arlene Fisk",
      number: "+19725550161",
      rest: null,
    });
  });

  test.each([
    ["its darrell 418 willow", "418 willow"],
    ["this is walt i need to cancel friday", "i need to cancel friday"],
    ["Hi, it's Kelsey. The ceiling is leaking, badly!", "The ceiling is leaking, badly"],
    ["my number is 817 555 0163 and the sink is clogged", "the sink is clogged"],
    ["joy petersen 612 555 0174 i want a quote", "i want a quote"],
    ["the sink is clogged call me back at 817 555 0163", "the sink is clogged"],
    ["its about 15 years old still works no rush", "its about 15 years old still works no rush"],
  ])("the rest is the reason: %s", (text, rest) => {
    expect(readDetails(text, null, "US").rest).toBe(rest);
  });

  test.each([
    "yes",
    "uh hello",
    "no thank you",
    "call me back at 817 555 0163",
    "this number is fine",
    "the one i'm calling from",
    "it's gina fowler, thanks",
    "8175550163",
    "817",
    "eight one seven five five",
  ])("some turns give no reason: %s", (text) => {
    expect(readDetails(text, "name-and-number", "US").rest).toBeNull();
  });

  test("any text is read without a throw, in any place of the conversation", () => {
    const asking = fc.constantFrom(null, "name", "number", "name-and-number", "reason");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), asking, (text, question) => {
        const { name, rest } = readDetails(text, question, "US");
        expect(name === null || name.length > 0).toBe(true);
        expect(rest === null || rest.length > 0).toBe(true);
      }),
    );
  });
});
