import { APIError } from "telnyx";
import { describe, expect, it } from "vitest";
import { boundedFetch, TimedOut } from "../../durable-objects/delivery/bounded-fetch.ts";
import { telnyxClient } from "../../durable-objects/delivery/telnyx-client.ts";
import type { Fetch } from "../../durable-objects/ports.ts";

/** Time that a test moves by hand. */
function timers() {
  const waiting: { run: () => void; ms: number }[] = [];
  return {
    waiting,
    setTimeout(run: () => void, ms: number) {
      const timer = { run, ms };
      waiting.push(timer);
      return () => void waiting.splice(waiting.indexOf(timer), 1);
    },
  };
}
const clientWith = (fetch: Fetch, time = timers()) =>
  telnyxClient({ apiKey: "KEY", baseUrl: "https://api.telnyx.com/v2" }, { fetch, setTimeout: time.setTimeout });
const hangup = (fetch: Fetch, time = timers()) => clientWith(fetch, time).calls.actions.hangup("v3:x", {});
const endless = () =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(120)),
  });

describe("the client", () => {
  it("tries once, whatever comes back", async () => {
    for (const status of [429, 500, 503]) {
      let tries = 0;
      const answer = hangup(async () => {
        tries += 1;
        return new Response("{}", { status, headers: { "x-should-retry": "true", "retry-after": "0" } });
      });
      await expect(answer).rejects.toBeInstanceOf(APIError);
      expect(tries).toBe(1);
    }
  });

  it("gives a try up after 1.5 s, also when the network does not listen to being given up", async () => {
    const time = timers();
    const answer = hangup(() => new Promise<Response>(() => {}), time);
    await new Promise((resolve) => setImmediate(resolve));
    expect(time.waiting.map(({ ms }) => ms)).toEqual([1_500]);
    time.waiting[0]?.run();
    await expect(answer).rejects.toThrow();
  });

  it("gives a try up when the body never ends", async () => {
    const time = timers();
    const stuck = new ReadableStream({ pull: () => new Promise<void>(() => {}) });
    const answer = hangup(async () => new Response(stuck), time);
    await new Promise((resolve) => setImmediate(resolve));
    time.waiting[0]?.run();
    await expect(answer).rejects.toThrow();
  });

  it("leaves no timer behind when it is answered", async () => {
    const time = timers();
    await hangup(async () => Response.json({ data: {} }), time);
    expect(time.waiting).toEqual([]);
  });

  it.each([
    ["a page of HTML", new Response("<html>maintenance</html>", { headers: { "content-type": "text/html" } })],
    ["JSON that was cut off", new Response('{"data": {"res', { headers: { "content-type": "application/json" } })],
    ["nothing", new Response("", { headers: { "content-type": "application/json" } })],
    ["JSON that is no object", new Response("17")],
    ["something without an end", new Response(endless())],
  ])("takes a 200 with %s for a 200", async (_, response) => {
    await expect(hangup(async () => response)).resolves.toBeDefined();
  });

  it("takes an error with a page of HTML by its status", async () => {
    const answer = hangup(async () => new Response("<html>".repeat(1_000_000), { status: 502 }));
    await expect(answer).rejects.toMatchObject({ status: 502 });
  });

  it("follows nothing", async () => {
    const seen: (string | undefined)[] = [];
    const answer = hangup(async (_, init) => {
      seen.push(init?.redirect);
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } });
    });
    await expect(answer).rejects.toMatchObject({ status: 302 });
    expect(seen).toEqual(["manual"]);
  });

  it("logs nothing", async () => {
    const spoken: unknown[] = [];
    const { warn, error, log, info, debug } = console;
    const note = (...parts: unknown[]) => void spoken.push(parts);
    Object.assign(console, { warn: note, error: note, log: note, info: note, debug: note });
    try {
      await hangup(async () => new Response("{}", { status: 500 })).catch(() => undefined);
    } finally {
      Object.assign(console, { warn, error, log, info, debug });
    }
    expect(spoken).toEqual([]);
  });
});

describe("a bounded fetch", () => {
  it("reads no more than it may, and keeps status and headers", async () => {
    const time = timers();
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000).fill(97));
      },
    });
    const inner = async () => new Response(body, { status: 201, headers: { "x-kept": "yes" } });
    const response = await boundedFetch(
      { fetch: inner, setTimeout: time.setTimeout },
      { timeoutMs: 1, maxBytes: 2_500 },
    )("https://a.example");
    expect(await response.text()).toBe("a".repeat(2_500));
    expect([response.status, response.headers.get("x-kept")]).toEqual([201, "yes"]);
    expect(pulled).toBeLessThan(6);
  });

  it("says that it was time that ran out", async () => {
    const time = timers();
    const answer = boundedFetch(
      { fetch: () => new Promise<Response>(() => {}), setTimeout: time.setTimeout },
      { timeoutMs: 5, maxBytes: 1 },
    )("https://a.example");
    time.waiting[0]?.run();
    await expect(answer).rejects.toBeInstanceOf(TimedOut);
  });

  it.each([204, 304])("copies a %i, which has no body", async (status) => {
    const inner = async () => new Response(null, { status });
    const response = await boundedFetch(
      { fetch: inner, setTimeout: timers().setTimeout },
      { timeoutMs: 1, maxBytes: 1 },
    )("https://a.example");
    expect(response.status).toBe(status);
  });
});
