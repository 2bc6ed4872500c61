import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callId, type E164, e164 } from "../../../rules/ids.ts";
import { CATALOGUE, type Known, render, renderJson, variables } from "../../../rules/talk/templates.ts";

const HOME = {
  name: "Lone Star",
  ownerName: "Sam",
  bookingUrl: "https://cal.example/a?b=1&c=2",
  country: "US",
  timeZone: "America/Chicago",
};

function number(text: string): E164 {
  const parsed = e164(text);
  if (parsed === null) throw new Error(`${text} is not E.164`);
  return parsed;
}

const known = (more: Partial<Known> = {}): ReturnType<typeof variables> =>
  variables({
    business: HOME,
    callId: callId("call-1"),
    from: number("+12145550142"),
    to: number("+18175550100"),
    ...more,
  });

const DESTINATIONS = ["speech", "sms", "json", "url"] as const;

describe("a value is made harmless for where it goes", () => {
  const NASTY = 'a <b> & "c"\n\u202Ed\u0007 https://evil.example/x';
  it.each([
    ["speech", 'a b and "c" d https://evil.example/x'],
    ["sms", 'a <b> & "c" d (link)'],
    ["json", 'a <b> & \\"c\\"\\n\u202Ed\\u0007 https://evil.example/x'],
    ["url", "a%20%3Cb%3E%20%26%20%22c%22%0A%E2%80%AEd%07%20https%3A%2F%2Fevil.example%2Fx"],
  ] as const)("%s", (destination, text) => {
    expect(render("{{reason}}", known({ reason: NASTY }), destination)).toBe(text);
  });

  it("while what the author wrote around it stays", () => {
    expect(render("One\n<two> & {{name}}", known({ name: "<x>" }), "speech")).toBe("One\n<two> & x");
    expect(render("See {{booking_url}}", known(), "sms")).toBe("See https://cal.example/a?b=1&c=2");
  });

  it("and stays one character where people see one", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(render("{{name}}", known({ name: family }), "sms")).toBe(family);
    const cut = render("{{name}}", known({ name: family.repeat(60) }), "sms");
    expect(cut).toBe(`${family.repeat(45)}…`);
  });

  it("whatever it is: one line of well-formed text, and JSON that stays JSON", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 700 }), (reason) => {
        const values = known({ reason });
        for (const destination of DESTINATIONS)
          expect(render("-{{reason}}-", values, destination)).not.toMatch(/\p{Surrogate}/u);
        expect(render("{{reason}}", values, "sms")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u);
        expect(render("{{reason}}", values, "speech")).not.toMatch(/[\p{Cc}<>&]/u);
        const parsed: unknown = JSON.parse(`{"a":"${render("{{reason}}", values, "json")}","b":1}`);
        expect(parsed).toEqual({ a: expect.any(String), b: 1 });
        expect(() => decodeURIComponent(render("{{reason}}", values, "url"))).not.toThrow();
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("and cannot break out of the record it is put into", () => {
    const injection = '","admin":true,"x":"';
    expect(renderJson({ note: "{{reason}}" }, known({ reason: injection }))).toEqual({ note: injection });
    expect(JSON.parse(`{"note":"${render("{{reason}}", known({ reason: injection }), "json")}"}`)).toEqual({
      note: injection,
    });
  });

  it("and is not read as a template itself", () => {
    expect(render("{{name}}", known({ name: "{{owner_name}}", reason: "x" }), "sms")).toBe("{{owner_name}}");
  });
});

describe("a telephone number", () => {
  it.each([
    ["+19725550161", "US", "sms", "972-555-0161"],
    ["+14165550123", "US", "sms", "416-555-0123"],
    ["+442079460018", "US", "sms", "+44 20 7946 0018"],
    ["+447700900123", "GB", "sms", "07700 900123"],
    ["+19725550161", "GB", "sms", "+1 972 555 0161"],
    ["+19725550161", "US", "speech", "9 7 2, 5 5 5, 0 1 6 1"],
    ["+442079460018", "US", "speech", "plus 4 4, 2 0, 7 9 4 6, 0 0 1 8"],
    ["+447700900123", "GB", "speech", "0 7 7 0 0, 9 0 0 1 2 3"],
    ["+19725550161", "US", "json", "+19725550161"],
    ["+19725550161", "US", "url", "%2B19725550161"],
  ] as const)("%s in %s reads well by %s", (written, country, destination, text) => {
    const values = known({ business: { ...HOME, country }, callbackNumber: number(written) });
    expect(render("{{callback_number}}", values, destination)).toBe(text);
  });
});

describe("what is not known", () => {
  it("is empty, and a template may say something else instead", () => {
    const values = known({ from: null });
    expect(render("From {{caller_number}}.", values, "sms")).toBe("From .");
    expect(render("From {{caller_number | default: 'a withheld number'}}.", values, "sms")).toBe(
      "From a withheld number.",
    );
    expect(render("{% if name %}Hi {{name}}{% else %}Hello{% endif %}", values, "speech")).toBe("Hello");
    expect(renderJson({ name: "{{name}}" }, values)).toEqual({ name: "" });
  });

  it("is empty under a name that does not exist, too", () => {
    expect(render("a{{nobody}}b{{constructor}}{{__proto__}}{{name.constructor}}", known(), "sms")).toBe("ab");
  });

  it("borrows from its neighbour where that is what people mean", () => {
    expect(render("{{callback_number}}", known(), "sms")).toBe("214-555-0142");
    expect(render("{{topic}}", known({ reason: "no heat" }), "sms")).toBe("no heat");
    expect(render("{{reason}}", known({ topic: "heating" }), "sms")).toBe("heating");
  });
});

describe("a moment", () => {
  it("is told in the business's own time to people, and exactly to machines", () => {
    const values = known({ endedAt: Date.UTC(2026, 0, 14, 2, 34) });
    expect(render("{{ended_at}}", values, "sms")).toBe("Tue 8:34 PM");
    expect(renderJson("{{ended_at}}", values)).toBe("2026-01-14T02:34:00Z");
  });
});

describe("filling in", () => {
  it("knows every variable of the catalogue", () => {
    const values = known({
      name: "n",
      reason: "r",
      topic: "t",
      callbackNumber: number("+19725550161"),
      urgency: "urgent",
      promise: "tomorrow",
      outcome: "connected",
      handledBy: "Dana",
      endedAt: 0,
    });
    const empty = Object.keys(CATALOGUE).filter((name) => render(`{{${name}}}`, values, "sms") === "");
    expect(empty).toEqual([]);
  });

  it.each([
    ["{{ broken | x {% if %} Hello {{name", "Hello"],
    ["Hello {% if name %}there", "Hello there"],
    ["Hello {{ name | nosuchfilter }}", "Hello Ann"],
    ["Hello {% include 'x' %}there", "Hello there"],
    ["Hello {% for i in (1..100000000) %}x{% endfor %}", "Hello x"],
    ["Hello {{ name | append: }}", "Hello"],
    ["Hello", "Hello"],
    ["", ""],
  ])("never fails: %j", (text, said) => {
    expect(render(text, known({ name: "Ann" }), "sms")).toBe(said);
  });

  it("never fails on any text at all", () => {
    const piece = fc.constantFrom(
      "{{",
      "}}",
      "{%",
      "%}",
      "{",
      "name",
      " | ",
      "if ",
      "endif",
      "for i in (1..9)",
      "'",
      '"',
      "default: ",
      "\n",
      "x",
      "assign a = ",
      "\ud800",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom(...DESTINATIONS), (pieces, destination) => {
        expect(render(pieces.join(""), known(), destination)).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 1_000, seed: 2 },
    );
  });

  it("keeps a text short enough to be spoken or sent", () => {
    expect(render("x".repeat(9_000), known(), "speech")).toHaveLength(3_000);
    expect(render("x".repeat(9_000), known(), "sms")).toHaveLength(1_600);
  });

  it("says the same again when asked again", () => {
    const text = "{{name}} {{reason}}";
    const first = render(text, known({ name: "Ann" }), "sms");
    expect([first, render(text, known({ name: "Bob" }), "sms"), render(text, known({ name: "Ann" }), "sms")]).toEqual([
      "Ann",
      "Bob",
      "Ann",
    ]);
  });

  it("reaches every text inside a record and nothing else", () => {
    const fields = { a: ["{{name}}", 1, null, true], "{{name}}": { b: "x {{name}}" } };
    expect(renderJson(fields, known({ name: "Ann" }))).toEqual({
      a: ["Ann", 1, null, true],
      "{{name}}": { b: "x Ann" },
    });
    expect(renderJson(null, known())).toBeNull();
  });
});
