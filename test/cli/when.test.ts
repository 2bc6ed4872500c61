import { describe, expect, test } from "vitest";
import { parseWhen } from "../../cli/when.ts";

const CHICAGO = "America/Chicago";
/** Friday noon in Chicago. */
const NOW = Date.parse("2026-11-20T18:00:00Z");

const local = (at: number): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: CHICAGO, dateStyle: "short", timeStyle: "short" }).format(at);

const read = (text: string): string => {
  const when = parseWhen(text, CHICAGO, NOW);
  return when.ok ? local(when.at) : "unreadable";
};

describe("when a call is placed", () => {
  test.each([
    ["Sat 21:00", "2026-11-21 21:00"],
    ["saturday 9pm", "2026-11-21 21:00"],
    ["Tue 9:00", "2026-11-24 09:00"],
    ["8:30 pm", "2026-11-20 20:30"],
    ["tomorrow at 7 a.m.", "2026-11-21 07:00"],
    ["2026-01-17 20:30", "2026-01-17 20:30"],
    ["2026-01-17T20:30", "2026-01-17 20:30"],
    ["now", "2026-11-20 12:00"],
    ["Fri noon", "2026-11-20 12:00"],
    ["12 am", "2026-11-21 00:00"],
  ])("%j is understood on the business's own clock", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ["11:00", "2026-11-21 11:00"],
    ["fri 11:00", "2026-11-27 11:00"],
  ])("%j has passed today, so the next one is meant", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each(["", "sat", "someday", "25:00", "13 pm", "2026-02-31 10:00", "tue 24:00"])(
    "%j is not guessed at",
    (text) => {
      expect(read(text)).toBe("unreadable");
    },
  );
});
