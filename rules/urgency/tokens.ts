/**
 * From what a recogniser printed to words that can be compared: lower case, contractions opened ("isn't", "isnt" → is
 * not), number words as digits ("ninety five" → 95), stems beside the words, and the places where a clause may end.
 * Never throws, whatever the text; linear in its length.
 */
import { stem } from "./stem.ts";

export type Token = {
  /** As said, in lower case and with contractions opened. */
  readonly word: string;
  readonly stem: string;
  /** Set for numbers, spoken or written. */
  readonly number: number | null;
  /** A clause ended before this word: punctuation, a turn's end, "and", "but", "however". */
  readonly afterBreak: boolean;
  /** Which turn it stands in. */
  readonly turn: number;
};

/** Words that only join clauses; what they leave behind is the break. */
const JOINS = new Set(["and", "but", "however", "although", "though", "yet"]);

/** With and without the apostrophe, as recognisers print both. Words that are also something else ("were", "well") need it. */
const CONTRACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    its: "it is",
    "it's": "it is",
    theres: "there is",
    "there's": "there is",
    thats: "that is",
    "that's": "that is",
    whats: "what is",
    "what's": "what is",
    hes: "he is",
    shes: "she is",
    im: "i am",
    "i'm": "i am",
    "i'd": "i would",
    id: "i would",
    ive: "i have",
    "i've": "i have",
    weve: "we have",
    "we've": "we have",
    "we're": "we are",
    theyre: "they are",
    youre: "you are",
    yall: "you all",
    "y'all": "you all",
    cant: "can not",
    cannot: "can not",
    wont: "will not",
    aint: "is not",
    dont: "do not",
    doesnt: "does not",
    didnt: "did not",
    isnt: "is not",
    arent: "are not",
    wasnt: "was not",
    werent: "were not",
    havent: "have not",
    hasnt: "has not",
    hadnt: "had not",
    couldnt: "could not",
    wouldnt: "would not",
    shouldnt: "should not",
    gonna: "going to",
    wanna: "want to",
    gotta: "got to",
  }),
);

const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, n) => [word, n] as const),
  ...TENS.map((word, n) => [word, (n + 2) * 10] as const),
  ["hundred", 100],
]);

/** A word of this length is noise; the rest of it is not looked at. */
const LONGEST_WORD = 40;

export function tokenise(turns: readonly string[]): Token[] {
  const tokens: Token[] = [];
  turns.forEach((text, turn) => {
    let afterBreak = true;
    for (const piece of piecesOf(text)) {
      if (isBreak(piece) || JOINS.has(piece)) {
        afterBreak = true;
        continue;
      }
      for (const word of open(piece)) {
        const number = NUMBERS.get(word) ?? (/^\d{1,6}$/.test(word) ? Number(word) : null);
        const last = tokens.at(-1);
        if (number !== null && !afterBreak && joinsTens(last, number)) {
          const sum = last.number + number;
          tokens[tokens.length - 1] = { ...last, word: `${last.word} ${word}`, stem: String(sum), number: sum };
        } else {
          tokens.push({ word, stem: number === null ? stem(word) : String(number), number, afterBreak, turn });
        }
        afterBreak = false;
      }
    }
  });
  return tokens;
}

/** Words with inner apostrophes, runs of digits, and the marks that end a clause. */
function piecesOf(text: string): readonly string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u200b-\u200f\u202a-\u202e]/g, "")
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .toLowerCase()
    // The two letters of an air conditioner, however they are printed.
    .replace(/\ba(?:\/|\.| )c\b\.?/g, "ac");
  return plain.match(/\p{L}+(?:'\p{L}+)*|\d+|[,.;:!?\n\u2013\u2014]/gu) ?? [];
}

function isBreak(piece: string): boolean {
  return /^[,.;:!?\n\u2013\u2014]$/.test(piece);
}

function open(piece: string): readonly string[] {
  const word = piece.slice(0, LONGEST_WORD);
  const known = CONTRACTIONS.get(word) ?? CONTRACTIONS.get(word.replaceAll("'", ""));
  if (known !== undefined) return known.split(" ");
  if (/'s$/.test(word)) return [word.slice(0, -2)];
  return [word.replaceAll("'", "")];
}

/** "ninety" + "five". Digits printed apart ("95 5") stay apart. */
function joinsTens(last: Token | undefined, number: number): last is Token & { number: number } {
  return last?.number != null && TENS.includes(last.word) && number > 0 && number < 10;
}
