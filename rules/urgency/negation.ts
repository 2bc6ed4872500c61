/**
 * When "not" means that it is not so. Plain negation is wrong here: "no heat" and "not working" are the emergency. So
 * a phrase is negated only if a negating word stands within four words before it in the same clause, and the phrase
 * does not itself begin with one.
 */
import type { Found } from "./find.ts";
import { isNegating } from "./negating.ts";
import type { Token } from "./tokens.ts";

const REACH = 4;
/** "cannot stop it, it is pouring": inability reaches the verb that follows, and no further. */
const REACH_OF_INABILITY = 1;
const ABLE = new Set(["can", "could", "will", "would"]);
/** "not sure if it is urgent" leaves it open, "not just a drip" says more: neither says no. */
const NOT_A_NO = new Set(["sure", "certain", "just", "only", "know", "joking", "kidding", "lying", "find", "wait"]);
/** "no the basement is flooding" answers somebody. */
const AFTER_AN_ANSWER = new Set(
  "the my our i we it there this that you he she they actually please wait sorry no".split(" "),
);
/** These carry a "not" over into the statement that follows: "i do not think it is an emergency". */
const CARRYING = new Set(["think", "believe", "say", "saying", "mean", "guess", "consider", "call", "calling"]);

/** `claimed` are negating words that belong to a phrase of their own: the "no" of "no heat" denies nothing after it. */
export function isNegated(
  found: Found<unknown>,
  tokens: readonly Token[],
  statements: readonly number[],
  claimed: ReadonlySet<number>,
): boolean {
  const first = tokens[found.from];
  if (first === undefined || isNegating(first.word) || first.afterBreak) return false;
  for (let at = found.from - 1; at >= Math.max(0, found.from - REACH); at--) {
    const token = tokens[at];
    if (token === undefined || token.turn !== first.turn) return false;
    if (isNegating(token.word) && !claimed.has(at) && reaches(at, found.from, tokens, statements)) return true;
    if (token.afterBreak) return false;
  }
  return false;
}

function reaches(cue: number, hit: number, tokens: readonly Token[], statements: readonly number[]): boolean {
  const next = tokens[cue + 1]?.word ?? "";
  if (NOT_A_NO.has(next)) return false;
  if (tokens[cue]?.word === "no" && AFTER_AN_ANSWER.has(next)) return false;
  if (ABLE.has(tokens[cue - 1]?.word ?? "") && hit - cue > REACH_OF_INABILITY) return false;
  return statements[cue] === statements[hit] || CARRYING.has(next);
}
