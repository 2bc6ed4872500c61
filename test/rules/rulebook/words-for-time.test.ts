import { describe, expect, it } from "vitest";
import { parseDuration } from "../../../rules/rulebook/durations.ts";
import { parsePromise } from "../../../rules/rulebook/promise-words.ts";

describe("a length of time", () => {
  it.each([
    ["20s", 20_000],
    ["20", 20_000],
    ["20 sec", 20_000],
    ["20 Seconds", 20_000],
    ["1 minute", 60_000],
    ["a minute", 60_000],
    ["2.5 minutes", 150_000],
    ["1 hour 30 minutes", 5_400_000],
    ["1 hour and 30 minutes", 5_400_000],
    ["1h30m", 5_400_000],
    ["half an hour", 1_800_000],
    ["2 days", 172_800_000],
  ])("%s is understood", (words, ms) => {
    expect(parseDuration(words, "s")).toBe(ms);
  });

  it.each(["", "soon", "20 parsecs", "-20s", "20s later", "1 minute 30", "s", "20ss"])("%j is none", (words) => {
    expect(parseDuration(words, "s")).toBeNull();
  });

  it("needs its unit where none goes without saying", () => {
    expect(parseDuration("20", null)).toBeNull();
  });
});

describe("a promise", () => {
  it.each([
    ["within 30 minutes", { kind: "within", ms: 1_800_000 }],
    ["Within half an hour", { kind: "within", ms: 1_800_000 }],
    ["in 2 hours", { kind: "within", ms: 7_200_000 }],
    ["when we open", { kind: "next-opening" }],
    ["as soon as we're open again", { kind: "next-opening" }],
    ["at the next opening", { kind: "next-opening" }],
    ["next business day at 09:00", { kind: "next-business-day", minute: 540 }],
    ["the next working day at 8:30 am", { kind: "next-business-day", minute: 510 }],
    ["next business day", { kind: "next-business-day", minute: 540 }],
  ])("%s is understood", (words, rule) => {
    expect(parsePromise(words)).toEqual(rule);
  });

  it.each([
    "soon",
    "within 30",
    "within 1 minute",
    "within 3 days",
    "next business day at 24:00",
    "tomorrow",
    "within",
  ])("%s cannot be kept by a clock", (words) => {
    expect(parsePromise(words)).toBeNull();
  });
});
