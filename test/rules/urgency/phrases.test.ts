import { describe, expect, test } from "vitest";
import { find, indexPhrases } from "../../../rules/urgency/find.ts";
import { phrase, plainPhrase } from "../../../rules/urgency/phrase.ts";
import { tokenise } from "../../../rules/urgency/tokens.ts";

const LISTS = { room: "kitchen hall" };
const matches = (line: string, text: string): boolean =>
  find(tokenise([text]), indexPhrases([phrase(line, LISTS, true)])).length > 0;

describe("how a phrase is written", () => {
  test.each([
    ["no heat", "there is no heat", true],
    ["no heat", "no, heat is fine", false],
    ["no heat", "no heated pool", true],
    ["no heat", "piano heat", false],
    ["heat quit|died", "the heat just died", true],
    ["@room flooding", "my kitchen is flooded", true],
    ["@room flooding", "my garden is flooded", false],
    ["water .. ceiling", "water through my whole ceiling", true],
    ["water .. ceiling", "water one two three four ceiling", false],
    ["water .. ceiling", "water and ceiling", false],
    ["heat .. on", "the heat will not come on", false],
    ["heat .. not on", "the heat is just not on", true],
    ["#>=88 degrees", "it's ninety five degrees", true],
    ["#>=88 degrees", "it's 87 degrees", false],
    ["#<=45 outside", "thirty outside", true],
    ["!water heater", "the heater", true],
    ["!water heater", "the water heater", false],
    ["no power !tools", "no power", true],
    ["no power !tools", "no power tools", false],
    ["^ emergency $", "an emergency", true],
    ["^ emergency $", "hi, emergency, please", true],
    ["^ emergency $", "emergency service", false],
    ["=fixed", "it is fixed", true],
    ["=fixed", "can you fix it", false],
    ["two rooms", "2 rooms", true],
  ])("'%s' in '%s': %s", (line, text, expected) => {
    expect(matches(line, text)).toBe(expected);
  });

  test.each([
    ["^ $", /no word/],
    ["water @nowhere", /@nowhere/],
    ["water|#>=3", /stand alone/],
  ])("a mistake in our tables names itself: '%s'", (line, message) => {
    expect(() => phrase(line, LISTS, true)).toThrow(message);
  });

  test("what an owner writes has no signs", () => {
    expect(plainPhrase("the my a", true)).toBeNull();
    expect(plainPhrase("will", true)).not.toBeNull();
    const index = indexPhrases([plainPhrase("Fire & smoke!", true) ?? phrase("x", {}, true)]);
    expect(find(tokenise(["there is fire and smoke"]), index)).toHaveLength(0);
    expect(find(tokenise(["there is fire smoke"]), index)).toHaveLength(1);
    const joined = indexPhrases([plainPhrase("fire and smoke", true) ?? phrase("x", {}, true)]);
    expect(find(tokenise(["there is fire and smoke"]), joined)).toHaveLength(1);
  });
});
