import { describe, expect, test } from "vitest";
import { packsFor } from "../../../rules/urgency/packs/trades.ts";
import { level } from "./words.ts";

describe("each trade's own idea of an emergency", () => {
  test.each([
    ["HVAC", "the heater won't come on and the baby's room is fifty five degrees", "emergency"],
    ["Heating & Air", "the furnace went out last night and it's twelve outside", "emergency"],
    ["hvac", "no ac and it's a hundred and two", "emergency"],
    ["hvac", "the ac is blowing but it's not very cold", "routine"],
    ["Plumbing", "we have no water at all", "emergency"],
    ["Plumbing", "no hot water since yesterday", "urgent"],
    ["plumbing", "the only toilet we have is overflowing", "emergency"],
    ["Electrical", "the breaker panel is buzzing and it's hot to the touch", "emergency"],
    ["electrical", "the whole house is dark", "emergency"],
    ["electrical", "i need a ceiling fan put up", "routine"],
    ["Roofing", "a branch came through the roof", "emergency"],
    ["roofing", "some shingles are missing", "urgent"],
    ["roofing", "the rain is coming in over the bed", "emergency"],
    ["Restoration", "the water is two feet deep and still rising", "emergency"],
    ["restoration", "we want the carpet cleaned", "routine"],
    ["Locksmith", "i'm locked out and it's dark", "emergency"],
    ["locksmith", "my daughter is locked in the car", "emergency"],
    ["locksmith", "i need two spare keys", "routine"],
    ["Dental office", "my front tooth got knocked out", "emergency"],
    ["dental", "my jaw is swollen and i have a fever", "emergency"],
    ["dental", "i chipped a tooth", "urgent"],
    ["dental", "i'd like a cleaning in june", "routine"],
  ])("%s: %s is %s", (trade, text, expected) => {
    expect(level(trade, text)).toBe(expected);
  });

  test("water, fire and gas are everyone's, whatever the trade is called", () => {
    for (const trade of ["law firm", "", "tree care", "dental"]) {
      expect(level(trade, "there are flames in the hallway")).toBe("emergency");
    }
  });

  test("what one trade lives by means nothing to another", () => {
    expect(level("law firm", "i'm locked out of my account")).toBe("routine");
    expect(level("dental", "i'm locked out of my account")).toBe("routine");
  });

  test("a business of two trades reads both", () => {
    expect(level("Plumbing & Heating", "we have no water")).toBe("emergency");
    expect(level("Plumbing & Heating", "the boiler quit and it's snowing")).toBe("emergency");
  });

  test("every table says what it is about and has phrases", () => {
    for (const trade of ["hvac", "plumbing", "electrical", "roofing", "restoration", "locksmith", "dental"]) {
      const packs = packsFor(trade);
      expect(packs).toHaveLength(2);
      for (const group of packs.flat()) expect(group.phrases.length).toBeGreaterThan(0);
    }
  });
});
