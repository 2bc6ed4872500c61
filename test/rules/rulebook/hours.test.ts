import { describe, expect, it } from "vitest";
import { parseWeekly, WEEKDAYS } from "../../../rules/rulebook/weekly-hours.ts";
import { compiled, documentWith, placeOf, problemsOf, unmark } from "./documents.ts";

/** `mon 480-1080` for each open span, in the week's order. */
function spansOf(entries: Record<string, string[]>): string[] {
  const parsed = parseWeekly(entries);
  if (!parsed.ok) return parsed.faults.map((fault) => fault.message);
  return WEEKDAYS.flatMap((day) => parsed.weekly[day].map(({ from, to }) => `${day} ${from}-${to}`));
}

describe("opening hours", () => {
  it.each<[string, Record<string, string[]>, string[]]>([
    ["one day", { sat: ["09:00-13:00"] }, ["sat 540-780"]],
    ["a day by its whole name", { Saturday: ["09:00-13:00"] }, ["sat 540-780"]],
    ["a range of days", { "fri-sat": ["8-12"] }, ["fri 480-720", "sat 480-720"]],
    ["a range over the week's end", { "sun-mon": ["8-12"] }, ["mon 480-720", "sun 480-720"]],
    ["a list of days", { "mon, wed and fri": ["8-12"] }, ["mon 480-720", "wed 480-720", "fri 480-720"]],
    ["days in words", { "Monday to Tuesday": ["8-12"] }, ["mon 480-720", "tue 480-720"]],
    ["the weekend", { weekend: ["10-11"] }, ["sat 600-660", "sun 600-660"]],
    ["several ranges with a comma", { mon: ["13:00-17:30, 08:00-12:00"] }, ["mon 480-720", "mon 780-1050"]],
    ["several ranges as a list", { mon: ["08:00-12:00", "13:00-17:30"] }, ["mon 480-720", "mon 780-1050"]],
    ["hours of the twelve-hour clock", { mon: ["8am-5:30 pm"] }, ["mon 480-1050"]],
    ["hours in words", { mon: ["8 am to noon"] }, ["mon 480-720"]],
    ["a dash from a word processor", { mon: ["08:00 – 18:00"] }, ["mon 480-1080"]],
    ["a night", { fri: ["18:00-02:00"] }, ["fri 1080-1560"]],
    ["until midnight", { mon: ["18:00-24:00"] }, ["mon 1080-1440"]],
    ["until midnight, in a word", { mon: ["6pm-midnight"] }, ["mon 1080-1440"]],
    ["the whole day", { mon: ["00:00-24:00"] }, ["mon 0-1440"]],
    ["the whole day, in words", { mon: ["all day"] }, ["mon 0-1440"]],
    ["a closed day", { sun: ["closed"] }, []],
    [
      "a night that ends when the next day begins",
      { fri: ["18:00-02:00"], sat: ["02:00-06:00"] },
      ["fri 1080-1560", "sat 120-360"],
    ],
  ])("understand %s", (_, entries, spans) => {
    expect(spansOf(entries)).toEqual(spans);
  });

  it.each<[string, Record<string, string[]>, string]>([
    ["a day that does not exist", { someday: ["8-12"] }, '"someday" is not a day or a range of days'],
    ["a day given twice", { "mon-fri": ["8-12"], wed: ["8-9"] }, 'Wednesday is given twice, here and under "mon-fri"'],
    ["the same day twice in a list", { "mon, mon": ["8-12"] }, '"mon, mon" is not a day or a range of days'],
    ["an hour that does not exist", { mon: ["08:00-25:00"] }, '"08:00-25:00" is not a range of hours'],
    ["a minute that does not exist", { mon: ["08:60-12:00"] }, '"08:60-12:00" is not a range of hours'],
    ["an opening without an end", { mon: ["08:00"] }, '"08:00" is not a range of hours'],
    ["nothing", { mon: [""] }, '"" is not a range of hours'],
    ["no time at all", { mon: ["8-8"] }, '"8-8" opens and closes at the same minute'],
    ["ranges that overlap", { mon: ["08:00-12:00", "11:00-13:00"] }, "the hours of Monday overlap"],
    [
      "a night into the next morning's hours",
      { fri: ["18:00-02:00"], sat: ["01:00-05:00"] },
      "the hours of Friday and Saturday overlap",
    ],
    [
      "the same over the week's end",
      { sun: ["18:00-02:00"], mon: ["01:00-05:00"] },
      "the hours of Sunday and Monday overlap",
    ],
  ])("refuse %s", (_, entries, message) => {
    expect(spansOf(entries)).toEqual([message]);
  });

  it("are pointed at where they are wrong", () => {
    const { source, places } = unmark(documentWith({ extra: "hours: { weekly: { mon-fri: ▶8-25, sat: ▶late } }" }));
    const problems = problemsOf(source);
    expect(problems.map(placeOf)).toEqual(places);
    expect(problems.map(({ path }) => path)).toEqual(["hours.weekly.mon-fri", "hours.weekly.sat"]);
  });

  it("that are not written mean always open", () => {
    const { weekly } = compiled(documentWith({})).hours;
    expect(WEEKDAYS.map((day) => weekly[day])).toEqual(WEEKDAYS.map(() => [{ from: 0, to: 1440 }]));
  });

  it("take dates on which the business is closed", () => {
    const { closed } = compiled(
      documentWith({ extra: "hours: { weekly: {}, closed: [2026-12-24, '2028-02-29'] }" }),
    ).hours;
    expect(closed).toEqual(["2026-12-24", "2028-02-29"]);
  });
});
