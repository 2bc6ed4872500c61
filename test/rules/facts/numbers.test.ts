import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNumber } from "../../../rules/facts/numbers.ts";

const HOME = "+18175550163";

describe("a number said or printed", () => {
  test.each([
    "eight one seven five five five oh one six three",
    "817 555 0163",
    "817-555-0163",
    "(817) 555-0163.",
    "817.555.0163",
    "8175550163",
    "+1 817 555 0163",
    "one eight one seven 555 0163",
    "area code eight one seven then five five five oh one six three",
    "it's eight one seven, uh, fifty five five, oh one sixty three",
    "eight one seven triple five oh one six three",
    "eight one seven five double five zero one six three",
    "my number is 817 555 uh let me see 0163",
    "you can reach me at eight one seven 555 0163 that's my cell",
    "817. 555. 0163.",
  ])("%s", (text) => {
    expect(readNumber(text, "US")).toBe(HOME);
  });

  test.each([
    ["eight hundred five five five oh one six three", "+18005550163"],
    ["four one six five five five one thousand", "+14165551000"],
  ])("round numbers are digits too: %s", (text, number) => {
    expect(readNumber(text, "US")).toBe(number);
  });

  test.each([
    ["07700 900123", "+447700900123"],
    ["oh double seven double oh nine double oh one two three", "+447700900123"],
    ["oh two oh seven nine four six oh nine five eight", "+442079460958"],
    ["plus four four two oh seven nine four six oh nine five eight", "+442079460958"],
    ["44 20 7946 0958", "+442079460958"],
  ])("in Britain: %s", (text, number) => {
    expect(readNumber(text, "GB")).toBe(number);
  });

  test("a number from abroad needs its plus", () => {
    expect(readNumber("+44 20 7946 0958", "US")).toBe("+442079460958");
    expect(readNumber("020 7946 0958", "US")).toBeNull();
  });
});

describe("a number that is corrected", () => {
  test.each([
    ["817 555 0199, sorry, 817 555 0163"],
    ["817 555 0199 no wait 0163"],
    ["eight one seven five five five oh one six two no sorry three"],
    ["eight one seven five five six no five five five oh one six three"],
    ["817 555 1063 i mean 0163 thanks"],
    ["it's 817 555 0199. Actually, make that 817 555 0163."],
    ["817 555 0199 or better call 817 555 0163"],
  ])("the last one wins: %s", (text) => {
    expect(readNumber(text, "US")).toBe(HOME);
  });

  test("a street after the correction corrects nothing", () => {
    expect(readNumber("817 555 0163 no wait 418 willow street", "US")).toBe(HOME);
  });
});

describe("numbers that are something else", () => {
  test.each([
    "418 willow street",
    "it's about 15 years old and 95 in here",
    "555 0163",
    "nine one one",
    "seven six one oh two",
    "my account number is 8175550163",
    "the invoice is 817 555 0163",
    "we have two dogs and three cats and five hundred square feet",
    "four thousand two hundred dollars in two thousand twenty six",
    "oh no oh no oh",
    "1234567890123456",
    "958 555 0163",
    "eight one seven five five five oh one six three three",
    "",
  ])("%s", (text) => {
    expect(readNumber(text, "US")).toBeNull();
  });

  test.each([
    "i'm at 418 817 555 0163",
    "it's ninety five eight one seven five five five oh one six three",
    "817 555 0163 76102",
    "eight one seven five five five oh one six three seven six one oh two",
    "i'm 74 years old call me at 817-555-0163",
    "account 4471 my phone is 817 555 0163",
    "oh 817 555 0163",
    "817 555 0163 extension 12",
  ])("stand beside the caller's without becoming part of it: %s", (text) => {
    expect(readNumber(text, "US")).toBe(HOME);
  });

  test("an age before an area code does not shift the number", () => {
    expect(readNumber("sixty one nine seven two five five five oh one six one", "US")).toBe("+19725550161");
  });
});

describe("any text at all", () => {
  const WORDS = [
    "one",
    "oh",
    "double",
    "no",
    "wait",
    "817",
    "555",
    "0163",
    "+",
    "plus",
    "forty",
    "hundred",
    "ß",
    "\ud800",
  ];

  test("gives a number in E.164 or none, and never throws", () => {
    const speech = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.oneof(speech, fc.string({ unit: "binary" })),
        fc.constantFrom("US", "GB", "DE", "XX", ""),
        (text, country) => {
          expect(readNumber(text, country) ?? "+10000000").toMatch(/^\+[1-9]\d{6,14}$/);
        },
      ),
    );
  });

  test("a hundred thousand digits are looked at once", () => {
    expect(readNumber("1 ".repeat(50_000), "US")).toBeNull();
    expect(readNumber("one ".repeat(25_000), "US")).toBeNull();
  });
});
