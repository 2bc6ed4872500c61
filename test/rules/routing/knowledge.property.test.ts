/** What more knowledge may do to a decision, over random routes and every way in which their facts can come in. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseRoute, evaluate } from "../../../rules/routing/choose-route.ts";
import type { Fact, RouteFacts } from "../../../rules/routing/facts.ts";
import { explainRoutes } from "../../../rules/routing/trace.ts";
import type { Condition, UrgencyLevel } from "../../../rules/rulebook/rulebook.ts";
import { ABSENT, ALWAYS, book, known, OPEN, route } from "./routes.ts";

const LEVELS: readonly UrgencyLevel[] = ["routine", "urgent", "emergency"];
const WORDS = ["bill", "leak", "quote"];

const { condition } = fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(ALWAYS),
    fc.record({ fact: fc.constant("urgency" as const), is: fc.subarray([...LEVELS]) }),
    fc.record({ fact: fc.constant("says" as const), any: fc.subarray([...WORDS]) }),
    fc.record({ fact: fc.constant("open" as const), is: fc.boolean() }),
  ),
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.record({
      fact: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("condition"), { maxLength: 3 }),
    }),
    fc.record({ fact: fc.constant("not" as const), of: tie("condition") }),
  ),
}));
const routes = fc
  .array(fc.tuple(condition, fc.boolean()), { maxLength: 5 })
  .map((list) => book(...list.map(([when, beforeSpeech], n) => route(`route ${n}`, when, beforeSpeech))));

const fact = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(value.map(known), fc.constant(OPEN), fc.constant(ABSENT));
const speech = fc.subarray([...WORDS]).map((words) => words.join(" "));
const someFacts: fc.Arbitrary<RouteFacts> = fc.record({
  urgency: fact(fc.constantFrom(...LEVELS)),
  said: fact(speech),
  open: fact(fc.boolean()),
  spoken: fc.boolean(),
});

/** Facts that say more: what was open has come or will not, the caller has gone on speaking, the first turn has ended. */
function withMore(before: RouteFacts, more: RouteFacts): RouteFacts {
  const settle = <T>(fact: Fact<T>, now: Fact<T>): Fact<T> => (fact.state === "open" ? now : fact);
  const goesOn = before.said.state === "known" && !before.spoken && more.said.state === "known";
  return {
    urgency: settle(before.urgency, more.urgency),
    said: goesOn ? known(`${before.said.value} ${more.said.value}`) : settle(before.said, more.said),
    open: settle(before.open, more.open),
    spoken: before.spoken || more.spoken,
  };
}

describe("more knowledge", () => {
  test("never turns a condition that was true or false", () => {
    fc.assert(
      fc.property(condition, someFacts, someFacts, (when, before, more) => {
        const was = evaluate(when, before);
        if (was !== "open") expect(evaluate(when, withMore(before, more))).toBe(was);
      }),
      { numRuns: 2_000 },
    );
  });

  test("moves a decision only to an earlier route, one that may win before speech and has just become true", () => {
    fc.assert(
      fc.property(routes, someFacts, someFacts, (rulebook, before, more) => {
        const first = chooseRoute(rulebook, before);
        if (first.kind !== "won") return;
        const after = withMore(before, more);
        const second = chooseRoute(rulebook, after);
        const isEarly = (rulebook.routes[first.route] ?? rulebook.otherwise).beforeSpeech;
        const becameTrue = rulebook.routes.findIndex(
          ({ when }) => evaluate(when, before) === "open" && evaluate(when, after) === "true",
        );
        // What won before speech keeps the call while an earlier route waits for more than speech.
        if (isEarly && second.kind === "waiting") return;
        const moves = isEarly && becameTrue !== -1 && becameTrue < first.route;
        if (!moves) expect(second).toEqual(first);
        else expect([becameTrue, first.route]).toContain(second.kind === "won" ? second.route : null);
      }),
      { numRuns: 5_000 },
    );
  });

  test("is waited for only while it can change the decision, and settles every call", () => {
    fc.assert(
      fc.property(routes, someFacts, (rulebook, before) => {
        const choice = chooseRoute(rulebook, before);
        if (choice.kind === "waiting") expect(choice.for.length).toBeGreaterThan(0);
        const settled: RouteFacts = { urgency: ABSENT, said: ABSENT, open: ABSENT, spoken: true };
        expect(chooseRoute(rulebook, withMore(before, settled)).kind).toBe("won");
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the trace", () => {
  test("agrees with the decision, names every route, and is the same every time", () => {
    fc.assert(
      fc.property(routes, someFacts, (rulebook, before) => {
        const trace = explainRoutes(rulebook, before);
        expect(trace.choice).toEqual(chooseRoute(rulebook, before));
        expect(trace.routes.map(({ name }) => name)).toEqual([...rulebook.routes.map(({ name }) => name), "Otherwise"]);
        const winner = trace.routes.findIndex(({ outcome }) => outcome === "won");
        expect(winner).toBe(trace.choice.kind === "won" ? trace.choice.route : -1);
        expect(trace.routes.every(({ because }) => because.length > 0)).toBe(true);
        expect(JSON.stringify(explainRoutes(rulebook, before))).toBe(JSON.stringify(trace));
      }),
      { numRuns: 1_000 },
    );
  });
});
