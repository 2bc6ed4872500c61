/**
 * How a phrase is written, and what it is compiled to. It is written as a person would say it, with a few signs:
 *
 *   `quit|died`   either word                       `..`       up to three words between
 *   `@heat`       any word of that list             `#>=88`    a number, spoken or written (also `#<=45`)
 *   `^` and `$`   the clause begins or ends here    `!water`   the next word does not directly follow this one
 *   `=fixed`      this very form of the word, where every form of it would say too much
 *   `!tools` at the end: the phrase is not directly followed by this word
 */
import { stem } from "./stem.ts";
import { tokenise } from "./tokens.ts";

export type WordLists = Readonly<Record<string, string>>;

export type Phrase<T> = {
  readonly value: T;
  readonly steps: readonly Step[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly notBefore: ReadonlySet<string>;
};

export type Step = {
  /** Stems, and very forms with a `=` before them. */
  readonly matches: ReadonlySet<string> | NumberTest;
  /** How many telling words may stand between this step and the one before. */
  readonly gap: number;
  readonly notAfter: ReadonlySet<string>;
  /** The phrase itself has a clause's end here ("fire and smoke"), so speech may have one too. */
  readonly mayBreak: boolean;
};
export type NumberTest = (n: number) => boolean;

/** The longest stretch that `..` passes over: after more words than that, they no longer belong together. */
const GAP = 3;

/** Say nothing about what is wrong, so they may stand anywhere inside a phrase. */
const SMALL = new Set(
  (
    "a an the my our your his her their this that these of to kind sort just really very so like uh um er ah well " +
    "actually please some any all is are am be been being was were has have had do does did will would " +
    "literally basically currently completely totally"
  ).split(" "),
);
export const isSmall = (word: string): boolean => SMALL.has(word);

const ARTICLES = new Set("a an the my our your his her their this that these of to".split(" "));

const NONE: ReadonlySet<string> = new Set();

/** Throws on a line without words or with a list that is written nowhere: both are mistakes in our own tables. */
export function phrase<T>(line: string, lists: WordLists, value: T): Phrase<T> {
  const parts = line.split(" ");
  const steps: Step[] = [];
  let gap = 0;
  let notAfter = NONE;
  for (const part of parts) {
    if (part === "^" || part === "$") continue;
    if (part === "..") gap = GAP;
    else if (part.startsWith("!")) notAfter = choices(part.slice(1), lists);
    else {
      steps.push({ matches: numberTest(part) ?? choices(part, lists), gap, notAfter, mayBreak: false });
      gap = 0;
      notAfter = NONE;
    }
  }
  if (steps.length === 0) throw new Error(`The phrase "${line}" has no word in it.`);
  return { value, steps, atStart: parts[0] === "^", atEnd: parts.at(-1) === "$", notBefore: notAfter };
}

/**
 * What an owner wrote: plain words, no signs. Small words in it are passed over as they are in speech, unless it has no
 * others ("will", to a law firm). Null for a phrase of articles alone, which would match anything.
 */
export function plainPhrase<T>(text: string, value: T): Phrase<T> | null {
  const tokens = tokenise([text]);
  const isOnlySmall = tokens.every(({ word }) => isSmall(word));
  const steps: Step[] = [];
  let mayBreak = false;
  for (const token of tokens) {
    mayBreak ||= token.afterBreak;
    if (isOnlySmall ? ARTICLES.has(token.word) : isSmall(token.word)) continue;
    steps.push({ matches: new Set([token.stem]), gap: 0, notAfter: NONE, mayBreak });
    mayBreak = false;
  }
  return steps.length === 0 ? null : { value, steps, atStart: false, atEnd: false, notBefore: NONE };
}

function numberTest(part: string): NumberTest | null {
  const [, sign, digits] = /^#([<>])=(\d+)$/.exec(part) ?? [];
  if (digits === undefined) return null;
  const limit = Number(digits);
  return sign === "<" ? (n) => n <= limit : (n) => n >= limit;
}

function choices(part: string, lists: WordLists): ReadonlySet<string> {
  return new Set(
    part.split("|").flatMap((word) => {
      if (word.startsWith("#")) throw new Error(`A number has to stand alone, and does not in "${part}".`);
      if (word.startsWith("=")) return [word];
      if (!word.startsWith("@")) return [stemOf(word)];
      const list = lists[word.slice(1)];
      if (list === undefined) throw new Error(`The list ${word} is used in "${part}" and written nowhere.`);
      return list.split(" ").map(stemOf);
    }),
  );
}

/** As speech is read, so that "two" in a phrase meets "2". */
function stemOf(word: string): string {
  const [only, ...more] = tokenise([word]);
  return only !== undefined && more.length === 0 ? only.stem : stem(word);
}
