/** Against two verifiers that are not ours: `node:crypto`, and the one that Telnyx ships in its SDK. */
import { createPublicKey, verify as verifyWithNode } from "node:crypto";
import fc from "fast-check";
import { TelnyxWebhook } from "telnyx/lib/webhooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verify } from "../../worker/telnyx-signature.ts";
import { type Signer, signerFrom } from "./support/signing.ts";

const NOW_S = 1_763_178_600;
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

type Case = { timestamp: string; signature: string; raw: Uint8Array; keyBytes: Uint8Array };

function node({ timestamp, signature, raw, keyBytes }: Case): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI, keyBytes]), format: "der", type: "spki" });
  return verifyWithNode(
    null,
    Buffer.concat([Buffer.from(`${timestamp}|`), raw]),
    key,
    Buffer.from(signature, "base64"),
  );
}

async function vendor({ timestamp, signature, raw, keyBytes }: Case): Promise<boolean> {
  const headers = { "telnyx-timestamp": timestamp, "telnyx-signature-ed25519": signature };
  try {
    await new TelnyxWebhook(keyBytes).verify(new TextDecoder().decode(raw), headers);
    return true;
  } catch {
    return false;
  }
}

async function ours({ timestamp, signature, raw, keyBytes }: Case): Promise<boolean> {
  return (await verify({ timestamp, signature, raw, keys: [keyBytes], nowMs: NOW_S * 1000 })).ok;
}

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const text = fc.oneof(
  fc.json(),
  fc.string({ unit: "grapheme", maxLength: 400 }).filter((body) => !body.startsWith("\ufeff")),
);
const signer: fc.Arbitrary<Signer> = seed.map(signerFrom);

/** A genuine case, and then perhaps one thing about it that is not. */
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    signer,
    other: signer,
    body: text,
    otherBody: text,
    age: fc.integer({ min: -320, max: 320 }),
    spoil: fc.constantFrom("nothing", "nothing", "body", "key", "timestamp", "signature"),
    bit: fc.nat(511),
  })
  .map(({ signer, other, body, otherBody, age, spoil, bit }) => {
    const timestamp = String(NOW_S + age);
    const signature = Buffer.from(signer.sign(timestamp, body), "base64");
    if (spoil === "signature") signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return {
      timestamp: spoil === "timestamp" ? String(NOW_S + age + 1) : timestamp,
      signature: signature.toString("base64"),
      raw: new TextEncoder().encode(spoil === "body" ? otherBody : body),
      keyBytes: spoil === "key" ? other.keyBytes : signer.keyBytes,
    };
  });

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW_S * 1000 });
});
afterAll(() => {
  vi.useRealTimers();
});

describe("our verifier", () => {
  it("says what node:crypto says, and refuses what is too old or too new", async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (given) => {
        const fresh = Math.abs(NOW_S - Number(given.timestamp)) <= 300;
        expect(await ours(given)).toBe(fresh && node(given));
      }),
      { numRuns: 400 },
    );
  });

  it("says what the vendor's verifier says", async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (given) => {
        expect(await ours(given)).toBe(await vendor(given));
      }),
      { numRuns: 400 },
    );
  });

  it("never throws, and never accepts, for headers of any kind", async () => {
    const { keyBytes } = signerFrom(new Uint8Array(32));
    const header = fc.option(
      fc.oneof(fc.string(), fc.base64String(), fc.integer().map(String), fc.double().map(String)),
    );
    await fc.assert(
      fc.asyncProperty(header, header, fc.uint8Array(), async (timestamp, signature, raw) => {
        const result = await verify({ timestamp, signature, raw, keys: [keyBytes], nowMs: NOW_S * 1000 });
        expect(result.ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("where the vendor's verifier is laxer, ours is not", () => {
  const { sign, keyBytes } = signerFrom(new Uint8Array(32).fill(3));

  it.each(["01763178600", "0000001763178600"])(
    "the timestamp %s, which is no Unix time as Telnyx writes it",
    async (timestamp) => {
      const given = { timestamp, signature: sign(timestamp, "{}"), raw: new TextEncoder().encode("{}"), keyBytes };
      expect(await vendor(given)).toBe(true);
      expect(await ours(given)).toBe(false);
    },
  );

  it("bytes that are no UTF-8, which become other bytes once they were text", async () => {
    const raw = Uint8Array.from([0x22, 0xff, 0x22]);
    const asText = new TextEncoder().encode(new TextDecoder().decode(raw));
    const timestamp = String(NOW_S);
    const given = { timestamp, signature: sign(timestamp, asText), raw, keyBytes };
    expect(await vendor(given)).toBe(true);
    expect(await ours(given)).toBe(false);
  });

  it.each(["", "NaN", "abc", "1e9"])(
    "and both refuse the timestamp %j, on which a comparison alone would fail open",
    async (timestamp) => {
      const given = { timestamp, signature: sign(timestamp, "{}"), raw: new TextEncoder().encode("{}"), keyBytes };
      expect([await vendor(given), await ours(given)]).toEqual([false, false]);
    },
  );
});
