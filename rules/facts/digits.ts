/**
 * Digits in speech: "eight one seven", "double four", "oh", "ninety five", "eight hundred", and digits as recognisers
 * print them. What comes out are runs: digits with nothing but pauses and corrections between them.
 */

/** Digits said or printed together: "817", or "5" of "five five five". */
export type DigitGroup = {
  readonly digits: string;
  /** Offsets into the text. */
  readonly from: number;
  readonly to: number;
  /** What the caller said just before it, inside the run. */
  readonly after: "nothing" | "pause" | "correction";
};

export type DigitRun = {
  readonly groups: readonly DigitGroup[];
  /** "+44 …" or "plus forty four …". */
  readonly international: boolean;
  /** Up to four words before it, lower case, nearest last. */
  readonly before: readonly string[];
  /** The word after it, or nothing. */
  readonly following: string;
  readonly from: number;
  readonly to: number;
};

const UNITS: ReadonlyMap<string, string> = new Map([
  ..."zero one two three four five six seven eight nine".split(" ").map((word, n) => [word, String(n)] as const),
  ["oh", "0"],
  ["o", "0"],
  ["nought", "0"],
  ["naught", "0"],
]);
const TEENS: ReadonlyMap<string, string> = new Map(
  "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ")
    .map((word, n) => [word, String(n + 10)] as const),
);
const TENS: ReadonlyMap<string, string> = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, n) => [word, String(n + 2)] as const),
);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["triple", 3],
  ["treble", 3],
]);
const ROUND: ReadonlyMap<string, string> = new Map([
  ["hundred", "00"],
  ["thousand", "000"],
]);
/** Said between the digits of one number. "Area code" may stand before any of them. */
const PAUSES = new Set(
  "uh um er erm ah and then dash hyphen dot space like let me see area code that's thats is it's its".split(" "),
);
/** "no wait, oh one six four": the digits that follow replace the last ones. */
const CORRECTIONS = new Set(
  "no wait sorry actually correction scratch make i mean rather oops not excuse me hang hold on".split(" "),
);
/** Only these begin a correction; the others may go on with one. */
const CORRECTION_STARTS = new Set("no wait sorry actually correction scratch make oops rather mean".split(" "));
/** More words than that between digits, and the caller speaks of something else. */
const WORDS_BETWEEN = 6;
/** Enough to tell "my account number is" from "my number is". */
const WORDS_KEPT = 4;

type Word = { readonly text: string; readonly from: number; readonly to: number };

export function digitRuns(text: string): DigitRun[] {
  const words: Word[] = [...text.matchAll(/\p{L}+(?:['’]\p{L}+)*|\d+|\+/gu)].map((match) => ({
    text: match[0].toLowerCase().replace("’", "'"),
    from: match.index,
    to: match.index + match[0].length,
  }));
  const runs: DigitRun[] = [];
  let at = 0;
  while (at < words.length) {
    const run = readRun(words, at);
    if (run === null) {
      at += 1;
      continue;
    }
    runs.push(run.run);
    at = run.next;
  }
  return runs;
}

function readRun(words: readonly Word[], start: number): { run: DigitRun; next: number } | null {
  const international = words[start]?.text === "+" || words[start]?.text === "plus";
  let at = international ? start + 1 : start;
  const groups: DigitGroup[] = [];
  let next = at;
  let after: DigitGroup["after"] = "nothing";
  for (;;) {
    const group = readGroup(words, at);
    if (group !== null) {
      groups.push({ digits: group.digits, from: words[at]?.from ?? 0, to: words[group.next - 1]?.to ?? 0, after });
      at = group.next;
      next = at;
      after = "nothing";
      continue;
    }
    const word = words[at]?.text ?? "";
    const mayGoOn = groups.length > 0 && at - next < WORDS_BETWEEN;
    if (!mayGoOn) break;
    if (after === "correction" ? CORRECTIONS.has(word) || PAUSES.has(word) : CORRECTION_STARTS.has(word))
      after = "correction";
    else if (PAUSES.has(word) || word === "i") after = after === "correction" ? after : "pause";
    else break;
    at += 1;
  }
  const [first] = groups;
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return null;
  // "oh" and "o" alone are words, not numbers.
  if (words.slice(start, next).every(({ text }) => text === "oh" || text === "o")) return null;
  const before = words.slice(Math.max(0, start - WORDS_KEPT), start).map(({ text }) => text);
  const following = words[next]?.text ?? "";
  return { run: { groups, international, before, following, from: words[start]?.from ?? 0, to: last.to }, next };
}

/** One group and the index after it: printed digits, a digit word, a compound, or a repeated digit. */
function readGroup(words: readonly Word[], at: number): { digits: string; next: number } | null {
  const word = words[at]?.text ?? "";
  const following = words[at + 1]?.text ?? "";
  if (/^\d+$/.test(word)) return { digits: word, next: at + 1 };
  const repeat = REPEATS.get(word);
  if (repeat !== undefined) {
    const digit = /^\d$/.test(following) ? following : UNITS.get(following);
    return digit === undefined ? null : { digits: digit.repeat(repeat), next: at + 2 };
  }
  const small = UNITS.get(word) ?? TEENS.get(word);
  if (small !== undefined) return withRound(words, at + 1, small);
  const tens = TENS.get(word);
  if (tens === undefined) return null;
  const unit = UNITS.get(following);
  const joins = unit !== undefined && unit !== "0";
  return joins ? withRound(words, at + 2, `${tens}${unit}`) : withRound(words, at + 1, `${tens}0`);
}

/** "eight hundred", "five thousand". */
function withRound(words: readonly Word[], next: number, digits: string): { digits: string; next: number } {
  const zeros = ROUND.get(words[next]?.text ?? "");
  return zeros === undefined ? { digits, next } : { digits: `${digits}${zeros}`, next: next + 1 };
}
