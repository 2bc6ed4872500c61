import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Health } from "../../worker/health.ts";
import { route } from "../../worker/routes.ts";
import { type Fake, fakeEnv, logsOf } from "./support/fakes.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ctx = {
  waitUntil: () => undefined,
  passThroughOnException: () => undefined,
  props: {},
} as unknown as ExecutionContext;
const ask = (path: string, init?: RequestInit, fake: Fake = fakeEnv()) =>
  route(new Request(`https://worker.example${path}`, init), fake.env, ctx);

describe("the addresses of the Worker", () => {
  it.each([
    ["GET", "/telnyx/webhooks", "POST"],
    ["PUT", "/telnyx/webhooks", "POST"],
    ["POST", "/healthz", "GET, HEAD"],
    ["DELETE", "/audio/hold.wav", "GET, HEAD"],
    ["POST", "/audio/ringback.wav", "GET, HEAD"],
    ["POST", "/api/calls/x", "GET"],
    ["DELETE", "/api/parked", "GET"],
    ["GET", "/api/parked/x/replay", "POST"],
  ])("answer %s %s with what they allow: %s", async (method, path, allow) => {
    const response = await ask(path, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
  });

  it.each(["/", "/telnyx", "/telnyx/webhooks/x", "/api", "/api/calls", "/audio/hold.mp3", "/.env", "//", "/%ff"])(
    "do not include %s",
    async (path) => {
      const response = await ask(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: "no-such-page" });
    },
  );

  it("answer with 503 when something throws that must not, and say nothing of what it was", async () => {
    const fake = fakeEnv();
    vi.spyOn(fake.sessions, "get").mockImplementation(() => {
      throw new RangeError("canary");
    });
    const headers = { authorization: `Bearer ${fake.env.API_TOKEN}` };
    let response = new Response();
    const logs = await logsOf(async () => {
      response = await ask("/api/calls/x", { headers }, fake);
    });
    expect([response.status, await response.text()]).toEqual([503, ""]);
    expect(logs).toEqual([
      { event: "request.failed", error: "RangeError" },
      { event: "request.rejected", reason: "internal", status: 503 },
    ]);
  });
});

describe("GET /healthz", () => {
  it("is 200 where calls can be taken, and 503 with the reasons where not", async () => {
    const good = await ask("/healthz");
    expect([good.status, good.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const bad = await ask("/healthz", {}, fakeEnv({ TELNYX_API_KEY: undefined }));
    expect(bad.status).toBe(503);
    const health: Health = await bad.json();
    expect(health.problems).toEqual([expect.stringMatching(/^TELNYX_API_KEY is missing/)]);
  });

  it("can be asked by HEAD, as monitors do", async () => {
    expect((await ask("/healthz", { method: "HEAD" })).status).toBe(200);
  });
});

describe("GET /audio", () => {
  it.each([
    ["/audio/ringback.wav", 96_044],
    ["/audio/ringback.wav?country=GB", 48_044],
    ["/audio/ringback.wav?country=US", 96_044],
    ["/audio/hold.wav", 192_044],
    ["/audio/hold.wav?country=GB", 192_044],
  ])("%s is a sound of %i bytes", async (path, bytes) => {
    const response = await ask(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "audio/wav"]);
    expect((await response.arrayBuffer()).byteLength).toBe(bytes);
    const head = await ask(path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes)]);
  });
});
