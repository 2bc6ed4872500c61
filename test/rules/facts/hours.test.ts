import { describe, expect, test } from "vitest";
import { isOpen } from "../../../rules/facts/hours.ts";
import { at, everyDay, span, weekly, workdays } from "./schedules.ts";

const CHICAGO = "America/Chicago";
const OFFICE = workdays([span("08:00-18:00")]);

describe("whether a business is open", () => {
  test.each([
    ["2026-01-13T07:59:59-06:00", false],
    ["2026-01-13T08:00:00-06:00", true],
    ["2026-01-13T17:59:00-06:00", true],
    ["2026-01-13T17:59:59.999-06:00", true],
    ["2026-01-13T18:00:00-06:00", false],
    ["2026-01-13T18:01:00-06:00", false],
    ["2026-01-17T12:00:00-06:00", false],
  ])("office hours end with the minute at which they end: %s", (instant, open) => {
    expect(isOpen(OFFICE, CHICAGO, at(instant))).toBe(open);
  });

  test("the clock is the business's own, wherever the call comes from", () => {
    expect(isOpen(OFFICE, CHICAGO, at("2026-01-13T23:30:00Z"))).toBe(true);
    expect(isOpen(OFFICE, "Europe/London", at("2026-01-13T23:30:00Z"))).toBe(false);
  });

  test("a lunch break is closed", () => {
    const shop = workdays([span("08:00-12:00"), span("13:00-18:00")]);
    expect(isOpen(shop, CHICAGO, at("2026-01-13T12:30:00-06:00"))).toBe(false);
    expect(isOpen(shop, CHICAGO, at("2026-01-13T13:00:00-06:00"))).toBe(true);
  });

  test.each([
    ["Friday evening", "2026-01-16T22:00:00-06:00", true],
    ["Saturday, after midnight", "2026-01-17T01:59:00-06:00", true],
    ["Saturday, at the end", "2026-01-17T02:00:00-06:00", false],
    ["Friday, after midnight", "2026-01-16T01:00:00-06:00", false],
  ])("a night shift runs into the next day: %s", (_, instant, open) => {
    expect(isOpen(weekly({ fri: [span("18:00-02:00")] }), CHICAGO, at(instant))).toBe(open);
  });

  test("a closed date takes the spans that begin on it, not the night shift that began before", () => {
    const bar = everyDay([span("18:00-02:00")]);
    const closed = { ...bar, closed: ["2026-12-25"] };
    expect(isOpen(closed, CHICAGO, at("2026-12-25T01:00:00-06:00"))).toBe(true);
    expect(isOpen(closed, CHICAGO, at("2026-12-25T19:00:00-06:00"))).toBe(false);
    expect(isOpen(closed, CHICAGO, at("2026-12-26T01:00:00-06:00"))).toBe(false);
  });

  test("a closed date is the business's date, not UTC's", () => {
    const closed = workdays([span("08:00-18:00")], ["2026-07-03"]);
    expect(isOpen(closed, "Pacific/Auckland", at("2026-07-02T22:00:00Z"))).toBe(false);
    expect(isOpen(closed, CHICAGO, at("2026-07-02T22:00:00Z"))).toBe(true);
  });

  test("the leap day is a day like any other", () => {
    expect(isOpen(OFFICE, CHICAGO, at("2028-02-29T09:00:00-06:00"))).toBe(true);
    expect(isOpen({ ...OFFICE, closed: ["2028-02-29"] }, CHICAGO, at("2028-02-29T09:00:00-06:00"))).toBe(false);
  });

  test("a night shift crosses the year's end", () => {
    const night = everyDay([span("20:00-06:00")]);
    expect(isOpen(night, CHICAGO, at("2026-12-31T23:59:59-06:00"))).toBe(true);
    expect(isOpen(night, CHICAGO, at("2027-01-01T05:59:00-06:00"))).toBe(true);
    expect(isOpen({ ...night, closed: ["2027-01-01"] }, CHICAGO, at("2027-01-01T20:30:00-06:00"))).toBe(false);
  });

  test("an hour that the spring skips is not there, and what follows it counts by the clock on the wall", () => {
    const early = everyDay([span("02:30-04:00")]);
    expect(isOpen(early, CHICAGO, at("2026-03-08T01:59:59-06:00"))).toBe(false);
    expect(isOpen(early, CHICAGO, at("2026-03-08T03:00:00-05:00"))).toBe(true);
  });

  test("an hour that the autumn repeats counts the same both times", () => {
    const early = everyDay([span("01:00-01:45")]);
    for (const offset of ["-05:00", "-06:00"]) {
      expect(isOpen(early, CHICAGO, at(`2026-11-01T01:30:00${offset}`))).toBe(true);
      expect(isOpen(early, CHICAGO, at(`2026-11-01T01:50:00${offset}`))).toBe(false);
    }
  });
});
