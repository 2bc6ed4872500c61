/** A name said by itself, because it was asked for. */

import { AMBIGUOUS_NAMES } from "./given-names.ts";
import type { NameFound } from "./name-found.ts";
import {
  couldBeName,
  isGivenName,
  LEADS_TO_NUMBER,
  type NameWord,
  nameEnd,
  STARTS_A_STATEMENT,
  TITLES,
  titleCased,
} from "./name-words.ts";

/** Said before the name itself when one is asked for it. */
const BEFORE_A_BARE_NAME = new Set(
  "uh um er erm ah oh well so yes yeah yep sure ok okay hi hello hey right alright its it is thats that and".split(" "),
);
const AFTER_A_BARE_NAME = new Set("please thanks thank you speaking here maam sir".split(" "));
const LONGEST_BARE_NAME = 3;
/** Shorter ones are states, sounds and letters. */
const SHORTEST_UNKNOWN_NAME = 3;

/** A reply that is nothing but one to three words that could be a name, or a known name that begins a part of the reply. */
export function bareName(words: readonly NameWord[]): NameFound | null {
  return (
    partsOf(words)
      .map(({ from, to }) => bareNameWithin(words, from, to))
      .find((found) => found !== null) ?? null
  );
}

function bareNameWithin(words: readonly NameWord[], from: number, to: number): NameFound | null {
  let start = from;
  while (start <= to && BEFORE_A_BARE_NAME.has(words[start]?.key ?? "")) start += 1;
  const titled = TITLES.has(words[start]?.key ?? "");
  const first = titled ? start + 1 : start;
  const word = words[first];
  if (word === undefined || first > to) return null;
  const end = nameEnd(words, first);
  let last = to;
  while (last > end && AFTER_A_BARE_NAME.has(words[last]?.key ?? "")) last -= 1;
  const isAlone = end === last && end - first < LONGEST_BARE_NAME;
  const next = words[end + 1];
  const isWhole = words.every(({ key }, at) => (at >= start && at <= end) || isLeadIn(key));
  const goesOn = next === undefined || next.afterBreak || next.isNumber || STARTS_A_STATEMENT.has(next.key);
  const isName = isGivenName(word.key)
    ? isAlone || (goesOn && (!AMBIGUOUS_NAMES.has(word.key) || end > first))
    : couldBeName(word) && isAlone && isWhole && (titled || end > first || word.key.length >= SHORTEST_UNKNOWN_NAME);
  if (!isName) return null;
  return { name: titleCased(words.slice(start, end + 1)), from, to: end };
}

function isLeadIn(key: string): boolean {
  return BEFORE_A_BARE_NAME.has(key) || AFTER_A_BARE_NAME.has(key) || LEADS_TO_NUMBER.has(key);
}

/** Stretches between the text's marks, its number counted as one. */
function partsOf(words: readonly NameWord[]): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  words.forEach((word, at) => {
    const part = parts.at(-1);
    if (part === undefined || word.afterBreak) parts.push({ from: at, to: at });
    else part.to = at;
  });
  return parts;
}
