/**
 * Why a call went where it went, in words that an owner understands. Made anew from the facts and the rulebook, so the
 * same facts always give the same trace, to the letter. What the caller said is not repeated in it.
 */
import type { Condition, Rulebook } from "../rulebook/rulebook.ts";
import { type Choice, chooseRoute } from "./choose-route.ts";
import { evaluateReading, firstSaid, type Outcome, type Reading, read } from "./evaluate.ts";
import type { RouteFacts } from "./facts.ts";

export type Trace = { readonly choice: Choice; readonly routes: readonly RouteTrace[] };

export type RouteTrace = {
  readonly name: string;
  /** `held`: true already, but a route before it may still become true. `passed`: a route before it won. */
  readonly outcome: "won" | "held" | "failed" | "open" | "passed";
  /** The first condition that failed or is open, with the value that did it; for a winner, what it won by. */
  readonly because: string;
};

export function explainRoutes(book: Pick<Rulebook, "routes" | "otherwise">, facts: RouteFacts): Trace {
  const reading = read(facts);
  const choice = chooseRoute(book, facts);
  const winner = choice.kind === "won" ? choice.route : Number.POSITIVE_INFINITY;
  const routes = [...book.routes, { ...book.otherwise, when: { fact: "always" } as const }];
  return {
    choice,
    routes: routes.map(({ name, when }, index): RouteTrace => {
      if (index > winner) return { name, outcome: "passed", because: `"${routes[winner]?.name ?? ""}" won before it` };
      const outcome = evaluateReading(when, reading);
      if (index === winner) return { name, outcome: "won", because: whyTrue(when, reading) };
      if (outcome === "true") return { name, outcome: "held", because: "a route before it may still become true" };
      return { name, outcome: outcome === "open" ? "open" : "failed", because: whyNot(when, reading, outcome) };
    }),
  };
}

/** What a true condition rests on. */
function whyTrue(condition: Condition, reading: Reading): string {
  switch (condition.fact) {
    case "all":
      return condition.of.map((part) => whyTrue(part, reading)).join(", and ") || "it is always true";
    case "any": {
      const holding = condition.of.find((part) => evaluateReading(part, reading) === "true");
      return holding === undefined ? "it is always true" : whyTrue(holding, reading);
    }
    case "not":
      return whyFalse(condition.of, reading);
    case "says":
      return `the caller said "${firstSaid(condition.any, reading.words) ?? ""}"`;
    case "urgency":
      return urgencyNow(reading);
    case "open":
      return openNow(reading);
    case "always":
      return "it is always true";
  }
}

/** What a condition that is false for certain rests on, without saying what was wanted of it. */
function whyFalse(condition: Condition, reading: Reading): string {
  switch (condition.fact) {
    case "all": {
      const failing = condition.of.find((part) => evaluateReading(part, reading) === "false");
      return failing === undefined ? "it is never true" : whyFalse(failing, reading);
    }
    case "any":
      return condition.of.map((part) => whyFalse(part, reading)).join(", and ") || "it is never true";
    case "not":
      return whyTrue(condition.of, reading);
    case "says":
      return `the caller did not say ${quoted(condition.any)}`;
    case "urgency":
      return urgencyNow(reading);
    case "open":
      return openNow(reading);
    case "always":
      return "it is never true";
  }
}

/** The first part that keeps a condition from being true. `outcome` is the condition's own. */
function whyNot(condition: Condition, reading: Reading, outcome: Exclude<Outcome, "true">): string {
  switch (condition.fact) {
    case "all": {
      const blocking = condition.of.find((part) => evaluateReading(part, reading) === outcome);
      return blocking === undefined ? "it is never true" : whyNot(blocking, reading, outcome);
    }
    case "any": {
      const first = condition.of.find((part) => evaluateReading(part, reading) === outcome);
      return first === undefined ? "it lists nothing that could be true" : whyNot(first, reading, outcome);
    }
    case "not":
      return whyNotNot(condition.of, reading, outcome);
    case "says":
      return reading.unsaid === "open"
        ? `the caller has not said ${quoted(condition.any)} yet`
        : `the caller did not say ${quoted(condition.any)}`;
    case "urgency":
      return `${urgencyNow(reading)}, the route wants ${listed(condition.is)}`;
    case "open":
      return `${openNow(reading)}, the route wants it ${condition.is ? "open" : "closed"}`;
    case "always":
      return "it is always true";
  }
}

/** Why "not this" is not true: this is true, or may become true, or rests on something that is not known. */
function whyNotNot(condition: Condition, reading: Reading, outcome: Exclude<Outcome, "true">): string {
  const inner = evaluateReading(condition, reading);
  if (inner === "true") return `${whyTrue(condition, reading)}, the route wants anything else`;
  if (outcome === "open") return whyNot(condition, reading, inner);
  const unknown = inner === "false" ? whyNot(condition, reading, inner) : "it rests on something that is not known";
  return `${unknown}, and no route is won by what is unknown`;
}

function urgencyNow({ urgency }: Reading): string {
  if (urgency.state === "known") return `urgency is ${urgency.value}`;
  return urgency.state === "open" ? "urgency is still to be heard" : "urgency is not known";
}

function openNow({ open }: Reading): string {
  if (open.state === "known") return `the business is ${open.value ? "open" : "closed"}`;
  return open.state === "open" ? "the opening hours are still being read" : "the opening hours are not known";
}

const quoted = (phrases: readonly string[]): string => phrases.map((phrase) => `"${phrase}"`).join(" or ");
const listed = (words: readonly string[]): string => words.join(" or ");
