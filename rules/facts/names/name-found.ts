/** A name among words. */
import type { NameWord } from "./name-words.ts";

/** First and last word, both included; what announced the name belongs to it. */
export type NameFound = { readonly name: string; readonly from: number; readonly to: number };

/** "maria told me to call": the name is someone else's. */
const OTHERS = new Set("told said says gave referred is was has did does recommended sent here's s".split(" "));

export function isAnothers(words: readonly NameWord[], end: number): boolean {
  const next = words[end + 1];
  return next !== undefined && !next.afterBreak && OTHERS.has(next.key);
}
