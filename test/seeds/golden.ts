/** A few calls as they commonly go, to be disturbed at every single point. */
import type { CallerScript, Person } from "../../simulator/types.ts";
import { createRandom } from "../support/platform/random.ts";
import { DANA, LEE, SAM } from "../support/rulebooks.ts";
import { FALLBACK } from "../support/world.ts";
import type { Plan } from "./plan.ts";

const takes: Person = { does: "answer", afterMs: 4_000, presses: "1", pressAfterMs: 1_500, talksMs: 20_000 };
const ignores: Person = { does: "ignore" };

const steps = {
  emergency: [{ after: "help you", atMs: 400, says: "We have no heat and it is 30 degrees outside" }],
  quote: [
    { after: "help you", atMs: 400, says: "I would like a quote for a new furnace please" },
    { after: "name", atMs: 500, says: "Quillon Zebulon nine seven two five five five zero one four four" },
    { after: "anything", atMs: 500, says: "the old one still works" },
  ],
} satisfies Record<string, CallerScript["steps"]>;

function golden(
  script: CallerScript["steps"],
  people: Record<string, Person>,
  rulebook: Partial<Plan["rulebook"]>,
): Plan {
  return {
    seed: 0,
    random: createRandom("golden"),
    at: Date.parse("2026-01-12T20:30:00-06:00"),
    rulebook: { notice: "greeting", accept: "press-1", ...rulebook },
    callers: [{ kind: "quote", inMs: 0, emergency: false, script: { from: "+19725550140", steps: script } }],
    people: { [SAM]: ignores, [DANA]: ignores, [LEE]: ignores, [FALLBACK]: takes, ...people },
    timing: { interimMs: 1_000 },
    quirks: {},
    faults: new Set(["crashes"]),
  };
}

export const GOLDEN: readonly (readonly [string, Plan])[] = [
  ["an emergency that the second person takes", golden(steps.emergency, { [DANA]: takes }, { each: "15s" })],
  ["a quote at night", golden([...steps.quote, { atMs: 120_000, hangsUp: true }], {}, {})],
  [
    "an emergency that nobody takes",
    golden([...steps.emergency, { atMs: 90_000, hangsUp: true }], {}, { each: "10s", callback: "next opening" }),
  ],
];
