/** Words as names are read from them: which could be part of a name, and how a name is written. */
import type { NumberFound } from "../numbers.ts";
import { COMMON_WORDS, SURNAMES_TOO } from "./common-words.ts";
import { GIVEN_NAMES } from "./given-names.ts";

export type NameWord = {
  /** As printed. */
  readonly text: string;
  /** Lower case, without apostrophes and accents. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** A pause, a mark or the caller's number stands before it, or the text begins. */
  readonly afterBreak: boolean;
  /** The caller's number stands directly before or after it. */
  readonly byNumber: "before" | "after" | null;
  readonly isNumber: boolean;
};

const NUMBER_WORDS = new Set(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple treble oh"
  ).split(" "),
);

/** The words of a text without its number. */
export function nameWords(text: string, number: NumberFound | null): NameWord[] {
  const words: NameWord[] = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d+/gu)) {
    const from = match.index;
    const to = from + match[0].length;
    if (number !== null && from >= number.from && to <= number.to) continue;
    const between = text.slice(end, from);
    const passedNumber = number !== null && end <= number.from && from >= number.to;
    const last = words.at(-1);
    if (passedNumber && last !== undefined) words[words.length - 1] = { ...last, byNumber: "before" };
    const key = keyOf(match[0]);
    words.push({
      text: match[0],
      key,
      from,
      to,
      afterBreak: end === 0 || passedNumber || (/[.,;:!?\n]/.test(between) && !endsInTitle(last, between)),
      byNumber: passedNumber ? "after" : null,
      isNumber: /^\d/.test(key) || NUMBER_WORDS.has(key),
    });
    end = to;
  }
  const last = words.at(-1);
  if (number !== null && last !== undefined && last.to <= number.from) {
    words[words.length - 1] = { ...last, byNumber: "before" };
  }
  return words;
}

export const TITLES: ReadonlySet<string> = new Set("mr mrs ms miss dr doctor".split(" "));

/** "Mrs. Hargrove": that full stop ends nothing. */
function endsInTitle(last: NameWord | undefined, between: string): boolean {
  return last !== undefined && TITLES.has(last.key) && between.trim() === ".";
}

function keyOf(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase();
}

export const isGivenName = (key: string): boolean => GIVEN_NAMES.has(key);

/** Endings of verbs and adverbs, which recognisers print where a surname could stand, and the surnames that have them. */
const WORD_ENDING = /(?:ing|ed|ly|tion|ment|ness|able|ful)$/;
const NAMES_WITH_ENDING = new Set(
  (
    "fleming browning manning golding harding keating hastings king ring ming ping ling ding ahmed mohammed muhammed " +
    "saeed rasheed hamed reed sneed tweed creed kelly reilly connolly connelly donnelly kennelly daly healy ely " +
    "beasley clement klement"
  ).split(" "),
);

/** A word that nothing but a name explains. */
export function couldBeName({ key, isNumber }: NameWord): boolean {
  if (isNumber || key.length < 2 || COMMON_WORDS.has(key)) return false;
  // "lockss" and "theres": a plural or a verb of an everyday word is one too.
  if (key.endsWith("s") && COMMON_WORDS.has(key.slice(0, -1))) return SURNAMES_TOO.has(key);
  return !WORD_ENDING.test(key) || NAMES_WITH_ENDING.has(key);
}

/** Words between given name and surname that are no name by themselves: "de la cruz", "van dyke". */
const PARTICLES = new Set("de la del di da van von der den bin ben al el st mac mc dos du le".split(" "));
const LONGEST_NAME = 4;

/**
 * How far a name reaches that begins at `at`, which is taken for a given name or a surname: the index of its last word.
 * A surname that is an everyday word counts only after a known given name, and where nothing else is said after it.
 */
export function nameEnd(words: readonly NameWord[], at: number): number {
  let end = at;
  let surnames = 0;
  const isGiven = isGivenName(words[at]?.key ?? "");
  for (let next = at + 1; next < words.length && next - at < LONGEST_NAME && surnames < 2; next++) {
    const word = words[next];
    if (word === undefined || word.afterBreak) break;
    if (PARTICLES.has(word.key) && words[next + 1]?.afterBreak === false) continue;
    if (couldBeName(word) || (surnames === 0 && isGiven && isEverydaySurname(words, next))) {
      end = next;
      surnames += 1;
    } else break;
  }
  return end;
}

function isEverydaySurname(words: readonly NameWord[], at: number): boolean {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined || !SURNAMES_TOO.has(word.key)) return false;
  return next === undefined || next.afterBreak || next.isNumber || STARTS_A_STATEMENT.has(next.key);
}

/** After a name, these begin what the caller wants. */
export const STARTS_A_STATEMENT: ReadonlySet<string> = new Set(
  "i im ive id we weve were my our and calling from over with at here im looking wanting again speaking its it the theres please number in".split(
    " ",
  ),
);

/** "dee hargrove" → "Dee Hargrove", "o'brien" → "O'Brien", "mcdonald" → "McDonald"; "LaToya" stays as printed. */
export function titleCased(words: readonly NameWord[]): string {
  return words.map(({ text }) => text.split("-").map(capitalised).join("-")).join(" ");
}

function capitalised(part: string): string {
  const isMixed = /\p{Ll}/u.test(part) && /\p{Lu}/u.test(part.slice(1));
  if (isMixed) return part;
  const lower = part.toLowerCase();
  return lower
    .replace(/^\p{L}/u, (letter) => letter.toUpperCase())
    .replace(/^(O['’]|Mc)(\p{L})/u, (_, start: string, letter: string) => start + letter.toUpperCase());
}

/** Words that lead to the caller's number and mean nothing without it. */
export const LEADS_TO_NUMBER: ReadonlySet<string> = new Set(
  (
    "my the a best good number numbers is its it thats phone cell mobile telephone callback call me back at on you can could " +
    "reach text contact and area code or would be im uh um so yeah yes ok okay plus"
  ).split(" "),
);
