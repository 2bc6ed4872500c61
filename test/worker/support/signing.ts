/** Signs webhooks as Telnyx does, with `node:crypto` and therefore without a line of the product's own verifier. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";

/** The DER of a PKCS#8 Ed25519 key up to its 32 bytes of seed (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

export type Signer = {
  /** As TELNYX_PUBLIC_KEY holds it. */
  readonly publicKey: string;
  readonly keyBytes: Uint8Array;
  /** Base64 of the signature over `<timestamp>|<raw>`. */
  sign(timestamp: string, raw: Uint8Array | string): string;
};

export function signerFrom(seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const keyBytes = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32));
  return {
    publicKey: Buffer.from(keyBytes).toString("base64"),
    keyBytes,
    sign: (timestamp, raw) =>
      Buffer.from(sign(null, Buffer.concat([Buffer.from(`${timestamp}|`), Buffer.from(raw)]), key)).toString("base64"),
  };
}

export const telnyx = signerFrom(new Uint8Array(32).fill(7));
export const stranger = signerFrom(new Uint8Array(32).fill(8));
