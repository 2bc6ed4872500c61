import { describe, expect, test } from "vitest";
import { evaluate } from "../../../rules/routing/choose-route.ts";
import type { RouteFacts } from "../../../rules/routing/facts.ts";
import type { Condition } from "../../../rules/rulebook/rulebook.ts";
import { ABSENT, ALWAYS, all, any, facts, isOpen, known, not, OPEN, says, urgencyIs } from "./routes.ts";

type Outcome = "true" | "false" | "open";
type Row = readonly [why: string, condition: Condition, facts: RouteFacts, outcome: Outcome];

const EMERGENCY = urgencyIs("emergency");
const BILLING = says("invoice", "my bill");

describe("one condition", () => {
  const rows: readonly Row[] = [
    ["always is true", ALWAYS, facts({ urgency: OPEN, said: OPEN, open: OPEN }), "true"],
    ["urgency that is wanted", EMERGENCY, facts({ urgency: known("emergency") }), "true"],
    ["urgency that is not wanted", EMERGENCY, facts({ urgency: known("urgent") }), "false"],
    ["urgency not heard yet", EMERGENCY, facts({ urgency: OPEN, spoken: false }), "open"],
    ["urgency that will not come", EMERGENCY, facts({ urgency: ABSENT }), "false"],
    ["one of two levels", urgencyIs("urgent", "emergency"), facts({ urgency: known("urgent") }), "true"],
    ["no level at all", urgencyIs(), facts({ urgency: known("urgent") }), "false"],
    ["a phrase that was said", BILLING, facts({ said: known("about my bill please") }), "true"],
    ["another form of its word", BILLING, facts({ said: known("Two INVOICES!") }), "true"],
    ["a phrase that was not said", BILLING, facts({ said: known("the bilge and my pillow") }), "false"],
    ["a phrase inside a word", BILLING, facts({ said: known("invoicelike") }), "false"],
    ["a phrase said in the first turn's middle", BILLING, facts({ said: known("an invoice"), spoken: false }), "true"],
    ["a phrase that may still be said", BILLING, facts({ said: known("hi i"), spoken: false }), "open"],
    ["nothing said yet", BILLING, facts({ said: OPEN, spoken: false }), "open"],
    ["nothing that will be said", BILLING, facts({ said: ABSENT }), "false"],
    ["no phrases at all", says(), facts(), "false"],
    ["open as wanted", isOpen(true), facts({ open: known(true) }), "true"],
    ["closed as wanted", isOpen(false), facts({ open: known(false) }), "true"],
    ["not as wanted", isOpen(false), facts({ open: known(true) }), "false"],
    ["hours not read yet", isOpen(true), facts({ open: OPEN }), "open"],
    ["hours that are not known", isOpen(true), facts({ open: ABSENT }), "false"],
  ];

  test.each(rows)("%s", (_, condition, known, outcome) => {
    expect(evaluate(condition, known)).toBe(outcome);
  });
});

/** Every pair of a true, a false, an open and an absent part. */
describe("conditions put together", () => {
  const PARTS: Readonly<Record<string, Condition>> = {
    true: isOpen(true),
    false: isOpen(false),
    open: EMERGENCY,
    absent: BILLING,
  };
  const mixed = facts({ open: known(true), urgency: OPEN, said: ABSENT, spoken: false });

  const TABLE: readonly (readonly [left: string, right: string, all: Outcome, any: Outcome])[] = [
    ["true", "true", "true", "true"],
    ["true", "false", "false", "true"],
    ["true", "open", "open", "true"],
    ["true", "absent", "false", "true"],
    ["false", "false", "false", "false"],
    ["false", "open", "false", "open"],
    ["false", "absent", "false", "false"],
    ["open", "open", "open", "open"],
    ["open", "absent", "false", "open"],
    ["absent", "absent", "false", "false"],
  ];

  test.each(TABLE)("%s and %s: all is %s, any is %s, in either order", (left, right, wantAll, wantAny) => {
    const pair = [PARTS[left] ?? ALWAYS, PARTS[right] ?? ALWAYS] as const;
    for (const parts of [pair, [pair[1], pair[0]] as const]) {
      expect(evaluate(all(...parts), mixed)).toBe(wantAll);
      expect(evaluate(any(...parts), mixed)).toBe(wantAny);
    }
  });

  test.each([
    ["true", "false"],
    ["false", "true"],
    ["open", "open"],
    ["absent", "false"],
  ])("not %s is %s", (part, outcome) => {
    expect(evaluate(not(PARTS[part] ?? ALWAYS), mixed)).toBe(outcome);
  });

  test("what is not known proves nothing, however it is turned round", () => {
    const unknown = PARTS.absent ?? ALWAYS;
    expect(evaluate(not(not(unknown)), mixed)).toBe("false");
    expect(evaluate(not(all(unknown, isOpen(true))), mixed)).toBe("false");
    expect(evaluate(not(any(unknown, EMERGENCY)), mixed)).toBe("false");
    expect(evaluate(not(all(unknown, isOpen(false))), mixed)).toBe("true");
    expect(evaluate(not(all(unknown, EMERGENCY)), mixed)).toBe("open");
  });

  test("all of nothing is true and any of nothing is false", () => {
    expect(evaluate(all(), mixed)).toBe("true");
    expect(evaluate(any(), mixed)).toBe("false");
    expect(evaluate(not(any()), mixed)).toBe("true");
  });

  test("only the end of a monologue is searched for phrases", () => {
    const monologue = known(`my bill ${"and so on ".repeat(10_000)}`);
    expect(evaluate(BILLING, facts({ said: monologue }))).toBe("false");
  });
});
