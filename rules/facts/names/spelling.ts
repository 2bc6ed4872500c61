/** Names that are spelled out: "nowak n o w a k", "bronwen hughes thats b r o n w e n". */
import type { NameWord } from "./name-words.ts";

/** Two letters are initials. */
const FEWEST_LETTERS = 3;
const BEFORE_LETTERS = new Set(["thats", "that", "is", "its", "it", "spelled", "spelt", "spell"]);

/** The words without the letters, and what the letters spell. */
export function takeSpelling(words: readonly NameWord[]): { words: NameWord[]; spelled: string[] } {
  const kept: NameWord[] = [];
  const spelled: string[] = [];
  let at = 0;
  while (at < words.length) {
    const letters = lettersFrom(words, at);
    if (letters.length >= FEWEST_LETTERS) {
      while (BEFORE_LETTERS.has(kept.at(-1)?.key ?? "")) kept.pop();
      spelled.push(letters.join(""));
      at += letters.length;
      continue;
    }
    const word = words[at];
    if (word !== undefined) kept.push(word);
    at += 1;
  }
  return { words: kept, spelled };
}

function lettersFrom(words: readonly NameWord[], from: number): string[] {
  const letters: string[] = [];
  for (let at = from; /^\p{L}$/u.test(words[at]?.key ?? ""); at++) letters.push(words[at]?.key ?? "");
  return letters;
}

/** How far a heard name may differ in length from its spelling. */
const LENGTH_APART = 2;

/** Puts the spelling in the place of the part of the name that it spells: the same first letter, about as long. */
export function asSpelled(name: string, spelled: readonly string[]): string {
  return spelled
    .reduce((parts, letters) => {
      const at = parts.findLastIndex(
        (part) => part.toLowerCase()[0] === letters[0] && Math.abs(part.length - letters.length) <= LENGTH_APART,
      );
      return at === -1 ? parts : parts.with(at, letters[0]?.toUpperCase() + letters.slice(1));
    }, name.split(" "))
    .join(" ");
}
