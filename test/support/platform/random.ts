/** Seeded randomness: the same seed gives the same world, and a fork for one concern does not move the others. */
import { Random as Generator } from "../../../simulator/random.ts";

export type Random = {
  /** In [0, 1). */
  next(): number;
  /** An integer in [from, to]. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A stream of its own, determined by this one's seed and the label alone. */
  fork(label: string): Random;
};

export function createRandom(seed: number | string): Random {
  const generator = new Generator(hash(`${seed}`));
  return {
    next: () => generator.fraction(),
    between: (from, to) => generator.between(from, to),
    chance: (probability) => generator.chance(probability),
    pick: (list) => list[generator.between(0, list.length - 1)] ?? list[0],
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** FNV-1a; only needs to spread. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
