/**
 * Which route takes a call, while facts are still coming (design §5). Routes are read in the owner's order and the
 * first true one wins, but only once no route before it can still become true. So a decision never has to be taken
 * back because a fact came late.
 *
 * A route with `beforeSpeech` need not wait for words. It wins as soon as it is true and every route before it would
 * fail if the caller never said another word: what those still want to hear does not hold it back, what they want to
 * know from elsewhere does. A route that is itself open for want of words is not true, whatever it is marked. When one
 * of the routes before it becomes true later, that one wins, or is waited for; whoever runs the call keeps what it has
 * until then.
 *
 * An emergency heard in the middle of a sentence is known at once, so the first route wins then, although the caller
 * goes on speaking: `says` and `urgency` are true as soon as they hold, and false only when the first turn has ended.
 */
import type { Rulebook } from "../rulebook/rulebook.ts";
import { awaitedBy, evaluateReading, read, withoutSpeech } from "./evaluate.ts";
import type { FactName, RouteFacts } from "./facts.ts";

export { evaluate, type Outcome } from "./evaluate.ts";
export type { Fact, FactName, RouteFacts } from "./facts.ts";

export type Choice =
  /** Index into the routes; `routes.length` is `otherwise`. */
  | { readonly kind: "won"; readonly route: number }
  /** What the routes before the first true one still need, the earliest route's facts first. Never empty. */
  | { readonly kind: "waiting"; readonly for: readonly FactName[] };

export function chooseRoute(book: Pick<Rulebook, "routes" | "otherwise">, facts: RouteFacts): Choice {
  const reading = read(facts);
  const silent = withoutSpeech(reading);
  const awaited = new Set<FactName>();
  let heldInSilence = false;
  for (const [index, route] of book.routes.entries()) {
    const outcome = evaluateReading(route.when, reading);
    if (outcome === "true") {
      if (awaited.size === 0 || (route.beforeSpeech && !heldInSilence)) return { kind: "won", route: index };
      return { kind: "waiting", for: [...awaited] };
    }
    if (outcome === "open") {
      for (const fact of awaitedBy(route.when, reading)) awaited.add(fact);
      heldInSilence ||= evaluateReading(route.when, silent) === "open";
    }
  }
  const { beforeSpeech } = book.otherwise;
  if (awaited.size === 0 || (beforeSpeech && !heldInSilence)) return { kind: "won", route: book.routes.length };
  return { kind: "waiting", for: [...awaited] };
}
