import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { countObjects, makeSigner, send, sendBare, settings } from "../worker/support/real-worker.ts";

const get = (path: string, init?: RequestInit) => new Request(`https://worker.example${path}`, init);

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("the Worker as it is deployed", () => {
  it("says what is missing while it has no settings, and takes nothing until it has them", async () => {
    const health = await sendBare(get("/healthz"));
    expect(health.status).toBe(503);
    const { problems } = await health.json<{ problems: string[] }>();
    for (const name of ["TELNYX_API_KEY", "TELNYX_PUBLIC_KEY", "TELNYX_CONNECTION_IDS"]) {
      expect(problems.some((problem) => problem.startsWith(`${name} is missing. `))).toBe(true);
    }
    const webhook = await sendBare(get("/telnyx/webhooks", { method: "POST", body: "{}" }));
    expect(webhook.status).toBe(503);
  });

  it("is healthy once it has them", async () => {
    const { publicKey } = await makeSigner();
    const health = await send(get("/healthz"), settings(publicKey));
    expect([health.status, await health.json()]).toMatchObject([200, { takesCalls: true, problems: [] }]);
  });

  it.each([
    ["GET", "/telnyx/webhooks", 405],
    ["GET", "/", 404],
    ["GET", "/api/parked", 503],
  ])("answers %s %s with %i", async (method, path, status) => {
    const { publicKey } = await makeSigner();
    expect((await send(get(path, { method }), settings(publicKey))).status).toBe(status);
    expect(await countObjects()).toBe(0);
  });

  it.each([
    ["/audio/ringback.wav", 96_044],
    ["/audio/ringback.wav?country=GB", 48_044],
    ["/audio/hold.wav", 192_044],
  ])("plays %s", async (path, bytes) => {
    const sound = await sendBare(get(path));
    expect([sound.status, sound.headers.get("content-type")]).toEqual([200, "audio/wav"]);
    expect((await sound.arrayBuffer()).byteLength).toBe(bytes);
    const head = await sendBare(get(path, { method: "HEAD" }));
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes)]);
  });

  it("opens /api to the token alone", async () => {
    const { publicKey } = await makeSigner();
    const API_TOKEN = "0123456789abcdef0123456789abcdef";
    const ask = (token: string) =>
      send(
        get("/api/calls/unknown", { headers: { authorization: `Bearer ${token}` } }),
        settings(publicKey, { API_TOKEN }),
      );
    expect((await ask(`${API_TOKEN}x`)).status).toBe(401);
    expect((await ask(API_TOKEN)).status).toBe(404);
  });
});
