/**
 * Says whether a webhook comes from Telnyx: Ed25519 over the bytes of `<telnyx-timestamp>|<raw body>`
 * (developers.telnyx.com, "Webhook fundamentals"). The time is an argument; the body is bytes, never text that was
 * decoded and encoded again. What is refused says with what evidence; only the log may repeat that, not the answer.
 */

/** The tolerance of Telnyx's own verifiers. It bounds how long a captured webhook can be sent again. */
const TOLERANCE_MS = 300_000;
/** Unix seconds until the year 2286; refuses what `Number` would wave through: spaces, exponents, lists, milliseconds. */
const TIMESTAMP_SHAPE = /^\d{10}$/;
/** 64 bytes in base64: 86 digits and `==`, the last digit with four spare bits that must be zero. */
const SIGNATURE_SHAPE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

export type SignatureFailure =
  | { readonly reason: "timestamp-missing" }
  | { readonly reason: "timestamp-malformed"; readonly length: number }
  | { readonly reason: "timestamp-stale"; readonly skewMs: number }
  | { readonly reason: "signature-missing" }
  | { readonly reason: "signature-malformed"; readonly length: number }
  | { readonly reason: "signature-mismatch"; readonly keysTried: number };

export type Refused = { readonly ok: false; readonly failure: SignatureFailure };
/** `key` is the index of the key that matched: a rotation is over when it is never the old one any more. */
export type Verified = { readonly ok: true; readonly key: number };

export type SignatureHeaders = { readonly timestamp: string | null; readonly signature: string | null };
export type Signed = SignatureHeaders & {
  readonly raw: Uint8Array;
  readonly keys: readonly Uint8Array[];
  readonly nowMs: number;
};

/** What can be refused before a byte of the body was read: most scanners end here. */
export function checkHeaders(headers: SignatureHeaders, nowMs: number): Refused | { readonly ok: true } {
  const { timestamp, signature } = headers;
  if (timestamp === null) return refuse({ reason: "timestamp-missing" });
  if (!TIMESTAMP_SHAPE.test(timestamp)) return refuse({ reason: "timestamp-malformed", length: timestamp.length });
  if (signature === null) return refuse({ reason: "signature-missing" });
  if (!SIGNATURE_SHAPE.test(signature)) return refuse({ reason: "signature-malformed", length: signature.length });
  const skewMs = nowMs - Number(timestamp) * 1000;
  if (Math.abs(skewMs) > TOLERANCE_MS) return refuse({ reason: "timestamp-stale", skewMs });
  return { ok: true };
}

export async function verify(signed: Signed): Promise<Verified | Refused> {
  const checked = checkHeaders(signed, signed.nowMs);
  if (!checked.ok) return checked;
  const signature = Uint8Array.from(atob(signed.signature ?? ""), (character) => character.charCodeAt(0));
  const message = join(new TextEncoder().encode(`${signed.timestamp}|`), signed.raw);
  for (const [index, bytes] of signed.keys.entries()) {
    const key = await importKey(bytes);
    if (await crypto.subtle.verify("Ed25519", key, signature, message)) return { ok: true, key: index };
  }
  return refuse({ reason: "signature-mismatch", keysTried: signed.keys.length });
}

/** Kept once imported. Not the promise: on Workers, one request must not wait for what another has begun. */
const imported = new WeakMap<Uint8Array, CryptoKey>();

async function importKey(bytes: Uint8Array): Promise<CryptoKey> {
  const known = imported.get(bytes);
  if (known) return known;
  const key = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
  imported.set(bytes, key);
  return key;
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

function refuse(failure: SignatureFailure): Refused {
  return { ok: false, failure };
}
