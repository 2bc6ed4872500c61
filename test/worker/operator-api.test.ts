import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParkedRow } from "../../durable-objects/protocol.ts";
import { callId, effectId } from "../../rules/ids.ts";
import { route } from "../../worker/routes.ts";
import { type Fake, fakeDesk, fakeEnv, fakeObjects, RULEBOOK, TOKEN } from "./support/fakes.ts";

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
function ask(fake: Fake, path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return route(new Request(`https://worker.example${path}`, { headers, ...init }), fake.env, ctx);
}

/** A desk for each business, by name. */
function withDesks(documents: Readonly<Record<string, string>>) {
  const desks = new Map<string, ReturnType<typeof fakeDesk>>();
  const desk = (name: string) => {
    const known = desks.get(name) ?? fakeDesk();
    desks.set(name, known);
    return known;
  };
  const fake = fakeEnv({ DESKS: fakeObjects((name) => desk(name)) }, documents);
  return { fake, desk };
}

const parked = (id: string, parkedAt: number): ParkedRow => ({
  id: effectId(callId(id), 3),
  kind: "record",
  parkedAt,
  attempts: 9,
  lastError: "http-500",
});

describe("the API", () => {
  it.each([
    ["without a token", {}, 401, "token-missing"],
    ["with another token", { authorization: `Bearer ${"f".repeat(32)}` }, 401, "token-wrong"],
    ["with the beginning of the token", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401, "token-wrong"],
    ["with the token and more", { authorization: `Bearer ${TOKEN}0` }, 401, "token-wrong"],
    ["with an empty token", { authorization: "Bearer " }, 401, "token-missing"],
    ["with a password", { authorization: `Basic ${btoa(`api:${TOKEN}`)}` }, 401, "token-missing"],
  ])("lets nobody in %s", async (_, headers, status, error) => {
    for (const [method, path] of [
      ["GET", "/api/calls/x"],
      ["GET", "/api/parked"],
      ["POST", "/api/parked/x:1/replay"],
    ]) {
      const fake = fakeEnv();
      const response = await ask(fake, path ?? "", { method: method ?? "", headers });
      expect(response.status).toBe(status);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.json()).toMatchObject({ error });
      expect([fake.sessions.opened, fake.desks.opened, fake.kv.reads]).toEqual([[], [], []]);
    }
  });

  it.each([undefined, "", "too short"])(
    "is closed while API_TOKEN is %j, and says which setting opens it",
    async (token) => {
      const response = await ask(fakeEnv({ API_TOKEN: token }), "/api/parked");
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: "api-closed", text: expect.stringContaining("API_TOKEN") });
    },
  );

  it("is closed as well while the Worker is not configured", async () => {
    expect((await ask(fakeEnv({ TELNYX_PUBLIC_KEY: "" }), "/api/parked")).status).toBe(503);
  });
});

describe("GET /api/calls/:id", () => {
  it("shows what the call's object says", async () => {
    const fake = fakeEnv();
    const view = { call: null, rulebook: null, transcript: [], log: [], pending: [] };
    // A whole call would only be noise here: it is passed on as it is.
    fake.session.view.mockResolvedValue(view as never);
    const response = await ask(fake, "/api/calls/b0e6141e-c81c-11f0-abac-02420aef93a0");
    expect([response.status, await response.json()]).toEqual([200, view]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(fake.sessions.opened).toEqual(["b0e6141e-c81c-11f0-abac-02420aef93a0"]);
  });

  it.each(["unknown", "%20", "%ff", "a%0ab", "x".repeat(201)])("is 404 for %s", async (id) => {
    const response = await ask(fakeEnv(), `/api/calls/${id}`);
    expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ error: "no-such-call" })]);
  });
});

describe("GET /api/parked", () => {
  it("lists what lies at every desk, the oldest first", async () => {
    const { fake, desk } = withDesks({ "rulebook:a": RULEBOOK, "rulebook:b": RULEBOOK });
    desk("desk:a").parked.mockResolvedValue([parked("c1", 200)]);
    desk("desk:b").parked.mockResolvedValue([parked("c2", 100), parked("c3", 300)]);
    const rows = await (await ask(fake, "/api/parked")).json();
    expect(rows).toEqual([
      { business: "b", ...parked("c2", 100) },
      { business: "a", ...parked("c1", 200) },
      { business: "b", ...parked("c3", 300) },
    ]);
  });

  it("lists what lies at one desk", async () => {
    const { fake, desk } = withDesks({ "rulebook:a": RULEBOOK, "rulebook:b": RULEBOOK });
    desk("desk:a").parked.mockResolvedValue([parked("c1", 200)]);
    expect(await (await ask(fake, "/api/parked?business=b")).json()).toEqual([]);
    expect(desk("desk:a").parked).not.toHaveBeenCalled();
  });
});

describe("POST /api/parked/:id/replay", () => {
  it("sends the effect again from the desk where it lies", async () => {
    const { fake, desk } = withDesks({ "rulebook:a": RULEBOOK, "rulebook:b": RULEBOOK });
    desk("desk:b").replay.mockResolvedValue(true);
    const response = await ask(fake, "/api/parked/call-1:7/replay", { method: "POST" });
    expect([response.status, await response.json()]).toEqual([200, { replayed: "call-1:7", business: "b" }]);
    expect(desk("desk:b").replay).toHaveBeenCalledWith("call-1:7");
  });

  it("understands an id that was escaped for the address", async () => {
    const { fake, desk } = withDesks({});
    const id = "alert/lone-star/bypass/490000:0";
    await ask(fake, `/api/parked/${encodeURIComponent(id)}/replay?business=x`, { method: "POST" });
    expect(desk("desk:x").replay).toHaveBeenCalledWith(id);
  });

  it.each(["call-1:7", "nonsense", "call-1:", ":7", "call-1:x"])(
    "is 404 where nothing of the id %s is parked",
    async (id) => {
      const response = await ask(fakeEnv(), `/api/parked/${id}/replay`, { method: "POST" });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: "no-such-parked-effect" });
    },
  );
});
