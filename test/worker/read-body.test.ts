import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkBodyHeaders, readBody } from "../../worker/read-body.ts";

const CAP = 256 * 1024;

type Sender = { readonly request: Request; readonly taken: () => number; readonly cancelled: () => boolean };

/** Sends chunks as they are asked for; after the last one it closes, breaks off or just stays. */
function sender(chunks: readonly Uint8Array[], then: "close" | "break off" | "stay" = "close"): Sender {
  let taken = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[taken];
      if (chunk) {
        taken += 1;
        controller.enqueue(chunk);
      } else if (then === "close") controller.close();
      else if (then === "break off") controller.error(new Error("gone"));
      else return new Promise(() => {});
    },
    cancel() {
      cancelled = true;
    },
  });
  // Node wants to be told that a streamed body is sent in one direction only.
  const init = { method: "POST", body, duplex: "half" };
  return { request: new Request("https://x.example/", init), taken: () => taken, cancelled: () => cancelled };
}

const kilobyte = (n: number) => new Uint8Array(1024).fill(n);

describe("a body", () => {
  it("is read as the bytes it is, in however many pieces", async () => {
    const { request } = sender([Uint8Array.of(0xef, 0xbb), Uint8Array.of(), Uint8Array.of(0xbf, 0xff, 0)]);
    expect(await readBody(request)).toEqual({ ok: true, bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0) });
  });

  it("may be empty or absent", async () => {
    expect(await readBody(sender([]).request)).toEqual({ ok: true, bytes: new Uint8Array() });
    expect(await readBody(new Request("https://x.example/"))).toEqual({ ok: true, bytes: new Uint8Array() });
  });

  it("may have exactly 256 KB", async () => {
    const result = await readBody(sender(Array.from({ length: 256 }, (_, n) => kilobyte(n))).request);
    expect(result.ok && result.bytes.length).toBe(CAP);
    expect(result.ok && [result.bytes[0], result.bytes[CAP - 1]]).toEqual([0, 255]);
  });

  it("is not read any further than 256 KB, whatever its length was said to be", async () => {
    const { request, taken, cancelled } = sender(Array.from({ length: 10_000 }, () => kilobyte(1)));
    const failure = { reason: "body-too-large", atLeastBytes: CAP + 1024 };
    expect(await readBody(request)).toEqual({ ok: false, failure });
    expect(taken()).toBeLessThan(260);
    expect(cancelled()).toBe(true);
  });

  it("that breaks off is no body", async () => {
    const { request } = sender([kilobyte(1)], "break off");
    expect(await readBody(request)).toEqual({ ok: false, failure: { reason: "body-broken-off" } });
  });
});

describe("a body that comes too slowly", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is waited for for two seconds and not longer", async () => {
    const { request, cancelled } = sender([kilobyte(1)], "stay");
    const result = readBody(request);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(cancelled()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toEqual({ ok: false, failure: { reason: "body-too-slow", budgetMs: 2_000 } });
    expect(cancelled()).toBe(true);
  });

  it("leaves no timer behind when it came in time", async () => {
    await readBody(sender([kilobyte(1)]).request);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the headers of a body", () => {
  it.each([
    ["application/json", true],
    ["application/json; charset=utf-8", true],
    ["Application/JSON", true],
    ["application/cloudevents+json", true],
    [null, true],
    ["text/plain", false],
    ["application/x-www-form-urlencoded", false],
    ["application/jsonp", false],
    ["text/html, application/json", false],
    ["", false],
  ])("with the content type %j are fit: %s", (type, ok) => {
    const result = checkBodyHeaders(new Headers(type === null ? {} : { "content-type": type }));
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.failure).toEqual({ reason: "content-type-not-json" });
  });

  it.each([
    ["0", true],
    [String(CAP), true],
    ["nonsense", true],
    [String(CAP + 1), false],
    ["10485760", false],
  ])("with the length %s are fit: %s", (length, ok) => {
    expect(checkBodyHeaders(new Headers({ "content-length": length })).ok).toBe(ok);
  });
});
