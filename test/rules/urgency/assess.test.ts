import { describe, expect, test } from "vitest";
import { assess } from "../../../rules/urgency/assess.ts";
import { level, NOTHING, verdict } from "./words.ts";

describe("what is happening now is an emergency", () => {
  test.each([
    ["hvac", "we have no heat and it's freezing out"],
    ["hvac", "our ac just quit and it's ninety five in here"],
    ["plumbing", "my water heater is flooding the basement right now"],
    ["plumbing", "water is coming through the ceiling light"],
    ["plumbing", "oh no it's pouring out all over the floor"],
    ["plumbing", "sewage is backing up into the shower"],
    ["plumbing", "a pipe burst in the laundry room and i can't find the shut off"],
    ["general", "i smell gas in the kitchen"],
    ["general", "the carbon monoxide alarm keeps going off"],
    ["general", "there's smoke coming out of the wall"],
    ["general", "my grandmother can't breathe"],
    ["general", "this is an emergency"],
    ["general", "emergency"],
  ])("%s: %s", (trade, text) => {
    expect(level(trade, text)).toBe("emergency");
  });

  test("[S1-15] a basement that fills with water needs none of the owner's words", () => {
    expect(level("plumbing", "my basement is filling with water")).toBe("emergency");
  });

  test("smart formatting and bare recogniser output read the same", () => {
    const printed = ["We have no heat, and it's 30 degrees outside. Can you help?"];
    const bare = ["we have no heat and its thirty degrees outside can you help"];
    expect(verdict("hvac", printed).score).toBe(1);
    expect(verdict("hvac", bare).score).toBe(1);
  });

  test("fillers change nothing", () => {
    expect(level("hvac", "uh we have like um no uh heat")).toBe("emergency");
  });
});

describe("what is wanted, asked or offered is routine", () => {
  test.each([
    ["hvac", "i'd like a quote for a new furnace"],
    ["plumbing", "how much is a new water heater"],
    ["plumbing", "do you folks install garbage disposals"],
    ["plumbing", "do you handle flooded basements"],
    ["plumbing", "what do you charge for an emergency visit"],
    ["plumbing", "what happens if a pipe bursts at night"],
    ["plumbing", "i want a shut off valve in case the basement floods"],
    ["plumbing", "can you insulate the pipes before they burst"],
    ["electrical", "i'd like to move an outlet, no power tools needed"],
    ["hvac", "the furnace is fifteen years old and still works, no rush"],
    ["general", "it is not an emergency"],
    ["general", "hello"],
    ["general", ""],
  ])("%s: %s", (trade, text) => {
    expect(level(trade, text)).toBe("routine");
  });
});

describe("what is wrong but can wait", () => {
  test.each([
    ["hvac", "the ac quit", "urgent"],
    ["hvac", "we have no heat but it's not an emergency", "urgent"],
    ["plumbing", "it's humming and there's a puddle under there", "urgent"],
    ["plumbing", "i need someone out as soon as possible", "urgent"],
    ["plumbing", "the kitchen faucet is dripping", "urgent"],
    ["plumbing", "i'd like a quote, the faucet is dripping", "routine"],
    ["plumbing", "the faucet in the baby's room is dripping", "urgent"],
    ["plumbing", "how much would it cost to come out today", "routine"],
    ["restoration", "the carpet is soaked", "urgent"],
    ["dental", "i have a toothache", "urgent"],
    ["electrical", "the lights are flickering", "urgent"],
  ])("%s: %s is %s", (trade, text, expected) => {
    expect(level(trade, text)).toBe(expected);
  });
});

describe("what was, or is over", () => {
  test.each([
    "ac died last year and i want a quote",
    "last winter the furnace quit and we froze",
    "our furnace quit back in january",
    "two years ago the basement flooded",
    "we had no heat at our old house",
  ])("another time is no emergency: %s", (text) => {
    expect(level("hvac", text)).not.toBe("emergency");
  });

  test.each([
    "it died last year and now we have no heat again",
    "no heat since last month",
    "the furnace is from last year and we have no heat now",
  ])("unless it is also now: %s", (text) => {
    expect(level("hvac", text)).toBe("emergency");
  });

  test.each([
    "never mind, false alarm, it stopped",
    "never mind false alarm it stopped",
    "oh wait it stopped",
    "forget it, it's fixed",
    "but that was last year, it's all fixed",
  ])("a later turn takes it back: %s", (text) => {
    expect(level("plumbing", "my basement is filling with water", text)).toBe("routine");
  });

  test("within one turn, too", () => {
    expect(level("plumbing", "water everywhere but that was last year it's all fixed")).toBe("routine");
  });

  test("it is an emergency again when it starts again", () => {
    expect(level("plumbing", "water everywhere", "never mind it stopped", "oh no it's pouring out again")).toBe(
      "emergency",
    );
  });

  test.each(["it hasn't stopped", "it's not fixed", "i can't find the shut off"])(
    "not being over is not over: %s",
    (text) => {
      expect(level("plumbing", "my basement is filling with water", text)).toBe("emergency");
    },
  );

  test("what is shut off can wait for the day", () => {
    expect(level("plumbing", "a pipe burst in the kitchen", "my husband shut the main off")).toBe("urgent");
  });

  test("a question that turns into a leak is an emergency from that turn on", () => {
    const turns = [
      "do you do garbage disposals",
      "maya lopez",
      "it's humming and there's a puddle",
      "oh no it's pouring out",
    ];
    const levels = turns.map((_, n) => level("plumbing", ...turns.slice(0, n + 1)));
    expect(levels).toEqual(["routine", "routine", "urgent", "emergency"]);
  });
});

describe("a turn that is still being said", () => {
  test("counts like the last one", () => {
    expect(assess(["hi"], "we have no heat", NOTHING, "hvac").level).toBe("emergency");
    expect(assess(["we have no heat"], "never mind it's working again", NOTHING, "hvac").level).toBe("routine");
  });

  test("triggers as soon as the words are there, and not before", () => {
    const said = "water is coming through the ceiling".split(" ");
    const levels = said.map((_, n) => assess([], said.slice(0, n + 1).join(" "), NOTHING, "plumbing").level);
    expect(levels.indexOf("emergency")).toBe(said.indexOf("through"));
  });
});

describe("the reasons", () => {
  test("are the caller's own words with what they weigh", () => {
    expect(verdict("hvac", ["we have no heat"])).toEqual({
      level: "emergency",
      score: 1,
      reasons: [{ text: "no heat", weight: 1 }],
    });
    expect(verdict("hvac", ["the ac quit and it's 95 in here"]).reasons).toEqual([
      { text: "ac quit", weight: 1 },
      { text: "95 in", weight: 0.4 },
    ]);
  });

  test.each([
    ["i'm not locked out", '"locked out" is denied'],
    ["i was locked out last summer", '"locked out" is about another time'],
    ["what if i get locked out", '"locked out" is not happening'],
  ])("say why a phrase did not count: %s", (text, reason) => {
    expect(verdict("locksmith", [text]).reasons).toContainEqual({ text: reason, weight: 0 });
  });

  test("say what was taken back", () => {
    const reasons = verdict("plumbing", ["my basement is filling with water", "never mind"]).reasons;
    expect(reasons).toEqual([{ text: '"basement is filling with water" was taken back', weight: 0 }]);
  });

  test("are few, however much was said", () => {
    const everything =
      "no heat water everywhere smoke coming out i smell gas flames sparking passed out locked out burst pipe";
    expect(verdict("hvac plumbing locksmith", [everything, everything]).reasons.length).toBeLessThanOrEqual(8);
  });
});
