/** The only source of chance in the simulator: xoshiro128** by Blackman and Vigna, seeded through splitmix32. */
export class Random {
  readonly #s: [number, number, number, number];

  constructor(seed: number) {
    let z = seed >>> 0;
    const mix = (): number => {
      z = (z + 0x9e3779b9) >>> 0;
      let x = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
      return (x ^ (x >>> 15)) >>> 0;
    };
    this.#s = [mix(), mix(), mix(), mix()];
  }

  /** 0 to 2³² - 1. */
  word(): number {
    const s = this.#s;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** 0 (inclusive) to 1 (exclusive). */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** Draws even when the answer is certain, so that turning one knob does not shift the draws of the others. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.word().toString(16).padStart(8, "0")).join("");
    const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Letters, digits, `-` and `_`, as in Telnyx's opaque ids. */
  token(length: number): string {
    return Array.from({ length }, () => TOKEN[this.between(0, TOKEN.length - 1)]).join("");
  }
}

const TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
