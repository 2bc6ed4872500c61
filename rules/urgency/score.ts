/** From the signs that were found to a verdict. */
import type { Verdict } from "../call/state.ts";
import type { Tier, Topic } from "./packs/pack.ts";
import { ASKING_PRICE, CALM, levelOf, WEIGHTS } from "./weights.ts";

export type Counted = {
  readonly tier: Tier;
  readonly topic: Topic;
  /** The owner wrote this phrase. */
  readonly owners: boolean;
  /** The caller's words. */
  readonly said: string;
  readonly turn: number;
  /** First and last token. */
  readonly from: number;
  readonly to: number;
  readonly discount: "negated" | "past" | "imagined" | "over" | "contained" | "harmless" | null;
};

/** What the whole call says about itself. */
type Mood = { readonly isCalm: boolean; readonly priceTurns: ReadonlySet<number> };
type Reason = Verdict["reasons"][number];

/** Enough to explain a verdict, and little enough to store with every call. */
const REASONS_KEPT = 8;
const LONGEST_REASON = 80;

export function scoreOf(signs: readonly Counted[], mood: Mood): Verdict {
  const standing = signs.filter(({ discount }) => discount === null || discount === "contained");
  const worse = standing.filter(({ tier }) => tier === "worse");
  const weighed = standing
    .filter(({ tier }) => tier !== "worse")
    .map((sign) => ({ sign, ...weigh(sign, worse, mood) }));
  const dangers = weighed.filter(({ sign }) => isDanger(sign));
  const danger = highest(dangers.map(({ weight }) => weight));
  // The same words in the owner's list and in the trade's are one sign, not two.
  const others = weighed.filter(({ sign }) => !isDanger(sign) && !dangers.some((other) => overlap(other.sign, sign)));
  const rest = highest(others.map(({ weight }) => weight));
  const score = rounded(danger + Math.max(0, rest - (mood.isCalm ? CALM : 0)));
  const reasons = [
    ...weighed.map(({ sign, weight }) => ({
      text: sign.discount === "contained" ? `${sign.said} (held for now)` : sign.said,
      weight,
    })),
    ...weighed.flatMap(({ worsenedBy }) => (worsenedBy ? [{ text: worsenedBy.said, weight: WEIGHTS.worse }] : [])),
    ...(mood.isCalm && rest > 0 ? [{ text: "says that there is no hurry", weight: -CALM }] : []),
    ...signs.flatMap(whyNot),
  ];
  return { level: levelOf(score), score, reasons: told(reasons) };
}

function weigh(sign: Counted, worse: readonly Counted[], mood: Mood): { weight: number; worsenedBy: Counted | null } {
  if (sign.discount === "contained") return { weight: WEIGHTS.urgent, worsenedBy: null };
  if (sign.owners) return { weight: WEIGHTS[sign.tier], worsenedBy: null };
  const asksPrice = mood.priceTurns.has(sign.turn);
  if (sign.tier === "failing") {
    const worsenedBy = worse.find((other) => worsens(other, sign)) ?? null;
    if (worsenedBy !== null) return { weight: rounded(WEIGHTS.failing + WEIGHTS.worse), worsenedBy };
    return { weight: WEIGHTS.failing * (asksPrice ? ASKING_PRICE : 1), worsenedBy: null };
  }
  const isWish = sign.tier === "claim" || sign.tier === "urgent";
  return { weight: isWish && asksPrice ? 0 : WEIGHTS[sign.tier], worsenedBy: null };
}

/** Someone frail makes a cold or dark house an emergency, and not a dripping tap. */
function worsens(worse: Counted, sign: Counted): boolean {
  const apart = worse.from > sign.to || worse.to < sign.from;
  if (!apart) return false;
  return worse.topic === sign.topic || (worse.topic === "any" && sign.topic !== "water");
}

/** The owner's own phrases count like danger: nothing weakens them but their being untrue. */
function isDanger(sign: Counted): boolean {
  return sign.tier === "danger" && sign.discount === null;
}

const WHY_NOT = {
  negated: "is denied",
  past: "is about another time",
  imagined: "is not happening",
  over: "was taken back",
  harmless: "is never an emergency here",
} as const;

function whyNot({ tier, said, discount }: Counted): Reason[] {
  if (discount === null || discount === "contained" || tier === "worse" || tier === "urgent") return [];
  return [{ text: `"${said}" ${WHY_NOT[discount]}`, weight: 0 }];
}

/** The heaviest first, each said once; a shorter phrase inside a longer one of the same weight adds nothing. */
function told(reasons: readonly Reason[]): Reason[] {
  const sorted = [...reasons].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || b.text.length - a.text.length);
  const kept: Reason[] = [];
  for (const { text, weight } of sorted) {
    if (kept.length >= REASONS_KEPT) break;
    if (kept.some((other) => other.text.includes(text))) continue;
    kept.push({ text: text.slice(0, LONGEST_REASON), weight: rounded(weight) });
  }
  return kept;
}

const overlap = (a: Counted, b: Counted): boolean => a.from <= b.to && b.from <= a.to;

function highest(weights: readonly number[]): number {
  return weights.reduce((most, weight) => Math.max(most, weight), 0);
}

function rounded(n: number): number {
  return Math.round(n * 100) / 100;
}
