/** What the door lets in on the real runtime. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { countObjects, makeSigner, sendWebhook, signed } from "../worker/support/real-worker.ts";
import { encode, webhook } from "../worker/support/webhooks.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

// The end of a call that nobody knows: it needs an object, and no command of ours.
const hangup = (call_session_id: string) =>
  encode(webhook("call.hangup", { call_session_id, hangup_source: "caller" }));

describe("a webhook that Telnyx signed", () => {
  it("is at its object when it is acknowledged, each call at one of its own", async () => {
    const telnyx = await makeSigner();
    for (const [session, objects] of [
      ["call-1", 1],
      ["call-2", 2],
      ["call-1", 2],
    ] as const) {
      const body = hangup(session);
      expect(await sendWebhook(body, await signed(telnyx, body), telnyx.publicKey)).toBe(200);
      expect(await countObjects("CALLS")).toBe(objects);
    }
  });

  it("is taken under the second of two keys", async () => {
    const [telnyx, stranger] = await Promise.all([makeSigner(), makeSigner()]);
    const body = hangup("call-3");
    expect(await sendWebhook(body, await signed(telnyx, body), `${stranger.publicKey},${telnyx.publicKey}`)).toBe(200);
  });

  it("may have exactly 256 KB", async () => {
    const telnyx = await makeSigner();
    const padded = new Uint8Array(256 * 1024).fill(32);
    padded.set(hangup("call-4"));
    expect(await sendWebhook(padded, await signed(telnyx, padded), telnyx.publicKey)).toBe(200);
  });
});
