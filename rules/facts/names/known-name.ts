/** A known name that stands where callers put theirs without announcing it. */

import { AMBIGUOUS_NAMES } from "./given-names.ts";
import type { NameFound } from "./name-found.ts";
import { isGivenName, type NameWord, nameEnd, STARTS_A_STATEMENT, titleCased } from "./name-words.ts";

/** Names before which these stand are those of others: "call maria at 817…", "my wife denise". */
const FOR_OTHERS = new Set(
  (
    "call ask asked asking for to with from by and or at on in my wife husband son daughter mother father mom dad boss " +
    "partner neighbor neighbour tenant landlord brother sister friend tech guy named called mister mr mrs dr text contact"
  ).split(" "),
);

/** "… joy petersen 612 555 0174", or the number and then the name: a known name next to the caller's own number. */
export function nameByNumber(words: readonly NameWord[]): NameFound | null {
  for (const [at, word] of words.entries()) {
    if (!isGivenName(word.key)) continue;
    const end = nameEnd(words, at);
    const isPair = end > at;
    const before = words[at - 1];
    const isFree = word.afterBreak || before === undefined || !FOR_OTHERS.has(before.key);
    const isBelievable = isPair || !AMBIGUOUS_NAMES.has(word.key);
    const isLastWord = words[end]?.byNumber === "before" || (word.byNumber === "after" && words[end + 1] === undefined);
    if (isFree && isBelievable && isLastWord) return { name: titleCased(words.slice(at, end + 1)), from: at, to: end };
  }
  return null;
}

const GREETINGS = new Set("hi hello hey hiya yeah yes uh um well good morning afternoon evening".split(" "));
/** "alma reyes i got your quote", "darrell here": a known name that opens the turn. A single one is often a greeting. */
export function openingName(words: readonly NameWord[]): NameFound | null {
  const at = words.findIndex(({ key }) => !GREETINGS.has(key));
  const word = words[at];
  if (word === undefined || !isGivenName(word.key) || AMBIGUOUS_NAMES.has(word.key)) return null;
  const end = nameEnd(words, at);
  const next = words[end + 1];
  const speaks = next !== undefined && (next.key === "here" || next.key === "speaking" || next.key === "calling");
  const opens = end > at && next !== undefined && STARTS_A_STATEMENT.has(next.key);
  if (!(speaks || opens)) return null;
  return { name: titleCased(words.slice(at, end + 1)), from: at, to: speaks ? end + 1 : end };
}
