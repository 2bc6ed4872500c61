import { describe, expect, it } from "vitest";
import { checkHeaders, type Signed, verify } from "../../worker/telnyx-signature.ts";
import { stranger, telnyx } from "./support/signing.ts";

const NOW_MS = 1_763_178_600_000;
const TIMESTAMP = "1763178600";
const BODY = new TextEncoder().encode('{"data":{"event_type":"call.initiated","id":"e1"}}');

function signed(over: Partial<Signed> = {}): Signed {
  const signature = telnyx.sign(TIMESTAMP, BODY);
  return { timestamp: TIMESTAMP, signature, raw: BODY, keys: [telnyx.keyBytes], nowMs: NOW_MS, ...over };
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

describe("a webhook's signature", () => {
  // Made from RFC 8032's first test key by an implementation of §5.1 in plain integers, with no library.
  const RFC_KEY = Buffer.from("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "base64");
  it.each([
    [
      '{"data":{"event_type":"call.initiated"}}',
      "zckfRqPuZ8IaDKW6eLDydSI7wTYUWjVOhD5rtuQfxn7N1hhFqdAGJQWjfBHYjNtl6r1dE48sVJPMoIjB9eObDQ==",
    ],
    [
      '{"text":"café ⚡ no heat"}',
      "Dl0nuXyrqap2g/X+RVrzorowKjfPfnKkNEs4tllKYU4o6Z0ODAV72sQnr0Ug+relaMnqMjwfulEzGmgpZJwKDw==",
    ],
    ["", "UceusorGsgr12rkKr+jROjBJCPKgAiKuKZrsrKixY7vurUk2Css7yX+DKaX47ukyuADKTwQkDPdSzXZw//PMDA=="],
  ])("is accepted as the standard makes it: %j", async (body, signature) => {
    const raw = new TextEncoder().encode(body);
    expect(await verify(signed({ signature, raw, keys: [new Uint8Array(RFC_KEY)] }))).toEqual({ ok: true, key: 0 });
  });

  it("is accepted under any of several keys, and says which one it was", async () => {
    const keys = [stranger.keyBytes, telnyx.keyBytes];
    expect(await verify(signed({ keys }))).toEqual({ ok: true, key: 1 });
  });

  it("of another account is refused, with the number of keys that were tried", async () => {
    const signature = stranger.sign(TIMESTAMP, BODY);
    const failure = { reason: "signature-mismatch", keysTried: 1 };
    expect(await verify(signed({ signature }))).toEqual({ ok: false, failure });
  });

  it("is refused with no key at all", async () => {
    expect(await verify(signed({ keys: [] }))).toMatchObject({ failure: { reason: "signature-mismatch" } });
  });

  it.each(Array.from({ length: 16 }, (_, n) => Math.floor((n * BODY.length * 8) / 16)))(
    "does not cover a body in which bit %i was flipped",
    async (bit) => {
      expect(await verify(signed({ raw: flip(BODY, bit) }))).toMatchObject({ ok: false });
    },
  );

  it.each(Array.from({ length: 32 }, (_, n) => n * 8 + (n % 7)))(
    "is refused when its own bit %i was flipped",
    async (bit) => {
      for (const half of [0, 256]) {
        const bytes = new Uint8Array(Buffer.from(telnyx.sign(TIMESTAMP, BODY), "base64"));
        const signature = Buffer.from(flip(bytes, half + bit)).toString("base64");
        expect(await verify(signed({ signature }))).toMatchObject({ failure: { reason: "signature-mismatch" } });
      }
    },
  );

  it("does not cover another timestamp", async () => {
    expect(await verify(signed({ timestamp: "1763178601" }))).toMatchObject({ ok: false });
  });

  it.each([
    ["a byte order mark before it", [0xef, 0xbb, 0xbf, ...BODY]],
    ["a line end after it", [...BODY, 0x0a]],
    ["its keys in another order", [...new TextEncoder().encode('{"data":{"id":"e1","event_type":"call.initiated"}}')]],
    ["a space more", [...new TextEncoder().encode('{"data": {"event_type":"call.initiated","id":"e1"}}')]],
  ])("covers the bytes as they came, not the same body with %s", async (_, bytes) => {
    expect(await verify(signed({ raw: Uint8Array.from(bytes) }))).toMatchObject({ ok: false });
  });
});

describe("a webhook's age", () => {
  it.each([
    [0, true],
    [299_000, true],
    [300_000, true],
    [300_001, false],
    [301_000, false],
    [-300_000, true],
    [-300_001, false],
  ])("of %i ms is within the tolerance: %s", async (skewMs, ok) => {
    const result = await verify(signed({ nowMs: NOW_MS + skewMs }));
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.failure).toEqual({ reason: "timestamp-stale", skewMs });
  });
});

describe("a webhook's headers", () => {
  it.each([
    ["", "timestamp-malformed"],
    ["abc", "timestamp-malformed"],
    ["1e9", "timestamp-malformed"],
    ["NaN", "timestamp-malformed"],
    ["Infinity", "timestamp-malformed"],
    [" 1763178600 ", "timestamp-malformed"],
    ["+763178600", "timestamp-malformed"],
    ["-763178600", "timestamp-malformed"],
    ["01763178600", "timestamp-malformed"],
    ["1763178600000", "timestamp-malformed"],
    ["1763178600.0", "timestamp-malformed"],
    ["1763178600, 1763178600", "timestamp-malformed"],
    ["1763178600\n", "timestamp-malformed"],
    ["١٧٦٣١٧٨٦٠٠", "timestamp-malformed"],
    ["0x6917f7a8", "timestamp-malformed"],
    [null, "timestamp-missing"],
  ])("are refused with the timestamp %j, even where the signature covers it", async (timestamp, reason) => {
    const signature = telnyx.sign(timestamp ?? "", BODY);
    expect(await verify(signed({ timestamp, signature }))).toMatchObject({ ok: false, failure: { reason } });
  });

  const good = telnyx.sign(TIMESTAMP, BODY);
  const bytes = (n: number) => Buffer.alloc(n, 1).toString("base64");
  it.each([
    [null, "signature-missing"],
    ["", "signature-malformed"],
    [bytes(63), "signature-malformed"],
    [bytes(65), "signature-malformed"],
    ["!".repeat(88), "signature-malformed"],
    [good.slice(0, -2), "signature-malformed"],
    [` ${good}`, "signature-malformed"],
    [`${good}, ${good}`, "signature-malformed"],
    [Buffer.from(good, "base64").toString("hex"), "signature-malformed"],
    [Buffer.from(good, "base64").toString("base64url"), "signature-malformed"],
    [`${good.slice(0, 85)}B==`, "signature-malformed"],
  ])("are refused with the signature %j, and nothing throws", async (signature, reason) => {
    expect(await verify(signed({ signature }))).toMatchObject({ ok: false, failure: { reason } });
  });

  it("can be refused before the body is there", () => {
    const signature = telnyx.sign("1", BODY);
    expect(checkHeaders({ timestamp: "1", signature }, NOW_MS)).toMatchObject({ ok: false });
    expect(checkHeaders({ timestamp: TIMESTAMP, signature }, NOW_MS)).toEqual({ ok: true });
  });
});
