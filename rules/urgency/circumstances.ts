/** Whether something said is so, here and now: what words around it say of denial, time, imagination and retraction. */
import { lengthsOf, statementsOf } from "./clauses.ts";
import { type Found, find, indexPhrases } from "./find.ts";
import { isNegating } from "./negating.ts";
import { isNegated } from "./negation.ts";
import { CONTEXT, type Context, IF_OF_ASKING } from "./packs/context.ts";
import { LISTS } from "./packs/lists.ts";
import { phrase } from "./phrase.ts";
import type { Token } from "./tokens.ts";

type Cue = Context | "asking";

const CONTEXTS: readonly Context[] = ["over", "stopped", "contained", "calm", "price", "past", "hypothetical"];
const CUES = indexPhrases<Cue>([
  ...CONTEXTS.flatMap((context) => CONTEXT[context].map((line) => phrase<Cue>(line, LISTS, context))),
  ...IF_OF_ASKING.map((line) => phrase<Cue>(line, LISTS, "asking")),
]);

/** How far "if" and its like reach ahead in a statement. */
const IMAGINED_REACH = 7;
/** "i cannot find the shut off" holds nothing, however far from the "not" it stands. */
const DENIED_HOLD_REACH = 5;
/** "last winter it died": an opening of so few words sets the time for the statement after it. */
const OPENING_WORDS = 4;
const NOW = new Set(["now", "tonight", "today", "still", "again"]);
const WAS = new Set(["was", "were", "had"]);
/** "since last year" is how long it has been going on. */
const LASTING = new Set(["since", "from", "like"]);

export type Circumstances = {
  /** For each token, the statement it belongs to: words of one statement are about one thing. */
  readonly statements: readonly number[];
  /** Why something found does not count as happening now, or null when it does. */
  readonly untrue: (found: Found<unknown>) => "negated" | "past" | "imagined" | null;
  readonly isNegated: (found: Found<unknown>) => boolean;
  /** Whether words of this kind come after something found. */
  readonly follows: (context: "over" | "stopped" | "contained", found: Found<unknown>) => boolean;
  readonly isCalm: boolean;
  /** Turns that ask what things cost. */
  readonly priceTurns: ReadonlySet<number>;
};

/** `signs` are the phrases of trade and owner that were found: the "no" in "no heat" denies nothing else. */
export function circumstancesOf(tokens: readonly Token[], signs: readonly Found<unknown>[]): Circumstances {
  const statements = statementsOf(tokens);
  const claimed = new Set(signs.flatMap(({ from, to }) => negatingWithin(tokens, from, to)));
  const negated = (found: Found<unknown>): boolean => isNegated(found, tokens, statements, claimed);
  const cues = find(tokens, CUES);
  const standing = (context: Context): readonly Found<Cue>[] =>
    cues.filter((cue) => cue.value === context && !isDenied(cue, tokens, negated));
  const lastOf = (context: Context): number => standing(context).reduce((last, { from }) => Math.max(last, from), -1);

  const isPast = pastOf(tokens, statements, cues);
  const asking = new Set(cues.filter(({ value }) => value === "asking").flatMap(({ from, to }) => [from, to]));
  const imagining = new Set(standing("hypothetical").flatMap(({ from }) => (asking.has(from) ? [] : [from])));
  const isImagined = ({ from }: Found<unknown>): boolean =>
    reachBack(from, IMAGINED_REACH).some((at) => imagining.has(at) && statements[at] === statements[from]);

  const last = { over: lastOf("over"), stopped: lastOf("stopped"), contained: lastOf("contained") };
  return {
    statements,
    isNegated: negated,
    untrue: (found) => {
      if (negated(found)) return "negated";
      if (isPast(found)) return "past";
      return isImagined(found) ? "imagined" : null;
    },
    follows: (context, { to }) => last[context] > to,
    isCalm: standing("calm").length > 0,
    priceTurns: new Set(standing("price").map(({ from }) => tokens[from]?.turn ?? 0)),
  };
}

function negatingWithin(tokens: readonly Token[], from: number, to: number): number[] {
  const within: number[] = [];
  for (let at = from; at <= to; at++) if (isNegating(tokens[at]?.word ?? "")) within.push(at);
  return within;
}

function isDenied(cue: Found<Cue>, tokens: readonly Token[], negated: (found: Found<unknown>) => boolean): boolean {
  if (cue.value === "contained") {
    return reachBack(cue.from, DENIED_HOLD_REACH).some((at) => isNegating(tokens[at]?.word ?? ""));
  }
  // "no heat at our old house": the time is true whatever is denied in it.
  return cue.value !== "past" && negated(cue);
}

/**
 * A statement tells of another time when it names one and does not also speak of now; and when it is told in the past
 * ("it was flooding") in a turn that names another time anywhere ("that was in april").
 */
function pastOf(
  tokens: readonly Token[],
  statements: readonly number[],
  cues: readonly Found<Cue>[],
): (found: Found<unknown>) => boolean {
  const lengths = lengthsOf(tokens, statements);
  const past = cues.filter(({ value, from }) => value === "past" && !LASTING.has(tokens[from - 1]?.word ?? ""));
  const pastStatements = new Set<number>();
  for (const { from, to } of past) {
    pastStatements.add(statements[from] ?? 0);
    if ((lengths.get(statements[from] ?? 0) ?? 0) <= OPENING_WORDS) pastStatements.add((statements[to] ?? 0) + 1);
  }
  const pastTurns = new Set(past.map(({ from }) => tokens[from]?.turn));
  const nowStatements = new Set(tokens.flatMap(({ word }, at) => (NOW.has(word) ? [statements[at]] : [])));
  return ({ from, to }) => {
    if (nowStatements.has(statements[from]) || nowStatements.has(statements[to])) return false;
    if (pastStatements.has(statements[from] ?? 0)) return true;
    const toldAsPast = tokens.slice(Math.max(0, from - 2), to).some(({ word }) => WAS.has(word));
    return toldAsPast && pastTurns.has(tokens[from]?.turn);
  };
}

/** The tokens before this one, as many as reach it. */
function reachBack(from: number, reach: number): number[] {
  return Array.from({ length: Math.min(from, reach) }, (_, n) => from - 1 - n);
}
