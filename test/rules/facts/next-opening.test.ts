import { describe, expect, test } from "vitest";
import { nextBusinessDay, nextOpening } from "../../../rules/facts/hours.ts";
import { at, everyDay, iso, span, weekly, workdays } from "./schedules.ts";

const CHICAGO = "America/Chicago";
const OFFICE = workdays([span("08:00-18:00")]);

describe("the next opening", () => {
  test.each([
    ["at closing time", "2026-01-13T18:00:00-06:00", "2026-01-14T14:00:00.000Z"],
    ["before opening", "2026-01-13T06:00:00-06:00", "2026-01-13T14:00:00.000Z"],
    ["over a weekend", "2026-01-16T18:30:00-06:00", "2026-01-19T14:00:00.000Z"],
    ["while it is open, it is the one after", "2026-01-13T10:00:00-06:00", "2026-01-14T14:00:00.000Z"],
    ["at the very opening, it is the one after", "2026-01-13T08:00:00-06:00", "2026-01-14T14:00:00.000Z"],
    ["over the spring change", "2026-03-06T19:00:00-06:00", "2026-03-09T13:00:00.000Z"],
  ])("%s", (_, now, expected) => {
    expect(iso(nextOpening(OFFICE, CHICAGO, at(now)))).toBe(expected);
  });

  test("closed dates are passed over, the year's end among them", () => {
    const closed = workdays([span("08:00-18:00")], ["2026-12-31", "2027-01-01"]);
    expect(iso(nextOpening(closed, CHICAGO, at("2026-12-30T20:00:00-06:00")))).toBe("2027-01-04T14:00:00.000Z");
  });

  test("spans that touch are one opening", () => {
    const shop = workdays([span("08:00-12:00"), span("12:00-18:00")]);
    expect(iso(nextOpening(shop, CHICAGO, at("2026-01-13T09:00:00-06:00")))).toBe("2026-01-14T14:00:00.000Z");
  });

  test("where the clock jumps over the opening, the business opens with the jump", () => {
    const early = everyDay([span("02:30-04:00")]);
    expect(iso(nextOpening(early, CHICAGO, at("2026-03-08T01:00:00-06:00")))).toBe("2026-03-08T08:00:00.000Z");
  });

  test("where the clock is put back into opening hours, it opens again", () => {
    const late = everyDay([span("00:30-01:30")]);
    expect(iso(nextOpening(late, CHICAGO, at("2026-11-01T01:45:00-05:00")))).toBe("2026-11-01T07:00:00.000Z");
  });

  test("what the clock shows twice opens twice", () => {
    const early = everyDay([span("01:15-01:45")]);
    expect(iso(nextOpening(early, CHICAGO, at("2026-11-01T01:00:00-05:00")))).toBe("2026-11-01T06:15:00.000Z");
    expect(iso(nextOpening(early, CHICAGO, at("2026-11-01T01:50:00-05:00")))).toBe("2026-11-01T07:15:00.000Z");
  });

  test("there is none for hours that are never open, or always", () => {
    expect(nextOpening(weekly({}), CHICAGO, at("2026-01-13T18:00:00-06:00"))).toBeNull();
    expect(nextOpening(everyDay([{ from: 0, to: 1440 }]), CHICAGO, at("2026-01-13T18:00:00-06:00"))).toBeNull();
  });

  test("sixty days are looked ahead and no more", () => {
    const closedFor = (days: number): string[] =>
      Array.from({ length: days }, (_, n) => new Date(Date.UTC(2026, 0, 14 + n)).toISOString().slice(0, 10));
    const daily = everyDay([span("09:00-17:00")]);
    const now = at("2026-01-13T18:00:00-06:00");
    expect(iso(nextOpening({ ...daily, closed: closedFor(59) }, CHICAGO, now))).toBe("2026-03-14T14:00:00.000Z");
    expect(nextOpening({ ...daily, closed: closedFor(60) }, CHICAGO, now)).toBeNull();
  });
});

describe("the next business day", () => {
  const NINE = 9 * 60;

  test.each([
    ["in the evening, tomorrow", "2026-01-13T20:30:00-06:00", "2026-01-14T15:00:00.000Z"],
    ["while open, tomorrow", "2026-01-13T10:00:00-06:00", "2026-01-14T15:00:00.000Z"],
    ["on Friday evening, Monday", "2026-01-16T18:30:00-06:00", "2026-01-19T15:00:00.000Z"],
    ["after midnight, the day that has begun", "2026-01-14T00:30:00-06:00", "2026-01-14T15:00:00.000Z"],
    ["before opening, today", "2026-01-14T07:59:00-06:00", "2026-01-14T15:00:00.000Z"],
    ["once it has opened, tomorrow", "2026-01-14T08:00:00-06:00", "2026-01-15T15:00:00.000Z"],
    ["after midnight on a Saturday, Monday", "2026-01-17T00:30:00-06:00", "2026-01-19T15:00:00.000Z"],
  ])("%s", (_, now, expected) => {
    expect(iso(nextBusinessDay(OFFICE, CHICAGO, at(now), NINE))).toBe(expected);
  });

  test("before opening but past the minute, it is the day after", () => {
    expect(iso(nextBusinessDay(OFFICE, CHICAGO, at("2026-01-14T07:30:00-06:00"), 7 * 60))).toBe(
      "2026-01-15T13:00:00.000Z",
    );
  });

  test("closed dates are no business days", () => {
    const closed = workdays([span("08:00-18:00")], ["2026-01-14"]);
    expect(iso(nextBusinessDay(closed, CHICAGO, at("2026-01-13T20:00:00-06:00"), NINE))).toBe(
      "2026-01-15T15:00:00.000Z",
    );
  });

  test("a minute that the spring skips is counted on from before the jump", () => {
    const nightly = everyDay([span("02:00-06:00")]);
    expect(iso(nextBusinessDay(nightly, CHICAGO, at("2026-03-07T12:00:00-06:00"), 150))).toBe(
      "2026-03-08T08:30:00.000Z",
    );
  });

  test("there is none where no day has hours", () => {
    expect(nextBusinessDay(weekly({}), CHICAGO, at("2026-01-13T20:00:00-06:00"), NINE)).toBeNull();
  });
});
