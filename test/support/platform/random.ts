/** Seeded randomness: the same seed gives the same world, and a fork for one concern does not move the others. */
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
  const next = sfc32(hash(`${seed}`));
  const random: Random = {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    fork: (label) => createRandom(`${seed}/${label}`),
  };
  return random;
}

/** Chris Doty-Humphrey's small fast counting generator: 128 bits of state, passes PractRand, needs no BigInt. */
function sfc32(seed: readonly [number, number, number]): () => number {
  let [a, b, c] = seed;
  let counter = 1;
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds only differ after the state has been mixed.
  for (let i = 0; i < 12; i++) step();
  return step;
}

/** FNV-1a over three offsets; only needs to spread. */
function hash(text: string): [number, number, number] {
  const one = (offset: number) => {
    let h = offset;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return h | 0;
  };
  return [one(0x811c9dc5), one(0x050c5d1f), one(0x2f3a91c7)];
}
