import { describe, expect, it } from "vitest";
import { readPublicKey } from "../../worker/public-keys.ts";
import { telnyx } from "./support/signing.ts";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * invert(121666n));
type Point = readonly [x: bigint, y: bigint];

/** The curve's own arithmetic (RFC 8032 §5.1), to find the points of small order instead of listing them. */
function modulo(n: bigint): bigint {
  return ((n % P) + P) % P;
}
function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power(base, exponent / 2n);
  return modulo(half * half * (exponent % 2n === 1n ? base : 1n));
}
function invert(n: bigint): bigint {
  return power(modulo(n), P - 2n);
}
function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const k = modulo(D * x1 * x2 * y1 * y2);
  return [modulo((x1 * y2 + x2 * y1) * invert(1n + k)), modulo((y1 * y2 + x1 * x2) * invert(1n - k))];
}
function multiply(times: bigint, point: Point): Point {
  let sum: Point = [0n, 1n];
  for (let rest = times, doubled = point; rest > 0n; rest /= 2n, doubled = add(doubled, doubled)) {
    if (rest % 2n === 1n) sum = add(sum, doubled);
  }
  return sum;
}
/** The point with this y, or null where there is none. */
function lift(y: bigint): Point | null {
  const square = modulo((y * y - 1n) * invert(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (modulo(x * x) !== square) x = modulo(x * power(2n, (P - 1n) / 4n));
  return modulo(x * x) === square ? [x, y] : null;
}
function encode(y: bigint, sign: bigint): string {
  const whole = y | (sign << 255n);
  return Buffer.from(whole.toString(16).padStart(64, "0"), "hex").reverse().toString("base64");
}

/** Any point times the order of the main group has an order of 1, 2, 4 or 8. */
function findSmallOrder(): Map<string, Point> {
  const found = new Map<string, Point>();
  for (let y = 2n; found.size < 8; y += 1n) {
    const point = lift(y);
    if (!point) continue;
    for (const sign of [1n, -1n]) {
      const small = multiply(ORDER, [modulo(sign * point[0]), point[1]]);
      found.set(encode(small[1], small[0] & 1n), small);
    }
  }
  return found;
}

const smallOrder = findSmallOrder();

describe("a public key", () => {
  it("as Telnyx shows it is read", () => {
    expect(readPublicKey(telnyx.publicKey)).toEqual({ ok: true, key: telnyx.keyBytes });
  });

  it("that is one of the eight points of small order is refused", () => {
    expect(smallOrder.size).toBe(8);
    for (const [text, point] of smallOrder) {
      expect(multiply(8n, point)).toEqual([0n, 1n]);
      expect(readPublicKey(text)).toEqual({ ok: false, problem: "small-order" });
    }
  });

  it.each([
    ["p, for 0", P, 0n],
    ["p + 1, for 1", P + 1n, 0n],
    ["p, for 0, with the sign set", P, 1n],
    ["p + 1, for 1, with the sign set", P + 1n, 1n],
    ["1, with the sign set although x is 0", 1n, 1n],
    ["-1, with the sign set although x is 0", P - 1n, 1n],
  ])("that names a point of small order by another encoding is refused: y is %s", (_, y, sign) => {
    expect(readPublicKey(encode(y, sign))).toEqual({ ok: false, problem: "small-order" });
  });

  it("that is on no point of the curve is refused, and others are not", () => {
    for (let y = 2n; y < 40n; y += 1n) expect(readPublicKey(encode(y, 0n)).ok).toBe(lift(y) !== null);
  });

  it.each([
    ["nothing", ""],
    ["31 bytes", Buffer.alloc(31, 5).toString("base64")],
    ["33 bytes", Buffer.alloc(33, 5).toString("base64")],
    ["hexadecimal", Buffer.from(telnyx.keyBytes).toString("hex")],
    ["a PEM", `-----BEGIN PUBLIC KEY-----\n${telnyx.publicKey}`],
    ["the URL alphabet", `${"-".repeat(43)}=`],
    ["no padding", telnyx.publicKey.slice(0, -1)],
    ["the name of the setting", "TELNYX_PUBLIC_KEY"],
  ])("that is %s is refused", (_, text) => {
    expect(readPublicKey(text)).toEqual({ ok: false, problem: "not-32-bytes-of-base64" });
  });
});
