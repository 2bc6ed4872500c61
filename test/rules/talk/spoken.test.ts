import { Temporal } from "temporal-polyfill/implementation";
import { describe, expect, test } from "vitest";
import { type E164, e164 } from "../../../rules/ids.ts";
import { spokenDuration, spokenMoment, spokenNumber, spokenTime } from "../../../rules/talk/spoken.ts";

function number(text: string): E164 {
  const parsed = e164(text);
  if (parsed === null) throw new Error(`${text} is not E.164`);
  return parsed;
}

describe("a number read aloud", () => {
  test.each([
    ["+19725550161", "US", "9 7 2, 5 5 5, 0 1 6 1"],
    ["+14165550132", "US", "4 1 6, 5 5 5, 0 1 3 2"],
    ["+442079460958", "GB", "0 2 0, 7 9 4 6, 0 9 5 8"],
    ["+447700900123", "GB", "0 7 7 0 0, 9 0 0 1 2 3"],
    ["+442079460958", "US", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"],
    ["+19725550161", "GB", "plus 1, 9 7 2, 5 5 5, 0 1 6 1"],
    ["+19725550161", "nowhere", "plus 1, 9 7 2, 5 5 5, 0 1 6 1"],
  ])("%s in %s", (text, country, spoken) => {
    expect(spokenNumber(number(text), country)).toBe(spoken);
  });

  test("has every digit, even where no plan knows the number", () => {
    expect(spokenNumber(number("+9991234567"), "US").replace(/\D/g, "")).toBe("9991234567");
  });
});

describe("a time read aloud", () => {
  test.each([
    [0, "12 AM"],
    [30, "12:30 AM"],
    [9 * 60, "9 AM"],
    [9 * 60 + 5, "9:05 AM"],
    [12 * 60, "noon"],
    [12 * 60 + 30, "12:30 PM"],
    [13 * 60 + 30, "1:30 PM"],
    [24 * 60 - 1, "11:59 PM"],
    [25 * 60, "1 AM"],
  ])("minute %i is %s", (minute, spoken) => {
    expect(spokenTime(minute)).toBe(spoken);
  });

  test.each([
    [1, "a minute"],
    [60_000, "a minute"],
    [60_001, "2 minutes"],
    [45 * 60_000, "45 minutes"],
    [3_600_000, "an hour"],
    [5_400_000, "90 minutes"],
    [7_200_000, "2 hours"],
  ])("%i ms are %s, never less", (ms, spoken) => {
    expect(spokenDuration(ms)).toBe(spoken);
  });
});

describe("a day read aloud", () => {
  const now = { date: Temporal.PlainDate.from("2026-12-30"), minute: 20 * 60 };

  test.each([
    [0, 21 * 60, "today at 9 PM"],
    [1, 8 * 60, "tomorrow morning at 8 AM"],
    [2, 8 * 60, "on Friday at 8 AM"],
    [6, 8 * 60, "on Tuesday at 8 AM"],
    [7, 8 * 60, "on Wednesday, January 6, at 8 AM"],
  ])("%i days ahead", (days, minute, spoken) => {
    expect(spokenMoment({ date: now.date.add({ days }), minute }, now)).toBe(spoken);
  });
});
