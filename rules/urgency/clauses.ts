/**
 * Where one statement ends and the next begins. Recognisers print no commas, so besides punctuation and "and" a new
 * subject begins a statement: "no | it is flooding", "ac is humming | now there is smoke".
 */
import { isSmall } from "./phrase.ts";
import type { Token } from "./tokens.ts";

const SUBJECTS = new Set([
  "i",
  "we",
  "it",
  "there",
  "he",
  "she",
  "they",
  "now",
  "then",
  "oh",
  "so",
  "because",
  "cause",
]);
/** After these a subject goes on with the same statement: "if it floods", "i think it is out". */
const LEADING = new Set(
  "if when that what whats which who how where why while until till as like think believe know sure say says said mean guess hope see case before after think does do did is are was were has have had can could will would should may might".split(
    " ",
  ),
);

/** For each token, the number of the statement it belongs to. */
export function statementsOf(tokens: readonly Token[]): readonly number[] {
  let statement = 0;
  return tokens.map((token, at) => {
    const before = tokens[at - 1];
    if (before === undefined) return statement;
    const restarts = SUBJECTS.has(token.word) && !LEADING.has(before.word) && !SUBJECTS.has(before.word);
    if (token.afterBreak || token.turn !== before.turn || restarts) statement += 1;
    return statement;
  });
}

/** How many telling words each statement has. */
export function lengthsOf(tokens: readonly Token[], statements: readonly number[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  tokens.forEach((token, at) => {
    const statement = statements[at] ?? 0;
    lengths.set(statement, (lengths.get(statement) ?? 0) + (isSmall(token.word) ? 0 : 1));
  });
  return lengths;
}
