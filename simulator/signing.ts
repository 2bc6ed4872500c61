/** Signs webhooks as Telnyx does: Ed25519 over `<unix seconds>|<body>`, both in headers of the delivery. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export type Signer = {
  /** Base64 of the 32 raw bytes, as the portal shows it. */
  readonly publicKey: string;
  /** All headers of a delivery. `timestampSeconds` is real time, whatever the simulated clock says. */
  sign(body: string, timestampSeconds: number): Record<string, string>;
};

/** What stands before the 32 secret bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A new key each time, or the one that 32 given bytes make. */
export function createSigner(secret?: Uint8Array): Signer {
  const privateKey = secret === undefined ? generateKeyPairSync("ed25519").privateKey : keyOf(secret);
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  return {
    publicKey: Buffer.from(x ?? "", "base64url").toString("base64"),
    sign(body, timestampSeconds) {
      const signature = Buffer.from(sign(null, Buffer.from(`${timestampSeconds}|${body}`), privateKey));
      return {
        "content-type": "application/json",
        "user-agent": "telnyx-webhooks",
        "telnyx-signature-ed25519": signature.toString("base64"),
        "telnyx-timestamp": String(timestampSeconds),
      };
    },
  };
}

function keyOf(secret: Uint8Array): KeyObject {
  if (secret.length !== 32) throw new RangeError(`An Ed25519 key is made from 32 bytes, not from ${secret.length}.`);
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: "der", type: "pkcs8" });
}
