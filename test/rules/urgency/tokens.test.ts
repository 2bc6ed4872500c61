import { describe, expect, test } from "vitest";
import { stem } from "../../../rules/urgency/stem.ts";
import { tokenise } from "../../../rules/urgency/tokens.ts";

const words = (text: string): string[] => tokenise([text]).map(({ word }) => word);
const stems = (text: string): string[] => tokenise([text]).map((token) => token.stem);

describe("words of speech", () => {
  test.each([
    ["It's NOT working!", "it is not working"],
    ["we dont have heat", "we do not have heat"],
    ["we don’t have heat", "we do not have heat"],
    ["can't cannot wont won't", "can not can not will not will not"],
    ["theres y'all gonna", "there is you all going to"],
    ["the A/C, the a.c. and the a c", "the ac the ac the ac"],
    ["the heater's out", "the heater out"],
    ["café", "cafe"],
    ["constructor toString __proto__ con'structor", "constructor tostring proto constructor"],
  ])("%s → %s", (text, expected) => {
    expect(words(text).join(" ")).toBe(expected);
  });

  test("numbers are the same in words and in digits", () => {
    expect(stems("ninety five")).toEqual(["95"]);
    expect(stems("95")).toEqual(["95"]);
    expect(stems("a hundred")).toEqual(["a", "100"]);
    expect(tokenise(["twenty"])[0]?.number).toBe(20);
  });

  test("a clause ends at marks, at joining words, and with the turn", () => {
    const breaks = tokenise(["no heat, but the ac works", "ok"]).map(({ word, afterBreak, turn }) => [
      word,
      afterBreak,
      turn,
    ]);
    expect(breaks).toEqual([
      ["no", true, 0],
      ["heat", false, 0],
      ["the", true, 0],
      ["ac", false, 0],
      ["works", false, 0],
      ["ok", true, 1],
    ]);
  });

  test.each([
    ["leak", "leaks", "leaked", "leaking"],
    ["flood", "floods", "flooded", "flooding"],
    ["smoke", "smokes", "smoked", "smoking"],
    ["drip", "drips", "dripped", "dripping"],
    ["battery", "batteries"],
    ["break", "broke", "broken", "breaking"],
    ["freeze", "froze", "frozen", "freezing"],
    ["die", "dies", "died", "dying", "dead"],
    ["go", "goes", "went", "gone"],
  ])("endings meet: %s", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  test.each([
    ["gas", "ga"],
    ["ceiling", "ceil"],
    ["evening", "even"],
    ["glass", "glas"],
  ])("'%s' keeps its ending", (whole, cut) => {
    expect(stem(whole)).not.toBe(cut);
  });
});
