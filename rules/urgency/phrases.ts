/**
 * Finding phrases in words. A phrase is written as a person would say it, with a few signs:
 *
 *   `quit|died`   either word                       `..`       up to three words between
 *   `@heat`       any word of that list             `#>=88`    a number, spoken or written (also `#<=45`)
 *   `^` and `$`   the turn begins or ends here      `!water`   the next word does not directly follow this one
 *
 * Words are compared by their stems, at word boundaries, and small words ("the", "is", "just") between them are passed
 * over. A phrase never reaches across the end of a clause.
 */
import { stem } from "./stem.ts";
import { type Token, tokenise } from "./tokens.ts";

export type WordLists = Readonly<Record<string, string>>;

/** Where a phrase was found: first and last token, both included. */
export type Found<T> = { readonly value: T; readonly from: number; readonly to: number };

export type PhraseIndex<T> = {
  readonly byFirst: ReadonlyMap<string, readonly Compiled<T>[]>;
  readonly byNumber: readonly Compiled<T>[];
};

type Compiled<T> = {
  readonly value: T;
  readonly steps: readonly Step[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
};
type Step = {
  readonly matches: ReadonlySet<string> | ((n: number) => boolean);
  readonly gap: number;
  readonly notAfter: ReadonlySet<string>;
  /** The phrase itself has a clause's end here ("fire and smoke"), so speech may have one too. */
  readonly mayBreak: boolean;
};

/** Longest stretch of words that `..` passes over: more than that, and they no longer belong together. */
const GAP = 3;

/** Say nothing about what is wrong, so they may stand anywhere inside a phrase. */
const SMALL = new Set(
  "a an the my our your his her their this that these just really very so like uh um er ah well actually please some any all is are am be been being was were has have had do does did will would to of kind sort literally basically currently completely totally".split(
    " ",
  ),
);
export const isSmall = (word: string): boolean => SMALL.has(word);

/** Compiles what we wrote. A line without any word in it is a bug. */
export function compile<T>(lines: readonly (readonly [line: string, value: T])[], lists: WordLists): PhraseIndex<T> {
  return indexOf(lines.map(([line, value]) => ({ value, ...compileLine(line, lists) })));
}

/** Compiles what an owner wrote: plain words, no signs. A phrase of small words alone never matches. */
export function compilePlain<T>(phrases: readonly (readonly [phrase: string, value: T])[]): PhraseIndex<T> {
  const compiled = phrases.flatMap(([phrase, value]) => {
    const steps: Step[] = [];
    let mayBreak = false;
    for (const token of tokenise([phrase])) {
      mayBreak ||= token.afterBreak;
      if (isSmall(token.word)) continue;
      steps.push({ matches: new Set([token.stem]), gap: 0, notAfter: new Set(), mayBreak });
      mayBreak = false;
    }
    return steps.length === 0 ? [] : [{ value, steps, atStart: false, atEnd: false }];
  });
  return indexOf(compiled);
}

/** Every phrase that begins at any word. Linear: each word is tried only against the phrases that begin with it. */
export function find<T>(tokens: readonly Token[], index: PhraseIndex<T>): Found<T>[] {
  const found: Found<T>[] = [];
  tokens.forEach((token, from) => {
    const candidates = index.byFirst.get(token.stem) ?? [];
    const all = token.number === null ? candidates : [...candidates, ...index.byNumber];
    for (const phrase of all) {
      const to = matchFrom(tokens, from, phrase);
      if (to !== null) found.push({ value: phrase.value, from, to });
    }
  });
  return found;
}

function matchFrom<T>(tokens: readonly Token[], from: number, phrase: Compiled<T>): number | null {
  if (phrase.atStart && previousTelling(tokens, from) !== null) return null;
  let at = from;
  for (const [n, step] of phrase.steps.entries()) {
    if (n === 0) {
      if (!stepMatches(tokens, at, step)) return null;
      continue;
    }
    const next = nextMatch(tokens, at, step);
    if (next === null) return null;
    at = next;
  }
  if (phrase.atEnd && nextTelling(tokens, at) !== null) return null;
  return at;
}

function nextMatch(tokens: readonly Token[], after: number, step: Step): number | null {
  let passed = 0;
  for (let at = after + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.turn !== tokens[after]?.turn) return null;
    if (token.afterBreak && !step.mayBreak) return null;
    if (stepMatches(tokens, at, step)) return at;
    if (isSmall(token.word)) continue;
    passed += 1;
    if (passed > step.gap) return null;
  }
  return null;
}

function stepMatches(tokens: readonly Token[], at: number, step: Step): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (typeof step.matches === "function") return token.number !== null && step.matches(token.number);
  if (!step.matches.has(token.stem)) return false;
  if (step.notAfter.size === 0) return true;
  const before = tokens[at - 1];
  return before === undefined || token.afterBreak || !step.notAfter.has(before.stem);
}

/** The nearest word of the same turn that is not a small one, or null. */
function previousTelling(tokens: readonly Token[], at: number): Token | null {
  for (let i = at - 1; i >= 0 && tokens[i]?.turn === tokens[at]?.turn; i--) {
    const token = tokens[i];
    if (token && !isSmall(token.word)) return token;
  }
  return null;
}

function nextTelling(tokens: readonly Token[], at: number): Token | null {
  for (let i = at + 1; i < tokens.length && tokens[i]?.turn === tokens[at]?.turn; i++) {
    const token = tokens[i];
    if (token && !isSmall(token.word)) return token;
  }
  return null;
}

function compileLine(line: string, lists: WordLists): Omit<Compiled<never>, "value"> {
  const steps: Step[] = [];
  let gap = 0;
  let notAfter: ReadonlySet<string> = new Set();
  const parts = line.split(" ");
  for (const part of parts) {
    if (part === "^" || part === "$") continue;
    if (part === "..") gap = GAP;
    else if (part.startsWith("!")) notAfter = stems(part.slice(1), lists);
    else {
      steps.push({ matches: numberTest(part) ?? stems(part, lists), gap, notAfter, mayBreak: false });
      gap = 0;
      notAfter = new Set();
    }
  }
  if (steps.length === 0) throw new Error(`The phrase "${line}" has no word in it.`);
  return { steps, atStart: parts[0] === "^", atEnd: parts.at(-1) === "$" };
}

function numberTest(part: string): ((n: number) => boolean) | null {
  const [, sign, digits] = /^#([<>])=(\d+)$/.exec(part) ?? [];
  if (digits === undefined) return null;
  const limit = Number(digits);
  return sign === "<" ? (n) => n <= limit : (n) => n >= limit;
}

function stems(part: string, lists: WordLists): ReadonlySet<string> {
  const words = part.split("|").flatMap((word) => {
    if (!word.startsWith("@")) return [word];
    const list = lists[word.slice(1)];
    if (list === undefined) throw new Error(`The list ${word} is used in "${part}" and written nowhere.`);
    return list.split(" ");
  });
  return new Set(words.map(stem));
}

function indexOf<T>(phrases: readonly Compiled<T>[]): PhraseIndex<T> {
  const byFirst = new Map<string, Compiled<T>[]>();
  const byNumber: Compiled<T>[] = [];
  for (const phrase of phrases) {
    const first = phrase.steps[0]?.matches;
    if (typeof first === "function") byNumber.push(phrase);
    else for (const word of first ?? []) listAt(byFirst, word).push(phrase);
  }
  return { byFirst, byNumber };
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
