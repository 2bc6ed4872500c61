/**
 * Conditions over three values: true, false, and open while a fact they need may still come.
 *
 * Inside, a condition is a range on the scale false < unknown < true: the least and the most it can still turn out to
 * be. `all` takes the minimum, `any` the maximum, `not` turns the scale round. An open fact spans the whole scale. An
 * absent one stands at unknown, where `not` leaves it: "not X" must not win a call because we know nothing about X. At
 * the end, a condition that can no longer reach true is false. So more knowledge only ever narrows a range: what was
 * true or false stays so.
 *
 * | condition         | true                     | false                                       | open                    |
 * |-------------------|--------------------------|---------------------------------------------|-------------------------|
 * | `urgency: is`     | known, and one of them   | known, and none of them; absent             | open                    |
 * | `says: any`       | one of them was said     | none, and the first turn has ended; absent  | none yet                |
 * | `open: is`        | known, and the same      | known, and different; absent                | open                    |
 * | `all: of`         | every one is             | one is                                      | otherwise               |
 * | `any: of`         | one is                   | every one is                                | otherwise               |
 * | `not: of`         | it is false for certain  | it is true, or rests on an absent fact      | otherwise               |
 */
import type { Condition, UrgencyLevel } from "../rulebook/rulebook.ts";
import { find, indexPhrases } from "../urgency/find.ts";
import { plainPhrase } from "../urgency/phrase.ts";
import { type Token, tokenise } from "../urgency/tokens.ts";
import type { Fact, FactName, RouteFacts } from "./facts.ts";

export type Outcome = "true" | "false" | "open";

export function evaluate(condition: Condition, facts: RouteFacts): Outcome {
  return evaluateReading(condition, read(facts));
}

/** Facts made ready for many conditions: the caller's words are cut up once. */
export type Reading = {
  readonly urgency: Fact<UrgencyLevel>;
  readonly open: Fact<boolean>;
  readonly words: readonly Token[];
  /** What it means for a phrase not to be among the words: it will not come, may still come, or cannot be known. */
  readonly unsaid: "false" | "open" | "absent";
};

/** Only the end of what was said is looked at, so that a monologue costs no more than a sentence. */
const LOOKED_AT = 4096;

export function read(facts: RouteFacts): Reading {
  const { urgency, said, open } = facts;
  if (said.state !== "known") return { urgency, open, words: [], unsaid: said.state };
  return { urgency, open, words: tokenise([said.value.slice(-LOOKED_AT)]), unsaid: facts.spoken ? "false" : "open" };
}

/** The same facts as if the caller will never say a word more: what speech leaves open becomes absent. */
export function withoutSpeech(reading: Reading): Reading {
  return {
    ...reading,
    urgency: reading.urgency.state === "open" ? { state: "absent" } : reading.urgency,
    unsaid: reading.unsaid === "open" ? "absent" : reading.unsaid,
  };
}

export function evaluateReading(condition: Condition, reading: Reading): Outcome {
  const { least, most } = rangeOf(condition, reading);
  if (least === TRUE) return "true";
  return most === TRUE ? "open" : "false";
}

/** The facts that an open condition still waits for, in the order in which it names them. */
export function awaitedBy(condition: Condition, reading: Reading): readonly FactName[] {
  const { least, most } = rangeOf(condition, reading);
  if (least === most) return [];
  switch (condition.fact) {
    case "all":
    case "any":
      return condition.of.flatMap((part) => awaitedBy(part, reading));
    case "not":
      return awaitedBy(condition.of, reading);
    case "says":
      return ["said"];
    case "urgency":
    case "open":
      return [condition.fact];
    case "always":
      return [];
  }
}

const FALSE = 0;
const UNKNOWN = 1;
const TRUE = 2;
/** The least and the most that a condition can turn out to be, on the scale false < unknown < true. */
type Range = { readonly least: 0 | 1 | 2; readonly most: 0 | 1 | 2 };

const CERTAINLY_TRUE: Range = { least: TRUE, most: TRUE };
const CERTAINLY_FALSE: Range = { least: FALSE, most: FALSE };
const NEVER_KNOWN: Range = { least: UNKNOWN, most: UNKNOWN };
const STILL_OPEN: Range = { least: FALSE, most: TRUE };

function rangeOf(condition: Condition, reading: Reading): Range {
  switch (condition.fact) {
    case "always":
      return CERTAINLY_TRUE;
    case "urgency":
      return rangeOfFact(reading.urgency, (level) => condition.is.includes(level));
    case "open":
      return rangeOfFact(reading.open, (open) => open === condition.is);
    case "says":
      if (firstSaid(condition.any, reading.words) !== null) return CERTAINLY_TRUE;
      return { false: CERTAINLY_FALSE, open: STILL_OPEN, absent: NEVER_KNOWN }[reading.unsaid];
    case "all":
      return condition.of.map((part) => rangeOf(part, reading)).reduce(lower, CERTAINLY_TRUE);
    case "any":
      return condition.of.map((part) => rangeOf(part, reading)).reduce(higher, CERTAINLY_FALSE);
    case "not":
      return turned(rangeOf(condition.of, reading));
  }
}

function rangeOfFact<T>(fact: Fact<T>, holds: (value: T) => boolean): Range {
  if (fact.state === "open") return STILL_OPEN;
  if (fact.state === "absent") return NEVER_KNOWN;
  return holds(fact.value) ? CERTAINLY_TRUE : CERTAINLY_FALSE;
}

/** Matches whole words, whatever their endings: "invoice" finds "invoices". */
export function firstSaid(phrases: readonly string[], words: readonly Token[]): string | null {
  const compiled = phrases.flatMap((phrase) => plainPhrase(phrase, phrase) ?? []);
  const [first] = find(words, indexPhrases(compiled));
  return first?.value ?? null;
}

const SCALE = [FALSE, UNKNOWN, TRUE] as const;
const lowest = (a: Range["least"], b: Range["least"]) => (a < b ? a : b);
const highest = (a: Range["least"], b: Range["least"]) => (a > b ? a : b);
const lower = (a: Range, b: Range): Range => ({ least: lowest(a.least, b.least), most: lowest(a.most, b.most) });
const higher = (a: Range, b: Range): Range => ({ least: highest(a.least, b.least), most: highest(a.most, b.most) });
const turned = ({ least, most }: Range): Range => ({ least: SCALE[2 - most] ?? FALSE, most: SCALE[2 - least] ?? TRUE });
