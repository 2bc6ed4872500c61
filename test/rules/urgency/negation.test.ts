import { describe, expect, test } from "vitest";
import { level, verdict } from "./words.ts";

describe("a no before a phrase", () => {
  test.each([
    ["there is no leak", "routine"],
    ["it isn't leaking", "routine"],
    ["nothing is flooding", "routine"],
    ["i don't think it's an emergency", "routine"],
    ["the basement never flooded", "routine"],
    ["we have no smoke coming out", "routine"],
  ])("denies it: %s", (text, expected) => {
    expect(level("plumbing", text)).toBe(expected);
  });

  test.each([
    "we have no water",
    "we don't have water",
    "no the basement is flooding",
    "oh no it's pouring out",
    "i can't stop it it's pouring out",
    "not just a drip the basement is flooding",
    "it's not the faucet but the basement is flooding",
    "no heat water everywhere",
    "i'm not sure but water is coming through the ceiling",
  ])("does not deny it: %s", (text) => {
    expect(level("plumbing", text)).toBe("emergency");
  });

  test("'not sure if it's urgent' leaves it open", () => {
    expect(level("general", "not sure if it's urgent")).toBe("urgent");
    expect(level("general", "it's not urgent")).toBe("routine");
  });

  test("reaches four words and no clause further", () => {
    expect(verdict("general", ["it is not one two three alarm"], { emergency: ["alarm"] }).level).toBe("routine");
    expect(verdict("general", ["it is not one two three four alarm"], { emergency: ["alarm"] }).level).toBe(
      "emergency",
    );
    expect(verdict("general", ["it is not that, alarm"], { emergency: ["alarm"] }).level).toBe("emergency");
  });
});
