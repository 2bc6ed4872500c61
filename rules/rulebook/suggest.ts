/** "Did you mean": the candidate nearest to what was written, or null when none is near enough to be helpful. */
export function suggest(written: string, candidates: Iterable<string>): string | null {
  const word = normalise(written);
  let best: string | null = null;
  // A third of the letters wrong is still a slip; more, or all of them, is another word.
  let bestDistance = Math.min(word.length, Math.max(1, Math.floor(word.length / 3)) + 1);
  let longer: string | null = null;
  for (const candidate of candidates) {
    const name = normalise(candidate);
    const distance = editDistance(word, name);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    if (longer === null && word.length >= 4 && name.startsWith(word)) longer = candidate;
  }
  return best ?? longer;
}

/** As a sentence to append to a hint. */
export function didYouMean(written: string, candidates: Iterable<string>): string | null {
  const near = suggest(written, candidates);
  return near === null ? null : `Did you mean "${near}"?`;
}

/** Longer words are cut: the distance costs their product. */
const LONGEST_COMPARED = 64;

const normalise = (word: string): string =>
  word
    .slice(0, LONGEST_COMPARED)
    .toLowerCase()
    .replace(/[\s_-]+/g, "-");

/** Letters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      current.push(least);
    }
    [before, above] = [above, current];
  }
  return above[b.length] ?? 0;
}
