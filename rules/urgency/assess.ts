/**
 * How urgent a call is, from the caller's words alone: deterministic, explained, and fast enough to run on every
 * fragment. Words become tokens; phrases of the trade and of the owner are found among them; each is counted unless it
 * is denied, of another time, imagined, taken back later, or declared harmless by the owner; and the level is read off
 * the score. The state after the last turn counts.
 */
import type { Verdict } from "../call/state.ts";
import type { UrgencyWords } from "../rulebook/rulebook.ts";
import { type Circumstances, circumstancesOf } from "./circumstances.ts";
import { type Found, find, indexPhrases, type PhraseIndex } from "./find.ts";
import { ownerPhrases } from "./owner-phrases.ts";
import { LISTS } from "./packs/lists.ts";
import type { Tier, Topic } from "./packs/pack.ts";
import { packsFor } from "./packs/trades.ts";
import { type Phrase, phrase } from "./phrase.ts";
import { type Counted, scoreOf } from "./score.ts";
import { type Token, tokenise } from "./tokens.ts";

/** Only the end of what was said is looked at, so that a monologue costs no more than a minute's talk. */
const LOOKED_AT = 4096;

type Sign = { readonly topic: Topic; readonly tier: Tier | "never"; readonly owners: boolean };

/** `interim` is the turn that is being said now. Linear in the text, never throws, keeps nothing. */
export function assess(turns: readonly string[], interim: string | null, words: UrgencyWords, trade: string): Verdict {
  const tokens = tokenise(endOf(interim === null ? turns : [...turns, interim]));
  const found = [...find(tokens, indexOfTrade(trade)), ...find(tokens, indexOfOwner(words))];
  const circumstances = circumstancesOf(tokens, found);
  const harmless = found.filter((sign) => sign.value.tier === "never" && !circumstances.isNegated(sign));
  const harmlessStatements = new Set(harmless.map(({ from }) => circumstances.statements[from]));
  const counted = found.flatMap((sign): Counted[] => {
    const { tier, topic, owners } = sign.value;
    if (tier === "never") return [];
    const isHarmless = harmlessStatements.has(circumstances.statements[sign.from]);
    const discount = isHarmless ? "harmless" : discountOf(sign, topic, circumstances);
    const { from, to } = sign;
    return [{ tier, topic, owners, said: wordsOf(tokens, sign), turn: tokens[from]?.turn ?? 0, from, to, discount }];
  });
  return scoreOf(counted, circumstances);
}

function discountOf(sign: Found<unknown>, topic: Topic, circumstances: Circumstances): Counted["discount"] {
  const untrue = circumstances.untrue(sign);
  if (untrue !== null) return untrue;
  if (circumstances.follows("over", sign)) return "over";
  if (STOPPABLE.has(topic) && circumstances.follows("stopped", sign)) return "over";
  return CONTAINABLE.has(topic) && circumstances.follows("contained", sign) ? "contained" : null;
}

/** What can stop by itself, and what can be shut off. */
const STOPPABLE: ReadonlySet<Topic> = new Set<Topic>(["water", "fire", "teeth", "people"]);
const CONTAINABLE: ReadonlySet<Topic> = new Set<Topic>(["water", "fire"]);

/** The last 4 KB, in whole turns as far as they go. */
function endOf(turns: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let room = LOOKED_AT;
  for (let at = turns.length - 1; at >= 0 && room > 0; at--) {
    const text = (turns[at] ?? "").slice(-room);
    kept.unshift(text);
    room -= text.length + 1;
  }
  return kept;
}

function wordsOf(tokens: readonly Token[], { from, to }: Found<unknown>): string {
  return tokens
    .slice(from, to + 1)
    .map(({ word }) => word)
    .join(" ");
}

/** Compiled once per spelling of a trade; an isolate serves few, and forgets them when there are many. */
const compiledTrades = new Map<string, PhraseIndex<Sign>>();
const TRADES_KEPT = 64;

function indexOfTrade(trade: string): PhraseIndex<Sign> {
  const known = compiledTrades.get(trade);
  if (known !== undefined) return known;
  const groups = packsFor(trade).flat();
  const index = indexPhrases(
    groups.flatMap(({ topic, tier, phrases }) =>
      phrases.map((line): Phrase<Sign> => phrase(line, LISTS, { topic, tier, owners: false })),
    ),
  );
  if (compiledTrades.size >= TRADES_KEPT) compiledTrades.clear();
  compiledTrades.set(trade, index);
  return index;
}

/** The owner's phrases, as long as their rulebook lives. */
const compiledOwners = new WeakMap<UrgencyWords, PhraseIndex<Sign>>();

function indexOfOwner(words: UrgencyWords): PhraseIndex<Sign> {
  const known = compiledOwners.get(words);
  if (known !== undefined) return known;
  const of = (phrases: readonly string[], tier: Sign["tier"]): Phrase<Sign>[] =>
    phrases.flatMap((text) => ownerPhrases<Sign>(text, { topic: "any", tier, owners: true }));
  const index = indexPhrases([
    ...of(words.emergency, "danger"),
    ...of(words.urgent, "urgent"),
    ...of(words.never, "never"),
  ]);
  compiledOwners.set(words, index);
  return index;
}
