/**
 * Finding phrases in words: by stems, at word boundaries, passing over small words, never across the end of a clause or over a "not" that the phrase does not name.
 * Each word is tried only against the phrases that begin with it, so the work grows with the text and not with the
 * number of phrases.
 */

import { isNegating } from "./negating.ts";
import { isSmall, type Phrase, type Step } from "./phrase.ts";
import type { Token } from "./tokens.ts";

/** First and last token of what was found, both included. */
export type Found<T> = { readonly value: T; readonly from: number; readonly to: number };

export type PhraseIndex<T> = {
  readonly byFirst: ReadonlyMap<string, readonly Phrase<T>[]>;
  readonly byNumber: readonly Phrase<T>[];
};

export function indexPhrases<T>(phrases: readonly Phrase<T>[]): PhraseIndex<T> {
  const byFirst = new Map<string, Phrase<T>[]>();
  const byNumber: Phrase<T>[] = [];
  for (const phrase of phrases) {
    const first = phrase.steps[0]?.matches;
    if (typeof first === "function") byNumber.push(phrase);
    else for (const word of first ?? []) listAt(byFirst, word).push(phrase);
  }
  return { byFirst, byNumber };
}

/** In the order in which they begin. */
export function find<T>(tokens: readonly Token[], index: PhraseIndex<T>): Found<T>[] {
  return tokens.flatMap((token, from) => {
    const beginning = [
      ...(index.byFirst.get(token.stem) ?? []),
      ...(index.byFirst.get(`=${token.word}`) ?? []),
      ...(token.number === null ? [] : index.byNumber),
    ];
    return beginning.flatMap((phrase) => {
      const to = matchFrom(tokens, from, phrase);
      return to === null ? [] : [{ value: phrase.value, from, to }];
    });
  });
}

function matchFrom<T>(tokens: readonly Token[], from: number, phrase: Phrase<T>): number | null {
  const [first, ...rest] = phrase.steps;
  if (first === undefined || !stepMatches(tokens, from, first)) return null;
  if (phrase.atStart && !beginsClause(tokens, from)) return null;
  let at = from;
  for (const step of rest) {
    const next = nextMatch(tokens, at, step);
    if (next === null) return null;
    at = next;
  }
  if (phrase.atEnd && !endsClause(tokens, at)) return null;
  const after = tokens[at + 1];
  return after !== undefined && !after.afterBreak && phrase.notBefore.has(after.stem) ? null : at;
}

function nextMatch(tokens: readonly Token[], after: number, step: Step): number | null {
  let passed = 0;
  for (let at = after + 1; ; at++) {
    const token = tokens[at];
    if (token === undefined || token.turn !== tokens[after]?.turn) return null;
    if (token.afterBreak && !step.mayBreak) return null;
    if (stepMatches(tokens, at, step)) return at;
    if (isSmall(token.word)) continue;
    passed += 1;
    if (passed > step.gap || isNegating(token.word)) return null;
  }
}

function stepMatches(tokens: readonly Token[], at: number, { matches, notAfter }: Step): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (typeof matches === "function") return token.number !== null && matches(token.number);
  if (!matches.has(token.stem) && !matches.has(`=${token.word}`)) return false;
  const before = tokens[at - 1];
  return token.afterBreak || before === undefined || !notAfter.has(before.stem);
}

/** Only small words stand between here and the clause's beginning. */
function beginsClause(tokens: readonly Token[], at: number): boolean {
  for (let i = at; ; i--) {
    if (tokens[i]?.afterBreak !== false) return true;
    const before = tokens[i - 1];
    if (before === undefined || !isSmall(before.word)) return before === undefined;
  }
}

/** Only small words stand between here and the clause's end. */
function endsClause(tokens: readonly Token[], at: number): boolean {
  for (let i = at + 1; ; i++) {
    const token = tokens[i];
    if (token === undefined || token.afterBreak) return true;
    if (!isSmall(token.word)) return false;
  }
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
