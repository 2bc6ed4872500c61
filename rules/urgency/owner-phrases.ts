/** The owner's own phrases, as far as what they mean goes beyond what they say. */
import { type Phrase, phrase, plainPhrase } from "./phrase.ts";
import { tokenise } from "./tokens.ts";

/**
 * An owner who writes "no ac" also means "the ac died" and "we lost our ac". So a phrase of "no" and one or two words
 * is read in every way in which callers say that something is gone.
 */
export function ownerPhrases<T>(text: string, value: T): Phrase<T>[] {
  const written = plainPhrase(text, value);
  if (written === null) return [];
  const [first, ...rest] = tokenise([text]).map(({ word }) => word);
  const isMissing = first !== undefined && MISSING.has(first) && rest.length > 0 && rest.length <= LONGEST_THING;
  if (!isMissing) return [written];
  const thing = rest.join(" ");
  return [written, ...WAYS_TO_BE_GONE.map((way) => phrase(way.replace("THING", thing), {}, value))];
}

const MISSING = new Set(["no", "without", "lost"]);
const LONGEST_THING = 2;
const WAYS_TO_BE_GONE = [
  "no|without|zero|lost THING",
  "not have|got|getting THING",
  "THING quit|died|out|off|down|broke|stopped|failed|gone",
  "THING went|cut out|off",
  "THING .. not working|work|on|start|starting|running",
];
