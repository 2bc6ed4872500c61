/**
 * Whether something said is so, here and now. Each answer names the words it rests on, so that the verdict can say why
 * a frightening phrase did not count.
 */
import { lengthsOf, statementsOf } from "./clauses.ts";
import { type Found, find, indexPhrases } from "./find.ts";
import { isNegating } from "./negating.ts";
import { isNegated } from "./negation.ts";
import { CONTEXT, type Context, IF_OF_ASKING } from "./packs/context.ts";
import { LISTS } from "./packs/lists.ts";
import { phrase } from "./phrase.ts";
import type { Token } from "./tokens.ts";

const CONTEXTS: readonly Context[] = ["over", "stopped", "contained", "calm", "price", "past", "hypothetical"];
const CONTEXT_INDEX = indexPhrases<Context | "asking">([
  ...CONTEXTS.flatMap((context) => CONTEXT[context].map((line) => phrase<Context | "asking">(line, LISTS, context))),
  ...IF_OF_ASKING.map((line) => phrase<Context | "asking">(line, LISTS, "asking")),
]);

/** How far "if" and its like reach ahead in a clause. */
const IMAGINED_REACH = 7;
const DENIAL_REACH = 5;
/** "last winter it died": an opening of so few words sets the time for the statement after it. */
const OPENING_WORDS = 4;
const NOW = new Set(["now", "tonight", "today", "still", "again"]);
const WAS = new Set(["was", "were", "had"]);
/** "since last year" is how long it has been going on. */
const LASTING = new Set(["since", "from", "like"]);

export type Circumstances = {
  /** Why this does not count as happening now, or null when it does. */
  readonly untrue: (found: Found<unknown>) => "negated" | "past" | "imagined" | null;
  /** Every place where such words stand, those that are themselves denied left out. */
  readonly places: (context: Context) => readonly Found<unknown>[];
  /** Statements, by token: words of one statement are about one thing. */
  readonly statements: readonly number[];
};

export function circumstancesOf(tokens: readonly Token[]): Circumstances {
  const statements = statementsOf(tokens);
  const lengths = lengthsOf(tokens, statements);
  const all = find(tokens, CONTEXT_INDEX);
  const asking = new Set(all.filter(({ value }) => value === "asking").flatMap(({ from, to }) => [from, to]));
  const places = new Map<Context, readonly Found<unknown>[]>(
    CONTEXTS.map((context) => [context, all.filter((found) => found.value === context && !isDenied(found))]),
  );
  const of = (context: Context): readonly Found<unknown>[] => places.get(context) ?? [];
  /** "i cannot find the shut off" holds nothing, however far the "not" stands from it. */
  function isDenied(found: Found<Context | "asking">): boolean {
    if (found.value !== "contained") return isNegated(found, tokens, statements);
    return tokens.slice(Math.max(0, found.from - DENIAL_REACH), found.from).some(({ word }) => isNegating(word));
  }
  const at = (token: number): number => statements[token] ?? 0;

  const past = of("past").filter(({ from }) => !LASTING.has(tokens[from - 1]?.word ?? ""));
  const pastStatements = new Set(
    past.flatMap(({ from, to }) =>
      (lengths.get(at(from)) ?? 0) <= OPENING_WORDS ? [at(from), at(to) + 1] : [at(from)],
    ),
  );
  const pastTurns = new Set(past.map(({ from }) => tokens[from]?.turn));
  const nowStatements = new Set(tokens.flatMap((token, i) => (NOW.has(token.word) ? [at(i)] : [])));
  const imagining = of("hypothetical").filter(({ from }) => !asking.has(from));

  function isPast({ from, to }: Found<unknown>): boolean {
    if (nowStatements.has(at(from)) || nowStatements.has(at(to))) return false;
    if (pastStatements.has(at(from))) return true;
    const toldAsPast = tokens.slice(Math.max(0, from - 2), to).some(({ word }) => WAS.has(word));
    return toldAsPast && pastTurns.has(tokens[from]?.turn);
  }

  function isImagined({ from }: Found<unknown>): boolean {
    return imagining.some((cue) => cue.from < from && from - cue.from <= IMAGINED_REACH && at(cue.from) === at(from));
  }

  return {
    statements,
    places: of,
    untrue: (found) => {
      if (isNegated(found, tokens, statements)) return "negated";
      if (isPast(found)) return "past";
      return isImagined(found) ? "imagined" : null;
    },
  };
}
