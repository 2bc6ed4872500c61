/**
 * The number a caller wants to be called on, in what they said. A wrong number is worse than none, for the caller's own
 * number is usually known: only a complete number that the numbering plan of the business's country (or a "+") allows
 * counts, and it must be said as numbers are said, so that an address or an age beside it does not slip in.
 */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { type E164, e164 } from "../ids.ts";
import { type DigitGroup, type DigitRun, digitRuns } from "./digits.ts";

/** Null when there is no complete number. The last one wins, and so does a correction: "no wait, oh one six four". */
export function readNumber(text: string, country: string): E164 | null {
  return findNumber(text, country)?.number ?? null;
}

/** A turn is a few sentences; whoever talks longer has given the number by then. */
const LOOKED_AT = 2_000;

/** Where the digits stand, as offsets into the text: corrections and all. */
export type NumberFound = { readonly number: E164; readonly from: number; readonly to: number };

export function findNumber(text: string, country: string): NumberFound | null {
  return digitRuns(text.slice(0, LOOKED_AT))
    .filter((run) => !namesSomethingElse(run))
    .reduce<NumberFound | null>((last, run) => readRun(run, country) ?? last, null);
}

/** Long numbers that are no telephone's: the word stands just before the digits. */
const OTHER_NUMBERS = new Set(
  "account invoice order policy claim card serial license licence model ticket confirmation reference routing security".split(
    " ",
  ),
);
const PHONES = new Set("phone telephone cell mobile call reach callback text".split(" "));

function namesSomethingElse({ before }: DigitRun): boolean {
  return before.some((word) => OTHER_NUMBERS.has(word)) && !before.some((word) => PHONES.has(word));
}

/** Numbers shorter than that are extensions, dates and prices in every country this can be said in. */
const FEWEST_DIGITS = 8;
/** A number said four times over. More is a machine, and would be searched for long. */
const MOST_DIGITS_IN_A_ROW = 60;
/** E.164 allows 15; callers may put an exit code before them. */
const MOST_DIGITS = 18;

function readRun(run: DigitRun, country: string): NumberFound | null {
  if (joined(run.groups).length > MOST_DIGITS_IN_A_ROW) return null;
  let last: NumberFound | null = null;
  /** Digits before a correction, as said: a complete number's, or as far as the caller came. */
  let said = "";
  for (const section of sectionsOf(withoutLeadingOh(run, country))) {
    const isCorrection = section[0]?.after === "correction";
    const complete = lastComplete(section, run, country);
    const digits = joined(section);
    if (complete !== null) {
      last = { number: complete.number, from: run.from, to: complete.to };
      said = complete.digits;
    } else if (isCorrection && (section.at(-1)?.to !== run.to || endsThere(run))) {
      const corrected = replaceEnd(said, digits, last !== null, run.international, country);
      if (corrected !== null) last = { number: corrected.number, from: run.from, to: section.at(-1)?.to ?? run.to };
      said = corrected?.digits ?? digits;
    } else said = digits;
  }
  return last;
}

/** "oh, 817…": no North American number begins with a zero. */
function withoutLeadingOh({ groups }: DigitRun, country: string): readonly DigitGroup[] {
  return groups[0]?.digits === "0" && isNorthAmerican(country) ? groups.slice(1) : groups;
}

/** A correction that is followed by a street or a thing ("no, 418 birch") was none. */
const MAY_FOLLOW = new Set(
  "thanks thank please yeah yes ok okay and my that that's thats so sorry i it's its it is bye".split(" "),
);

function endsThere({ following }: DigitRun): boolean {
  return following === "" || MAY_FOLLOW.has(following);
}

function sectionsOf(groups: readonly DigitGroup[]): DigitGroup[][] {
  const sections: DigitGroup[][] = [];
  for (const group of groups) {
    const current = sections.at(-1);
    if (current === undefined || group.after === "correction") sections.push([group]);
    else current.push(group);
  }
  return sections;
}

/** The new digits take the place of the last ones: as many, or after a broken-off number as many as make it complete. */
function replaceEnd(
  said: string,
  digits: string,
  wasComplete: boolean,
  international: boolean,
  country: string,
): { number: E164; digits: string } | null {
  const least = wasComplete ? digits.length : 1;
  const most = wasComplete ? digits.length : said.length - 1;
  for (let dropped = least; dropped <= most && dropped < said.length; dropped++) {
    const whole = said.slice(0, -dropped) + digits;
    const number = parseNumber(whole, international, country);
    if (number !== null) return { number, digits: whole };
  }
  return null;
}

type Complete = { readonly number: E164; readonly digits: string; readonly to: number };

/** The last stretch of whole groups that makes a number. */
function lastComplete(section: readonly DigitGroup[], run: DigitRun, country: string): Complete | null {
  let found: Complete | null = null;
  let at = 0;
  while (at < section.length) {
    const complete = completeFrom(section, at, run, country);
    if (complete !== null) found = complete.complete;
    at = complete?.next ?? at + 1;
  }
  return found;
}

function completeFrom(
  section: readonly DigitGroup[],
  from: number,
  run: DigitRun,
  country: string,
): { complete: Complete; next: number } | null {
  let next = from;
  let digits = "";
  const international = run.international && from === 0;
  let longest: { complete: Complete; next: number } | null = null;
  while (next < section.length && digits.length < MOST_DIGITS) {
    const group = section[next];
    if (group === undefined) break;
    digits += group.digits;
    next += 1;
    const isWhole = from === 0 && next === section.length;
    const candidate = section.slice(from, next);
    if (!isWhole && !(saidLikeOne(candidate, international, country) && standsAlone(section, from, next))) continue;
    const number = parseNumber(digits, international, country);
    if (number !== null) longest = { complete: { number, digits, to: group.to }, next };
  }
  return longest;
}

/** Grouped as people group numbers. Asked only where other digits stand beside it. */
function saidLikeOne(groups: readonly DigitGroup[], international: boolean, country: string): boolean {
  if (groups.every(({ digits }) => digits.length <= 2)) return true;
  if (international) return true;
  if (!isNorthAmerican(country)) return groups[0]?.digits.startsWith("0") ?? false;
  const core = groups[0]?.digits === "1" ? groups.slice(1) : groups;
  let sum = 0;
  const ends = core.map(({ digits }) => (sum += digits.length));
  // 817 | 555 | 0163, or one piece, or pieces of those.
  return core.length === 1 || (ends.includes(3) && ends.includes(6)) || ends.every((end) => [3, 6, 10].includes(end));
}

/**
 * Digits said one by one leave no mark where a number ends. What is left beside it must be nothing, a ZIP code, or
 * another number; otherwise a digit was heard twice or dropped, and no one knows which.
 */
function standsAlone(section: readonly DigitGroup[], from: number, next: number): boolean {
  const isSingle = (at: number): boolean => section[at]?.digits.length === 1;
  let before = 0;
  while (before < FEWEST_DIGITS && isSingle(from) && isSingle(from - 1 - before)) before += 1;
  let after = 0;
  while (after < FEWEST_DIGITS && isSingle(next - 1) && isSingle(next + after)) after += 1;
  return [before, after].every((left) => left === 0 || left === ZIP_DIGITS || left >= FEWEST_DIGITS);
}
const ZIP_DIGITS = 5;

function parseNumber(digits: string, international: boolean, country: string): E164 | null {
  if (digits.length < FEWEST_DIGITS || !isSupportedCountry(country)) return null;
  const code = getCountryCallingCode(country);
  return (
    parseExactly(international ? `+${digits}` : digits, country) ??
    // "four four seven seven…" without the plus.
    (digits.startsWith(code) ? parseExactly(`+${digits}`, country) : null)
  );
}

function parseExactly(text: string, country: string): E164 | null {
  if (!isSupportedCountry(country)) return null;
  const parsed = parsePhoneNumberFromString(text, country);
  if (parsed === undefined || parsed.ext !== undefined) return null;
  const isBritish = parsed.countryCallingCode === "44" && parsed.nationalNumber.length === 10 && /^(?:0|\+)/.test(text);
  // The plan's list of British mobile ranges has gaps; the length and the leading zero leave no doubt what it is.
  return parsed.isValid() || (isBritish && parsed.isPossible()) ? e164(parsed.number) : null;
}

function isNorthAmerican(country: string): boolean {
  return isSupportedCountry(country) && getCountryCallingCode(country) === "1";
}

function joined(groups: readonly DigitGroup[]): string {
  return groups.map(({ digits }) => digits).join("");
}
