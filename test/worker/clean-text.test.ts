import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName, cleanSpeech } from "../../worker/clean-text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 300 });
const bytes = (text: string) => new TextEncoder().encode(text).length;

describe("what a caller says", () => {
  it.each([
    ["we have no heat", "we have no heat"],
    ["  no heat\r\n", "no heat"],
    ["no\theat\nat all", "no heat at all"],
    ["no\u2028heat", "no heat"],
    ["no\u0000 he\u0007at\u009f", "no heat"],
    ["\u202eno heat\u202c", "no heat"],
    ["\u2066no\u2069 \u200fheat", "no heat"],
    ["\ufeffno heat", "no heat"],
    ["half a \ud83d smile", "half a \ufffd smile"],
    ["a whole 🔥 one", "a whole 🔥 one"],
    ["ñandú, 暖房, ﷺ", "ñandú, 暖房, ﷺ"],
    ["\u0000\u202e", ""],
  ])("%j is kept as %j", (text, clean) => {
    expect(cleanSpeech(text)).toBe(clean);
  });

  it("never holds a control, an override of direction or half a character, and cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanSpeech(text);
        expect(clean).toBe(new TextDecoder().decode(new TextEncoder().encode(clean)));
        expect(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(clean)).toBe(false);
        expect(cleanSpeech(clean)).toBe(clean);
      }),
    );
  });

  it.each(["a", "é", "暖", "🔥"])("is cut at 8 KB, between characters: %s", (character) => {
    const clean = cleanSpeech(character.repeat(9_000));
    expect(bytes(clean)).toBeLessThanOrEqual(8_192);
    expect(bytes(clean)).toBeGreaterThan(8_192 - 4);
    expect(clean).toBe(character.repeat(clean.length / character.length));
  });
});

describe("a caller's name", () => {
  it.each([
    ["SMITH JOHN", "SMITH JOHN"],
    [" Jo\u202e \u0007hn ", "Jo hn"],
    ["", null],
    ["   ", null],
    ["+12145550111", null],
    ["(214) 555-0111", null],
    ["24/7 Plumbing", "24/7 Plumbing"],
  ])("%j is %j", (text, name) => {
    expect(cleanName(text)).toBe(name);
  });

  it.each(["a", "🔥", "暖"])("is cut after 64 characters: %s", (character) => {
    expect(cleanName(character.repeat(4_096))).toBe(character.repeat(64));
  });
});
