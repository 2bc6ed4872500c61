import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readClientState, writeClientState } from "../../durable-objects/client-state.ts";
import { clockShift } from "../../durable-objects/clock.ts";
import { cutText, utf8Bytes } from "../../durable-objects/cut-text.ts";
import { callObject, deskObject, lineObject } from "../../durable-objects/names.ts";
import { businessId, callId } from "../../rules/ids.ts";
import { CALL, LINE } from "./support/build.ts";

describe("client_state", () => {
  const secret = "KEY0192aTest";
  const mark = { call: CALL, leg: "p1", speech: 7 } as const;

  it("says what was written into it", () => {
    expect(readClientState(secret, writeClientState(secret, mark))).toEqual(mark);
    expect(readClientState(secret, writeClientState(secret, { ...mark, speech: null }))).toEqual({
      ...mark,
      speech: null,
    });
  });

  it("is base64, as Telnyx requires", () => {
    expect(writeClientState(secret, mark)).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  it("is worth nothing with any one character changed", () => {
    const state = writeClientState(secret, mark);
    for (let i = 0; i < state.length; i++) {
      const changed = state.slice(0, i) + (state[i] === "A" ? "B" : "A") + state.slice(i + 1);
      const read = readClientState(secret, changed);
      // The last character may carry bits that decode to nothing.
      if (read !== null) expect(atob(changed)).toBe(atob(state));
    }
  });

  it.each([
    ["another key", () => readClientState("KEY-other", writeClientState(secret, mark))],
    ["no key at all", () => readClientState("", writeClientState(secret, mark))],
    ["nothing", () => readClientState(secret, null)],
    ["nothing readable", () => readClientState(secret, "%%%")],
    ["someone else's state", () => readClientState(secret, btoa('{"c":"x","l":"caller","s":1}'))],
    ["a leg that is none", () => readClientState(secret, writeClientState(secret, { ...mark, leg: "x" as never }))],
    ["a megabyte", () => readClientState(secret, "A".repeat(1_000_000))],
  ])("counts as none with %s", (_, read) => {
    expect(read()).toBeNull();
  });

  it("never throws, whatever it is", () => {
    fc.assert(fc.property(fc.string(), (text) => readClientState(secret, text) === null));
    fc.assert(fc.property(fc.string(), (text) => readClientState(secret, btoa(encodeURIComponent(text))) === null));
  });
});

describe("text that is kept", () => {
  it("is cut at the limit, never inside a character, and never longer", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 3, max: 100 }), (text, bytes) => {
        const cut = cutText(text, bytes);
        expect(utf8Bytes(cut)).toBeLessThanOrEqual(Math.max(bytes, 3));
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it.each([
    ["half a character", "a\ud83d!", "a\ufffd!"],
    ["controls and zero", "a\u0000b\u001bc", "abc"],
    ["what turns text around", "abc\u202etxt.exe\u2066", "abctxt.exe"],
    ["line ends and tabs", "a\n\tb", "a\n\tb"],
  ])("loses or mends %s", (_, from, to) => {
    expect(cutText(from, 100)).toBe(to);
  });
});

describe("the call's clock", () => {
  it.each([
    ["carrier", -7_200_000, -7_200_000],
    ["carrier", 59_000, 0],
    [undefined, -7_200_000, 0],
    ["", 7_200_000, 0],
  ])("with CALL_CLOCK %s and %i ms between the two is off by %i ms", (mode, apart, shift) => {
    expect(clockShift(mode, 1_000_000_000 + apart, 1_000_000_000)).toBe(shift);
  });
});

describe("the names of objects", () => {
  const opened: string[] = [];
  const objects = (place: string): never =>
    ({
      idFromName: (name: string) => name,
      get: (name: string, options?: { locationHint?: string }) =>
        opened.push(`${place}${name} ${options?.locationHint ?? ""}`.trim()),
      jurisdiction: (name: string) => objects(`${name}/`),
    }) as never;
  const name = (open: () => unknown): string | undefined => {
    opened.length = 0;
    open();
    return opened[0];
  };
  const env = { CALLS: objects(""), DESKS: objects("") };

  it("come from the call, the business and the number", () => {
    expect(name(() => callObject(env, callId("abc")))).toBe("abc");
    expect(name(() => deskObject(env, businessId("lone-star")))).toBe("desk:lone-star");
    expect(name(() => lineObject(env, LINE))).toBe(`line:${LINE}`);
  });

  it("put a desk near its business", () => {
    expect(name(() => deskObject(env, businessId("a"), "gb"))).toBe("desk:a weur");
    expect(name(() => deskObject(env, businessId("a"), "ZZ"))).toBe("desk:a");
  });

  it("keep everything in the European Union when that is set", () => {
    const inEurope = { ...env, DATA_JURISDICTION: "eu" };
    expect(name(() => callObject(inEurope, callId("abc")))).toBe("eu/abc");
    expect(name(() => deskObject(inEurope, businessId("a"), "US"))).toBe("eu/desk:a");
  });

  it("refuse to guess where data may be kept", () => {
    expect(() => callObject({ ...env, DATA_JURISDICTION: "europe" }, callId("abc"))).toThrow('can be empty or "eu"');
  });
});
