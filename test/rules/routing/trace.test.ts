import { describe, expect, test } from "vitest";
import type { RouteFacts } from "../../../rules/routing/facts.ts";
import { explainRoutes } from "../../../rules/routing/trace.ts";
import type { Condition } from "../../../rules/rulebook/rulebook.ts";
import {
  ABSENT,
  ALWAYS,
  all,
  any,
  book,
  facts,
  isOpen,
  known,
  not,
  OPEN,
  route,
  says,
  UNSPOKEN,
  urgencyIs,
} from "./routes.ts";

const EMERGENCY = urgencyIs("emergency");

describe("why a call went where it went", () => {
  test("each route has its outcome and what decided it", () => {
    const rulebook = book(
      route("Emergency", EMERGENCY),
      route("Billing", says("invoice", "my bill")),
      route("Closed", isOpen(false)),
    );
    expect(explainRoutes(rulebook, facts({ said: known("about my bill"), open: known(false) }))).toEqual({
      choice: { kind: "won", route: 1 },
      routes: [
        { name: "Emergency", outcome: "failed", because: "urgency is routine, the route wants emergency" },
        { name: "Billing", outcome: "won", because: 'the caller said "my bill"' },
        { name: "Closed", outcome: "passed", because: '"Billing" won before it' },
        { name: "Otherwise", outcome: "passed", because: '"Billing" won before it' },
      ],
    });
  });

  test("before a word was said, routes are open, and a true one is held back by them", () => {
    const rulebook = book(route("Emergency", EMERGENCY), route("Billing", says("my bill")), route("Any", ALWAYS));
    expect(explainRoutes(rulebook, UNSPOKEN).routes).toEqual([
      { name: "Emergency", outcome: "open", because: "urgency is still to be heard, the route wants emergency" },
      { name: "Billing", outcome: "open", because: 'the caller has not said "my bill" yet' },
      { name: "Any", outcome: "held", because: "a route before it may still become true" },
      { name: "Otherwise", outcome: "held", because: "a route before it may still become true" },
    ]);
  });

  test("what the caller said is not in it, only what the owner wrote", () => {
    const spoken = facts({ said: known("my secret is 4471 and my bill") });
    const trace = explainRoutes(book(route("Billing", says("my bill")), route("Sales", says("quote"))), spoken);
    expect(JSON.stringify(trace)).not.toContain("4471");
  });
});

describe("the words of a reason", () => {
  const reason = (when: Condition, known: RouteFacts): string | undefined =>
    explainRoutes(book(route("It", when)), known).routes[0]?.because;
  const CALM = facts();
  const UNKNOWN = facts({ urgency: ABSENT, said: ABSENT, open: ABSENT });

  test.each([
    [
      "two levels wanted",
      urgencyIs("urgent", "emergency"),
      CALM,
      "urgency is routine, the route wants urgent or emergency",
    ],
    ["urgency unknown", EMERGENCY, UNKNOWN, "urgency is not known, the route wants emergency"],
    ["hours", isOpen(false), CALM, "the business is open, the route wants it closed"],
    [
      "hours late",
      isOpen(true),
      facts({ open: OPEN }),
      "the opening hours are still being read, the route wants it open",
    ],
    ["hours unknown", isOpen(true), UNKNOWN, "the opening hours are not known, the route wants it open"],
    ["phrases", says("quote", "price"), CALM, 'the caller did not say "quote" or "price"'],
    [
      "the first part that failed",
      all(isOpen(true), EMERGENCY, says("x")),
      CALM,
      "urgency is routine, the route wants emergency",
    ],
    [
      "what failed comes before what is open",
      all(says("x"), isOpen(false)),
      UNSPOKEN,
      "the business is open, the route wants it closed",
    ],
    ["none of several", any(EMERGENCY, says("x")), CALM, "urgency is routine, the route wants emergency"],
    ["nothing that could be true", any(), CALM, "it lists nothing that could be true"],
    ["what must not be", not(isOpen(true)), CALM, "the business is open, the route wants anything else"],
    ["what must not be said", not(says("hello")), CALM, 'the caller said "hello", the route wants anything else'],
    [
      "what must not be, and is unknown",
      not(EMERGENCY),
      UNKNOWN,
      "urgency is not known, the route wants emergency, and no route is won by what is unknown",
    ],
    ["won by several parts", all(isOpen(true), not(EMERGENCY)), CALM, "the business is open, and urgency is routine"],
    ["won by one of several", any(EMERGENCY, isOpen(true)), CALM, "the business is open"],
    [
      "won because neither is so",
      not(any(EMERGENCY, says("x"))),
      CALM,
      'urgency is routine, and the caller did not say "x"',
    ],
    ["won without a condition", ALWAYS, CALM, "it is always true"],
  ])("%s", (_, when, known, because) => {
    expect(reason(when, known)).toBe(because);
  });
});
