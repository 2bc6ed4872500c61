/**
 * Reads the Ed25519 public keys that webhooks are checked against, and refuses those that cannot be Telnyx's.
 *
 * A point of small order (RFC 8032 §5.1, cofactor 8) is worse than a typing error: WebCrypto accepts it, and under some
 * of them one fixed signature is valid for every body. All eight, in each of their encodings, have one of five `y`.
 * A `y` that is on no point of the curve verifies nothing, so every genuine webhook would look like a forgery.
 */
const KEY_BYTES = 32;
/** 32 bytes in base64: 43 digits and one `=`, the last digit with two spare bits that must be zero. */
const KEY_SHAPE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** The field of the curve, and its constant d = -121665/121666 (RFC 8032 §5.1). */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
/** `y` of the four points of order 8 is this one or its negative. */
const Y_OF_ORDER_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;
const SMALL_ORDER_Y = new Set([0n, 1n, P - 1n, Y_OF_ORDER_8, P - Y_OF_ORDER_8]);

export type KeyProblem = "not-32-bytes-of-base64" | "small-order" | "not-on-curve";
export type ReadKey =
  | { readonly ok: true; readonly key: Uint8Array }
  | { readonly ok: false; readonly problem: KeyProblem };

export function readPublicKey(text: string): ReadKey {
  if (!KEY_SHAPE.test(text)) return { ok: false, problem: "not-32-bytes-of-base64" };
  const key = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const y = readY(key);
  if (SMALL_ORDER_Y.has(y)) return { ok: false, problem: "small-order" };
  if (!isOnCurve(y)) return { ok: false, problem: "not-on-curve" };
  return { ok: true, key };
}

/** Little-endian, without the sign of x, reduced: encodings of y + p name the same point. */
function readY(key: Uint8Array): bigint {
  let y = 0n;
  for (let i = KEY_BYTES - 1; i >= 0; i -= 1) y = (y << 8n) | BigInt(key[i] ?? 0);
  return (y & (2n ** 255n - 1n)) % P;
}

/** x² = (y² - 1) / (d·y² + 1) has a root exactly when numerator times denominator is a square (Euler's criterion). */
function isOnCurve(y: bigint): boolean {
  const squared = (y * y) % P;
  const product = ((squared - 1n + P) * (D * squared + 1n)) % P;
  return power(product, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if (rest & 1n) result = (result * square) % P;
  }
  return result;
}
