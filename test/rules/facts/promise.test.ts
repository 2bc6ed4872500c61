import { describe, expect, test } from "vitest";
import { promise } from "../../../rules/facts/promise.ts";
import { businessId, personId } from "../../../rules/ids.ts";
import type { Hours, PromiseRule, Rulebook } from "../../../rules/rulebook/rulebook.ts";
import { at, everyDay, iso, span, weekly, workdays } from "./schedules.ts";

const MINUTE = 60_000;
const WITHIN_30: PromiseRule = { kind: "within", ms: 30 * MINUTE };
const NEXT_OPENING: PromiseRule = { kind: "next-opening" };
const NEXT_DAY_AT_NINE: PromiseRule = { kind: "next-business-day", minute: 9 * 60 };

const NINE_TO_SIX = workdays([span("09:00-18:00")]);

function book(hours: Hours, timeZone = "America/Chicago", country = "US"): Pick<Rulebook, "hours" | "business"> {
  const id = businessId("lone-star");
  const owner = personId("sam");
  return {
    hours,
    business: { id, name: "Lone Star", owner, ownerName: "Sam", trade: "hvac", timeZone, country, bookingUrl: null },
  };
}

describe("what a caller is promised", () => {
  test("[S1-36] on Friday at 18:30, Monday and the hour of opening", () => {
    const promised = promise(NEXT_OPENING, book(NINE_TO_SIX), at("2026-01-16T18:30:00-06:00"), true);
    expect(promised.words).toBe("on Monday at 9 AM");
    expect(iso(promised.dueAt)).toBe("2026-01-19T15:00:00.000Z");
  });

  test("[S1-36] on any other evening, tomorrow", () => {
    const promised = promise(NEXT_DAY_AT_NINE, book(NINE_TO_SIX), at("2026-01-13T20:30:00-06:00"), true);
    expect(promised).toEqual({
      kind: "next-business-day",
      words: "tomorrow morning at 9 AM",
      dueAt: at("2026-01-14T09:00:00-06:00"),
    });
  });

  test.each([
    [30, "within 30 minutes"],
    [60, "within an hour"],
    [90, "within 90 minutes"],
    [120, "within 2 hours"],
  ])("a time counted from now, while someone can be rung: %i minutes", (minutes, words) => {
    const now = at("2026-01-13T23:12:00-06:00");
    const promised = promise({ kind: "within", ms: minutes * MINUTE }, book(NINE_TO_SIX), now, true);
    expect(promised).toEqual({ kind: "within", words, dueAt: now + minutes * MINUTE });
  });

  test("when nobody can be rung any more, a time from now becomes the next opening, and says so", () => {
    const promised = promise(WITHIN_30, book(NINE_TO_SIX), at("2026-01-13T23:12:00-06:00"), false);
    expect(promised).toMatchObject({ kind: "next-opening", words: "tomorrow morning at 9 AM" });
  });

  test("while it is open, the next opening would be tomorrow, so half an hour is promised", () => {
    const now = at("2026-01-13T10:00:00-06:00");
    const promised = { kind: "next-opening", words: "shortly", dueAt: now + 30 * MINUTE };
    expect(promise(NEXT_OPENING, book(NINE_TO_SIX), now, true)).toEqual(promised);
    expect(promise(WITHIN_30, book(NINE_TO_SIX), now, false)).toEqual(promised);
  });

  test("with hours that never come, as soon as possible, and within a day", () => {
    const now = at("2026-01-13T10:00:00-06:00");
    for (const rule of [NEXT_OPENING, NEXT_DAY_AT_NINE]) {
      expect(promise(rule, book(weekly({})), now, true)).toMatchObject({
        words: "as soon as possible",
        dueAt: now + 24 * 60 * MINUTE,
      });
    }
  });
});

describe("the words for a day and a time", () => {
  const lunch = workdays([span("08:00-12:00"), span("14:00-18:00")]);

  test.each([
    ["later today, in another part of the day", lunch, "2026-01-13T11:59:00-06:00", "shortly"],
    ["in the noon break", lunch, "2026-01-13T12:00:00-06:00", "this afternoon at 2 PM"],
    ["in the same part of the day", workdays([span("13:30-18:00")]), "2026-01-13T13:10:00-06:00", "today at 1:30 PM"],
    ["in the early morning", NINE_TO_SIX, "2026-01-14T03:00:00-06:00", "this morning at 9 AM"],
    ["after breakfast", NINE_TO_SIX, "2026-01-14T08:15:00-06:00", "today at 9 AM"],
    ["tomorrow afternoon", workdays([span("14:00-18:00")]), "2026-01-13T20:00:00-06:00", "tomorrow afternoon at 2 PM"],
    ["tomorrow evening", everyDay([span("18:30-23:00")]), "2026-01-13T23:30:00-06:00", "tomorrow evening at 6:30 PM"],
    ["tomorrow at noon", everyDay([span("12:00-18:00")]), "2026-01-13T20:00:00-06:00", "tomorrow at noon"],
    ["tomorrow in the night", everyDay([span("00:30-02:00")]), "2026-01-13T20:00:00-06:00", "tomorrow at 12:30 AM"],
    ["in six days", weekly({ mon: [span("08:00-12:00")] }), "2026-01-13T20:00:00-06:00", "on Monday at 8 AM"],
    [
      "in a week",
      weekly({ tue: [span("08:00-12:00")] }),
      "2026-01-13T20:00:00-06:00",
      "on Tuesday, January 20, at 8 AM",
    ],
  ])("%s", (_, hours, now, words) => {
    expect(promise(NEXT_OPENING, book(hours), at(now), true).words).toBe(words);
  });

  test("days are counted on the business's calendar, not in hours", () => {
    const early = everyDay([span("05:00-07:00")]);
    expect(promise(NEXT_OPENING, book(early), at("2026-01-13T23:59:00-06:00"), true).words).toBe(
      "tomorrow morning at 5 AM",
    );
    expect(promise(NEXT_OPENING, book(early), at("2026-01-14T00:01:00-06:00"), true).words).toBe(
      "this morning at 5 AM",
    );
  });

  test("a British business says the same words by its own clock", () => {
    const london = book(NINE_TO_SIX, "Europe/London", "GB");
    const promised = promise(NEXT_OPENING, london, at("2026-07-15T17:30:00Z"), true);
    expect(promised).toMatchObject({ words: "tomorrow morning at 9 AM", dueAt: at("2026-07-16T08:00:00Z") });
  });
});
