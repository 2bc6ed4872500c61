/** "My name is …", "this is …", "its …". */
import { AMBIGUOUS_NAMES } from "./given-names.ts";
import type { NameFound } from "./name-found.ts";
import { couldBeName, isGivenName, type NameWord, nameEnd, TITLES, titleCased } from "./name-words.ts";

/** Of several announced, the last one wins: it corrects the others. */
export function announcedName(words: readonly NameWord[], isAsked: boolean): NameFound | null {
  return words.flatMap((_, at) => announcedAt(words, at, isAsked) ?? []).at(-1) ?? null;
}

type Announcement = {
  readonly words: readonly string[];
  /** `sure` says that a name follows; `likely` may be followed by anything, so only a known name counts after it. */
  readonly kind: "sure" | "likely";
};
/** The longest first: what stands inside another must come after it. */
const ANNOUNCEMENTS: readonly Announcement[] = (
  [
    ["sure", "my first name is|my full name is|my last name is|mi nombre es"],
    ["sure", "my name is|the name is|me llamo"],
    ["sure", "my names|the names|name is|names"],
    ["likely", "this is|it is|i am|you can call me|they call me"],
    ["likely", "its|im|soy|call me"],
  ] as const
).flatMap(([kind, lines]) => lines.split("|").map((line) => ({ kind, words: line.split(" ") })));

/** "The salon's name is …", "what is the name": without a "my" these announce the caller only where a statement begins. */
const NEEDS_BEGINNING = new Set(["name", "names", "the"]);
const BEFORE_A_BEGINNING = new Set("and so uh um yeah yes hi hello hey sure ok okay well".split(" "));

function isBeginning(words: readonly NameWord[], at: number): boolean {
  return words[at]?.afterBreak === true || BEFORE_A_BEGINNING.has(words[at - 1]?.key ?? "");
}

const FILLERS = new Set("uh um er erm ah well just".split(" "));

function announcedAt(words: readonly NameWord[], at: number, isAsked: boolean): NameFound | null {
  const announcement = ANNOUNCEMENTS.find((candidate) => matches(words, at, candidate.words));
  if (announcement === undefined) return null;
  if (NEEDS_BEGINNING.has(announcement.words[0] ?? "") && !isBeginning(words, at)) return null;
  let first = at + announcement.words.length;
  while (FILLERS.has(words[first]?.key ?? "")) first += 1;
  const titled = TITLES.has(words[first]?.key ?? "");
  const start = titled ? first + 1 : first;
  const word = words[start];
  if (word === undefined || (word.afterBreak && word.byNumber === "after")) return null;
  const end = nameEnd(words, start);
  const isSure = announcement.kind === "sure" || titled;
  const isName = isSure ? isGivenName(word.key) || couldBeName(word) : isLikelyName(words, start, end, isAsked);
  if (!isName || isAnothers(words, end)) return null;
  return { name: titleCased(words.slice(first, end + 1)), from: at, to: end };
}

/** After "its" and its like: a known name; one that is a word as well only with a surname, or when a name was asked for. */
function isLikelyName(words: readonly NameWord[], start: number, end: number, isAsked: boolean): boolean {
  const word = words[start];
  if (word === undefined) return false;
  const next = words[end + 1];
  if (isGivenName(word.key)) {
    if (!AMBIGUOUS_NAMES.has(word.key)) return true;
    return end > start || (isAsked && (next === undefined || next.afterBreak));
  }
  // "this is bao-anh tran calling about": an unknown pair that is followed as names are.
  return end > start && couldBeName(word) && next !== undefined && SPEAKS.has(next.key);
}

/** "Calling", "from the bakery": what follows a name and hardly anything else. */
const SPEAKS = new Set("calling speaking from".split(" "));

function matches(words: readonly NameWord[], at: number, keys: readonly string[]): boolean {
  return keys.every((key, n) => words[at + n]?.key === key && (n === 0 || words[at + n]?.afterBreak === false));
}

/** "maria told me to call": the name is someone else's. */
const OTHERS = new Set("told said says gave referred is was has did does recommended sent here's s".split(" "));

function isAnothers(words: readonly NameWord[], end: number): boolean {
  const next = words[end + 1];
  return next !== undefined && !next.afterBreak && OTHERS.has(next.key);
}
