/** The words that say no. */
const NEGATING = new Set(["not", "no", "never", "without", "nothing", "nobody", "none"]);

export const isNegating = (word: string): boolean => NEGATING.has(word);
