import { generateKeyPairSync, sign } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createKv } from "./kv.ts";
import { FINE, type Weather } from "./network.ts";
import { createPlatform } from "./platform.ts";
import { insert, kept, type Probed, probe, START } from "./probe.ts";

let probed: Probed;
afterEach(() => probed.dispose());

/** An object that fetches once with its own patience, and what the host and the object saw. */
function fetching(weather: Weather) {
  const seen = { arrived: [] as number[], outcome: null as unknown, at: null as number | null };
  probed = probe({
    async act() {
      try {
        const response = await fetch("https://api.example/x", {
          method: "POST",
          body: "{}",
          signal: AbortSignal.timeout(1500),
        });
        seen.outcome = response.status;
      } catch (error) {
        seen.outcome = error instanceof Error ? error.name : error;
      }
      seen.at = probed.seconds();
    },
  });
  probed.platform.knobs.weather = () => weather;
  probed.platform.network.serve("api.example", () => {
    seen.arrived.push(probed.seconds());
    return { status: 200, body: "ok" };
  });
  return seen;
}

describe("the network", () => {
  it.each<[string, Weather, object]>([
    ["fine", FINE, { arrived: [0], outcome: 200, at: 0 }],
    ["slow", { kind: "fine", upMs: 200, downMs: 300 }, { arrived: [0.2], outcome: 200, at: 0.5 }],
    [
      "slower than the caller's patience",
      { kind: "fine", upMs: 0, downMs: 9_000 },
      { arrived: [0], outcome: "TimeoutError", at: 1.5 },
    ],
    [
      "answering 500 from in between",
      { kind: "answers", reply: { status: 500, body: "" }, afterMs: 50 },
      { arrived: [], outcome: 500, at: 0.05 },
    ],
    ["hanging", { kind: "hangs" }, { arrived: [], outcome: "TimeoutError", at: 1.5 }],
    ["refusing", { kind: "refused" }, { arrived: [], outcome: "TypeError", at: 0 }],
    ["losing the answer", { kind: "answer-lost", how: "hangs" }, { arrived: [0], outcome: "TimeoutError", at: 1.5 }],
    [
      "breaking after the work was done",
      { kind: "answer-lost", how: "breaks" },
      { arrived: [0], outcome: "TypeError", at: 0 },
    ],
  ])("%s", async (_title, weather, expected) => {
    const seen = fetching(weather);
    void probed.stub().act();
    await probed.pass(20_000);
    expect(seen).toEqual(expected);
  });

  it.each([
    ["manual", 302, []],
    ["follow", 200, ["/elsewhere"]],
    ["error", "TypeError", []],
  ] as const)("a redirect with redirect: %s", async (redirect, outcome, followed) => {
    const paths: string[] = [];
    probed = probe({
      act: () =>
        fetch("https://api.example/", { redirect }).then(
          ({ status }) => status,
          (error: Error) => error.name,
        ),
    });
    probed.platform.network.serve("api.example", ({ url }) => {
      if (url.pathname === "/") return { status: 302, body: "", headers: { location: "/elsewhere" } };
      paths.push(url.pathname);
      return { status: 200, body: "" };
    });
    expect(await probed.stub().act()).toBe(outcome);
    expect(paths).toEqual(followed);
  });

  it("counts a host that nobody stands for as an offence", async () => {
    probed = probe({ act: () => fetch("https://elsewhere.example/") });
    await expect(probed.stub().act()).rejects.toThrow("elsewhere.example");
    expect(probed.platform.offences).toHaveLength(1);
  });

  it.each([
    ["fetch-leaves", [], 0],
    ["fetch-answers", [1], 0],
  ] as const)(
    "a process that dies at %s: the host saw it or not, the object never hears",
    async (kind, arrived, rows) => {
      const seen: number[] = [];
      probed = probe({
        async act(ctx) {
          await fetch("https://api.example/");
          insert(ctx, 1);
        },
      });
      probed.platform.network.serve("api.example", () => {
        seen.push(1);
        return { status: 200, body: "" };
      });
      probed.platform.knobs.dies = (point) => point.kind === kind;
      await expect(probed.stub().act()).rejects.toMatchObject({ retryable: true });
      expect(seen).toEqual(arrived);
      expect(kept(probed)).toHaveLength(rows);
    },
  );
});

describe("KV", () => {
  it("answers, fails, is slow, hangs, and goes stale", async () => {
    probed = probe({});
    const { clock } = probed.platform;
    const kv = createKv(clock, { a: "1", "number:+1": "x" });
    expect(await kv.binding.get("a")).toBe("1");
    expect(await kv.binding.get("b")).toBeNull();
    expect((await kv.binding.list({ prefix: "number:" })).keys.map((key) => key.name)).toEqual(["number:+1"]);
    kv.freeze();
    kv.put("a", "2");
    expect(await kv.binding.get("a")).toBe("1");
    kv.thaw();
    expect(await kv.binding.get("a")).toBe("2");
    kv.trouble = "down";
    await expect(kv.binding.get("a")).rejects.toThrow("500");
    kv.trouble = { slowMs: 400 };
    let answeredAt: number | null = null;
    void kv.binding.get("a").then(() => {
      answeredAt = clock.now;
    });
    await probed.pass(1_000);
    expect(answeredAt).toBe(START + 400);
  });
});

describe("what the code reaches for", () => {
  it("Date and timers follow virtual time, also through cleared and repeated ones", async () => {
    probed = probe({});
    const ticks: number[] = [];
    const cleared = setTimeout(() => ticks.push(-1), 500);
    const repeated = setInterval(() => ticks.push(Date.now() - START), 1_000);
    setTimeout(() => clearInterval(repeated), 3_500);
    clearTimeout(cleared);
    await probed.pass(10_000);
    expect(ticks).toEqual([1_000, 2_000, 3_000]);
    expect(new Date().toISOString()).toBe("2026-01-12T12:00:10.000Z");
    expect(new Date("2026-02-03T00:00:00Z").toISOString()).toBe("2026-02-03T00:00:00.000Z");
    expect(new Date()).toBeInstanceOf(Date);
  });

  it("crypto verifies Ed25519 as workerd does: a signature of another length throws", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    probed = probe({});
    const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    const body = Buffer.from("1700000000|{}");
    const signature = sign(null, body, privateKey);
    expect(await crypto.subtle.verify("Ed25519", key, signature, body)).toBe(true);
    expect(await crypto.subtle.verify("Ed25519", key, signature, Buffer.from("1700000000|{ }"))).toBe(false);
    await expect(crypto.subtle.verify("Ed25519", key, signature.subarray(1), body)).rejects.toThrow("signature length");
  });

  it("randomness and ids are the seed's", () => {
    const draw = () => {
      probed?.dispose();
      probed = probe({});
      return [Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(4)).join()];
    };
    expect(draw()).toEqual(draw());
  });

  it("log lines are kept with their time, objects as JSON", () => {
    probed = probe({});
    console.log({ event: "call.opened", call: "c1" });
    expect(probed.platform.logs).toEqual([{ at: START, level: "log", text: '{"event":"call.opened","call":"c1"}' }]);
  });

  it("is put back when the world ends", () => {
    const before = Date;
    const world = createPlatform({ at: START, env: () => ({}) });
    expect(Date).not.toBe(before);
    world.dispose();
    expect(Date).toBe(before);
    probed = probe({});
  });
});
