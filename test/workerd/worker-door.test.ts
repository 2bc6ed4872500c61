/** What the door keeps out on the real runtime: its WebCrypto, its streams, and no object that was touched. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  countObjects,
  makeSigner,
  nowS,
  type RealSigner,
  sendWebhook,
  signed,
  toBase64,
} from "../worker/support/real-worker.ts";
import { encode, webhook } from "../worker/support/webhooks.ts";

const HANGUP = encode(webhook("call.hangup", { hangup_cause: "originator_cancel" }));

let telnyx: RealSigner;
let stranger: RealSigner;
beforeAll(async () => {
  [telnyx, stranger] = await Promise.all([makeSigner(), makeSigner()]);
});
beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(await countObjects()).toBe(0);
});

const statusOf = (body: BodyInit, headers: HeadersInit, publicKey = telnyx.publicKey) =>
  sendWebhook(body, headers, publicKey);

describe("a forgery on workerd", () => {
  it("is refused, whichever part of it is forged", async () => {
    const good = await signed(telnyx, HANGUP);
    const flipped = HANGUP.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
    const later = { ...good, "telnyx-timestamp": String(nowS() + 1) };
    const attempts: [BodyInit, HeadersInit][] = [
      [flipped, good],
      [HANGUP, later],
      [HANGUP, await signed(stranger, HANGUP)],
      [HANGUP, { "content-type": "application/json" }],
      [HANGUP, await signed(telnyx, HANGUP, String(nowS() - 301))],
      [HANGUP, await signed(telnyx, HANGUP, String(nowS() + 302))],
      [HANGUP, await signed(telnyx, HANGUP, "abc")],
    ];
    for (const [body, headers] of attempts) expect(await statusOf(body, headers)).toBe(401);
  });

  it.each([
    ["empty", ""],
    ["of 63 bytes", toBase64(new Uint8Array(63).fill(1))],
    ["of 65 bytes", toBase64(new Uint8Array(65).fill(1))],
    ["that is no base64", "*".repeat(88)],
    ["in URL base64", `${"-_".repeat(43)}==`],
  ])("with a signature %s is refused, although this runtime's own functions throw on it", async (_, signature) => {
    const headers = { ...(await signed(telnyx, HANGUP)), "telnyx-signature-ed25519": signature };
    expect(await statusOf(HANGUP, headers)).toBe(401);
  });

  it("by a header that was sent twice is refused", async () => {
    const headers = new Headers(await signed(telnyx, HANGUP));
    headers.append("telnyx-timestamp", String(nowS()));
    expect(headers.get("telnyx-timestamp")).toContain(", ");
    expect(await statusOf(HANGUP, headers)).toBe(401);
  });

  it("that a placeholder key would let through is not even judged: the Worker says that it is broken", async () => {
    const neutral = Uint8Array.of(1, ...new Array<number>(31).fill(0));
    const forged = Uint8Array.of(...neutral, ...new Array<number>(32).fill(0));
    const key = await crypto.subtle.importKey("raw", neutral, { name: "Ed25519" }, false, ["verify"]);
    expect(await crypto.subtle.verify("Ed25519", key, forged, HANGUP)).toBe(true);
    const headers = { ...(await signed(telnyx, HANGUP)), "telnyx-signature-ed25519": toBase64(forged) };
    expect(await statusOf(HANGUP, headers, toBase64(neutral))).toBe(503);
  });
});

describe("a body on workerd", () => {
  const megabyte = new Uint8Array(1024 * 1024).fill(32);

  it("of a megabyte is refused by what it declares", async () => {
    expect(await statusOf(megabyte, await signed(telnyx, megabyte))).toBe(413);
  });

  it("of a megabyte that declares nothing is refused while it is read", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const pump = async () => {
      for (let sent = 0; sent < megabyte.length; sent += 16_384) await writer.write(megabyte.slice(0, 16_384));
    };
    // The reader leaves, and the writer is told so.
    const pumped = pump().catch(() => "left");
    expect(await statusOf(readable, await signed(telnyx, megabyte))).toBe(413);
    expect(await pumped).toBe("left");
  });

  it("that is deep and not ours to know is acknowledged", async () => {
    const deep = encode(`{"data":${"[".repeat(60_000)}${"]".repeat(60_000)}}`);
    expect(await statusOf(deep, await signed(telnyx, deep))).toBe(200);
  });
});
