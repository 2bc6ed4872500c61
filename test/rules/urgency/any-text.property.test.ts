import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "../../../rules/urgency/assess.ts";
import { NOTHING } from "./words.ts";

const TRADES = ["hvac", "plumbing", "electrical", "roofing", "restoration", "locksmith", "dental", "general"];
const LEVELS = ["routine", "urgent", "emergency"];

/** Words that mean something here, and everything that a recogniser or an attacker could print between them. */
const pieces = fc.constantFrom(
  "no",
  "heat",
  "not",
  "water",
  "flooding",
  "never mind",
  "last year",
  "if",
  "95",
  "ninety",
  "emergency",
  "constructor",
  "🔥",
  "\ud800",
  "\u0000",
  "\u202e",
  "e\u0301",
  "ﷺ",
  ",",
  "'",
  "  ",
);
const speech = fc.array(pieces, { maxLength: 40 }).map((words) => words.join(" "));
const text = fc.oneof(speech, fc.string({ unit: "binary", maxLength: 300 }));

describe("any text at all", () => {
  test("gets a verdict, and the same one every time", () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 5 }),
        fc.option(text),
        fc.constantFrom(...TRADES),
        (turns, interim, trade) => {
          const verdict = assess(turns, interim, NOTHING, trade);
          expect(LEVELS).toContain(verdict.level);
          expect(Number.isFinite(verdict.score)).toBe(true);
          expect(assess(turns, interim, { ...NOTHING }, trade)).toEqual(verdict);
        },
      ),
    );
  });

  test("may also be an owner's phrase or a trade", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, text, (phrases, said, trade) => {
        const words = { emergency: phrases, urgent: phrases, never: [] };
        expect(LEVELS).toContain(assess([said, ...phrases], null, words, trade).level);
      }),
    );
  });

  test("casing, marks and what stands in front do not change an emergency", () => {
    const plain = "water is pouring through the ceiling";
    const said = fc.constantFrom(
      plain,
      plain.toUpperCase(),
      `${plain}!!!`,
      `Hello. ${plain}.`,
      ` ${plain} `,
      `um ${plain}`,
    );
    fc.assert(
      fc.property(said, fc.constantFrom("hi", "good morning", "yes"), (spoken, opening) => {
        expect(assess([opening, spoken], null, NOTHING, "plumbing").level).toBe("emergency");
        expect(assess([`${opening} ${spoken}`], null, NOTHING, "plumbing").level).toBe("emergency");
      }),
    );
  });

  test("taking it all back never raises the verdict", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...TRADES), (said, trade) => {
        const before = assess([said], null, NOTHING, trade);
        const after = assess([said, "but that was last year, it's all fixed"], null, NOTHING, trade);
        expect(LEVELS.indexOf(after.level)).toBeLessThanOrEqual(LEVELS.indexOf(before.level));
      }),
    );
  });
});

describe("a monologue", () => {
  const KILOBYTE = 1024;

  test("of a hundred kilobytes is heard by its end alone", () => {
    const talk = "so anyway i was saying ".repeat(5 * KILOBYTE);
    expect(assess([talk, "we have no heat"], null, NOTHING, "hvac").level).toBe("emergency");
    expect(assess([`we have no heat ${talk}`], null, NOTHING, "hvac").level).toBe("routine");
  });

  test.each([
    ["one word a thousand times over", "flooding ".repeat(12 * KILOBYTE)],
    ["one endless word", "a".repeat(100 * KILOBYTE)],
    ["denials", "not ".repeat(25 * KILOBYTE)],
    ["conditions", "if it was flooding last year ".repeat(4 * KILOBYTE)],
    ["emoji", "🔥💧".repeat(25 * KILOBYTE)],
    ["half characters", "\ud83d".repeat(100 * KILOBYTE)],
    ["characters that grow when they are opened", "ﷺ".repeat(100 * KILOBYTE)],
  ])("of %s gets a verdict like any other", (_, talk) => {
    expect(LEVELS).toContain(assess([talk], talk, NOTHING, "plumbing").level);
  });
});
