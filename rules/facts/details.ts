/** Who a caller is and where to call them, and what they said besides. */
import type { Question } from "../call/state.ts";
import type { E164 } from "../ids.ts";
import { findName } from "./names/find-name.ts";
import { LEADS_TO_NUMBER, type NameWord, nameWords } from "./names/name-words.ts";
import { asSpelled, takeSpelling } from "./names/spelling.ts";
import { findNumber, type NumberFound } from "./numbers.ts";

export type DetailsRead = {
  readonly name: string | null;
  readonly number: E164 | null;
  /** What is left for the reason, as said; null when nothing is. */
  readonly rest: string | null;
};

/** A turn is a few sentences; whoever talks longer has said who they are before that. */
const LOOKED_AT = 2_000;

/** `asking` is the question the caller heard last; `country` is the business's. Never throws. */
export function readDetails(text: string, asking: Question | null, country: string): DetailsRead {
  const heard = text.slice(0, LOOKED_AT);
  const number = findNumber(heard, country);
  const { words, spelled } = takeSpelling(nameWords(heard, number));
  const name = findName(words, asking === "name" || asking === "name-and-number");
  const left = words.filter((_, at) => name === null || at < name.from || at > name.to);
  return {
    name: name === null ? null : asSpelled(name.name, spelled),
    number: number?.number ?? null,
    rest: restOf(left, number, heard, asking),
  };
}

/** Say nothing by themselves. "This number" answers where to call, and is known from the call. */
const EMPTY = new Set(
  (
    "uh um er erm ah oh hm hmm mhm well so and yes yeah yep yup no nope sure ok okay right alright hi hello hey please thanks " +
    "thank you bye goodbye sorry what pardon huh its it is my the a name number this same one calling from im i that thats good " +
    "great fine just here speaking there are me at on call back reach can you"
  ).split(" "),
);

function restOf(
  left: readonly NameWord[],
  number: NumberFound | null,
  text: string,
  asking: Question | null,
): string | null {
  const kept = number === null ? left : withoutLeadIn(left, number);
  const isNumberAsked = asking === "number" || asking === "name-and-number";
  const tells = kept.some(
    (word) => !EMPTY.has(word.key) && !(word.isNumber && (isNumberAsked || hasOnlyNumbers(kept))),
  );
  if (!tells) return null;
  const start = kept.findIndex(({ key }) => !LEADING.has(key));
  return pieces(kept.slice(Math.max(0, start)), text);
}

/** Dropped before a reason that follows a name or a "yes". */
const LEADING = new Set("uh um er erm ah oh well so and yes yeah yep yup ok okay hi hello hey".split(" "));

/** Keys that were pressed and digits of a number that did not come out whole tell no reason. */
function hasOnlyNumbers(words: readonly NameWord[]): boolean {
  return words.every(({ isNumber, key }) => isNumber || EMPTY.has(key));
}

function withoutLeadIn(words: readonly NameWord[], number: NumberFound): NameWord[] {
  const after = words.findIndex(({ from }) => from >= number.to);
  let end = after === -1 ? words.length : after;
  const rest = words.slice(end);
  while (end > 0 && LEADS_TO_NUMBER.has(words[end - 1]?.key ?? "")) end -= 1;
  return [...words.slice(0, end), ...rest];
}

/** The text of the words that are left, with the marks between those that stood together. */
function pieces(words: readonly NameWord[], text: string): string {
  const joined = words.reduce((said, word, at) => {
    const before = words[at - 1];
    if (before === undefined) return word.text;
    const between = text.slice(before.to, word.from);
    return said + (/[\p{L}\d]/u.test(between) ? " " : between) + word.text;
  }, "");
  return joined.replace(/\s+/g, " ").trim();
}
