import Telnyx from "telnyx";
import { describe, expect, it } from "vitest";
import { createSigner } from "../../simulator/signing.ts";

const BODY = JSON.stringify({ data: { event_type: "call.initiated", payload: { from: "+12145550199" } } });
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe("the signature of a webhook", () => {
  it("satisfies the verifier of Telnyx's own package", async () => {
    const signer = createSigner();
    const client = new Telnyx({ apiKey: "KEY", publicKey: signer.publicKey });
    const headers = signer.sign(BODY, nowSeconds());
    await expect(client.webhooks.unwrap(BODY, { headers })).resolves.toMatchObject({
      data: { event_type: "call.initiated" },
    });
  });

  it.each([
    ["another body", (headers: Record<string, string>) => ({ headers, body: `${BODY} ` })],
    [
      "another timestamp",
      (headers: Record<string, string>) => ({
        headers: { ...headers, "telnyx-timestamp": String(nowSeconds() - 1) },
        body: BODY,
      }),
    ],
    ["another key", () => ({ headers: createSigner().sign(BODY, nowSeconds()), body: BODY })],
  ])("does not cover %s", async (_, change) => {
    const signer = createSigner();
    const client = new Telnyx({ apiKey: "KEY", publicKey: signer.publicKey });
    const { headers, body } = change(signer.sign(BODY, nowSeconds()));
    await expect(client.webhooks.unwrap(body, { headers })).rejects.toThrow();
  });

  it("comes in the headers that Telnyx sends", () => {
    expect(createSigner().sign(BODY, 1_753_722_025)).toEqual({
      "content-type": "application/json",
      "user-agent": "telnyx-webhooks",
      "telnyx-signature-ed25519": expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
      "telnyx-timestamp": "1753722025",
    });
  });

  it("is made with the key of the given 32 bytes: the second test vector of RFC 8032", () => {
    const hex = (text: string) => Buffer.from(text, "hex");
    const signer = createSigner(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    expect(Buffer.from(signer.publicKey, "base64")).toEqual(
      hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
    );
    expect(() => createSigner(hex("00"))).toThrow("32 bytes");
  });
});
