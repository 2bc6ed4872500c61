import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type E164, e164 } from "../../rules/ids.ts";
import { emergencyRulebook } from "../../rules/rulebook/emergency.ts";
import { parseRulebook } from "../../rules/rulebook/parse.ts";
import type { Rulebook } from "../../rules/rulebook/rulebook.ts";
import { fetchSource, rememberRulebook, serveRulebook } from "../../worker/rulebooks.ts";
import { FALLBACK, type Fake, fakeEnv, never, RULEBOOK } from "./support/fakes.ts";
import { OURS } from "./support/webhooks.ts";

function number(text: string): E164 {
  const parsed = e164(text);
  if (parsed === null) throw new Error(`${text} is no number`);
  return parsed;
}
const ours = number(OURS);
const fallback = number(FALLBACK);

function compiled(text: string): Rulebook {
  const parsed = parseRulebook(text, createHash("sha256").update(text).digest("hex").slice(0, 12));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rulebook;
}

const OTHER = RULEBOOK.replace("lone-star", "blue-sky").replace("Lone Star Comfort", "Blue Sky Air");
const lastGood: Rulebook = { ...compiled(RULEBOOK), version: "lastgood0000" };

async function serve(fake: Fake) {
  return serveRulebook(fake.env, ours, await fetchSource(fake.env, ours), fallback);
}

describe("the rulebook of a number", () => {
  it("is the one document where there is one business, with the hash of its text as version", async () => {
    expect(await serve(fakeEnv())).toEqual({ pin: { rulebook: compiled(RULEBOOK), source: "live" }, trouble: null });
  });

  it("is its business's own where the number names one", async () => {
    const documents = { rulebook: RULEBOOK, [`number:${OURS}`]: " blue-sky\n", "rulebook:blue-sky": OTHER };
    const { pin } = await serve(fakeEnv({}, documents));
    expect(pin.rulebook.business).toMatchObject({ id: "blue-sky", name: "Blue Sky Air" });
  });

  it("is never another business's where its own is missing", async () => {
    const fake = fakeEnv({}, { rulebook: RULEBOOK, [`number:${OURS}`]: "blue-sky" });
    const { pin, trouble } = await serve(fake);
    expect(pin).toMatchObject({
      source: "emergency",
      rulebook: { business: { id: "blue-sky" }, version: "emergency" },
    });
    expect(trouble).toMatchObject({ kind: "missing", text: "there is no document under rulebook:blue-sky" });
  });

  it("goes by the name under which it is filed, whatever id it gives itself", async () => {
    const documents = { [`number:${OURS}`]: "blue-sky", "rulebook:blue-sky": RULEBOOK };
    expect((await serve(fakeEnv({}, documents))).pin.rulebook.business.id).toBe("blue-sky");
  });

  it("is read as text, and for a minute from the nearest copy", async () => {
    const fake = fakeEnv();
    const get = vi.spyOn(fake.env.RULEBOOKS, "get");
    await fetchSource(fake.env, ours);
    expect(get.mock.calls).toEqual([
      [`number:${OURS}`, { type: "text", cacheTtl: 60 }],
      ["rulebook", { type: "text", cacheTtl: 60 }],
    ]);
  });
});

describe("a rulebook that cannot be used", () => {
  const cases: readonly (readonly [string, string | null, string, RegExp])[] = [
    ["is missing", null, "missing", /no document under rulebook$/],
    ["is empty", "", "missing", /no document/],
    ["is blank", " \n\t", "missing", /no document/],
    ["says null", "null", "broken", /^rulebook:1:1 /],
    ["ends in the middle", RULEBOOK.slice(0, 150), "broken", /^rulebook:\d+:\d+ /],
    ["has a comma too many", '{"business": {"id": "x",,}}', "broken", /^rulebook:\d+:\d+ /],
    ["has smart quotes", RULEBOOK.replaceAll('"', "\u201d"), "broken", /^rulebook:\d+:\d+ /],
    ["names a person who is not there", RULEBOOK.replace("members: [sam]", "members: [sma]"), "broken", /^rulebook:/],
    ["is larger than 256 KB", `${RULEBOOK}\n#${"x".repeat(256 * 1024)}`, "broken", /257 KB/],
  ];

  it.each(cases)("because it %s gives way to the last good one of that number", async (_, text, kind, words) => {
    const fake = fakeEnv({}, text === null ? {} : { rulebook: text });
    fake.line.lastGoodRulebook.mockResolvedValue(lastGood);
    const { pin, trouble } = await serve(fake);
    expect(pin).toEqual({ rulebook: lastGood, source: "last-good" });
    expect(trouble).toEqual({ kind, business: null, text: expect.stringMatching(words) });
    expect(fake.desks.opened).toEqual([`line:${OURS}`]);
  });

  it.each(cases)(
    "because it %s, with no earlier one known, gives way to the emergency rulebook",
    async (_, text, kind) => {
      const { pin, trouble } = await serve(fakeEnv({}, text === null ? {} : { rulebook: text }));
      expect(pin).toEqual({ rulebook: emergencyRulebook(fallback), source: "emergency" });
      expect(trouble?.kind).toBe(kind);
    },
  );

  it("gives way to the emergency rulebook as well when the line cannot be asked", async () => {
    const fake = fakeEnv({}, {});
    fake.line.lastGoodRulebook.mockRejectedValue(new Error("overloaded"));
    expect((await serve(fake)).pin.source).toBe("emergency");
  });

  it("may be as long as one likes before it is refused, without being parsed", async () => {
    const { pin, trouble } = await serve(fakeEnv({}, { rulebook: "[".repeat(20_000_000) }));
    expect([pin.source, trouble?.kind]).toEqual(["emergency", "broken"]);
  });
});

describe("KV that does not answer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("because it is down is the same as a rulebook that cannot be used", async () => {
    const fake = fakeEnv();
    fake.kv.before = () => Promise.reject(new Error("KV GET failed: 500"));
    fake.line.lastGoodRulebook.mockResolvedValue(lastGood);
    const { pin, trouble } = await serve(fake);
    expect([pin.source, trouble?.kind]).toEqual(["last-good", "unreachable"]);
  });

  it("is waited for for half a second", async () => {
    const fake = fakeEnv();
    fake.kv.before = never;
    const source = fetchSource(fake.env, ours);
    await vi.advanceTimersByTimeAsync(500);
    expect(await source).toEqual({ kind: "unreachable", error: "slow" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves a caller without any rulebook for 1.1 s at most, even if the line hangs too", async () => {
    const fake = fakeEnv();
    fake.kv.before = never;
    fake.line.lastGoodRulebook.mockImplementation(never);
    const served = serve(fake);
    await vi.advanceTimersByTimeAsync(1_100);
    expect((await served).pin).toEqual({ rulebook: emergencyRulebook(fallback), source: "emergency" });
  });
});

describe("remembering a rulebook for the day it breaks", () => {
  const line = (n: number) => number(`+1214555${String(n).padStart(4, "0")}`);
  const live = (version: string) =>
    ({ pin: { rulebook: { ...lastGood, version }, source: "live" }, trouble: null }) as const;

  it("happens once per number and version", async () => {
    const fake = fakeEnv();
    await rememberRulebook(fake.env, line(1), live("v1"));
    await rememberRulebook(fake.env, line(1), live("v1"));
    expect(fake.line.rememberRulebook).toHaveBeenCalledTimes(1);
    await rememberRulebook(fake.env, line(1), live("v2"));
    await rememberRulebook(fake.env, line(2), live("v2"));
    expect(fake.line.rememberRulebook.mock.calls.map(([{ version }]) => version)).toEqual(["v1", "v2", "v2"]);
    expect(fake.desks.opened).toEqual(["line:+12145550001", "line:+12145550001", "line:+12145550002"]);
  });

  it("is tried again after it failed", async () => {
    const fake = fakeEnv();
    fake.line.rememberRulebook.mockRejectedValueOnce(new Error("busy"));
    await expect(rememberRulebook(fake.env, line(3), live("v1"))).rejects.toThrow();
    await rememberRulebook(fake.env, line(3), live("v1"));
    expect(fake.line.rememberRulebook).toHaveBeenCalledTimes(2);
  });

  it.each(["last-good", "emergency"] as const)("does not happen with one that is itself %s", async (source) => {
    const fake = fakeEnv();
    await rememberRulebook(fake.env, line(4), { pin: { rulebook: lastGood, source }, trouble: null });
    expect(fake.line.rememberRulebook).not.toHaveBeenCalled();
  });
});
