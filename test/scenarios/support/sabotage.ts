/** Breaks our own logic from inside, for the time of one test. */
import { onTestFinished } from "vitest";
import { liveCallPorts, type Rules } from "../../../durable-objects/ports.ts";
import type { CallEvent } from "../../../rules/call/events.ts";
import type { Call } from "../../../rules/call/state.ts";

const { rules } = liveCallPorts;

function replace<Part extends keyof Rules>(part: Part, made: (intact: Rules[Part]) => Rules[Part]): void {
  const intact = rules[part];
  rules[part] = made(intact);
  onTestFinished(() => {
    rules[part] = intact;
  });
}

/** `decide` throws whenever this holds of the call and of what happens to it. */
export function breakDecisions(when: (call: Call | null, event: CallEvent) => boolean): void {
  replace("decide", (decide) => (call, event, context) => {
    if (when(call, event)) throw new RangeError("sabotage");
    return decide(call, event, context);
  });
}

/** The other questions that are put to the rules. */
export function breakRule(
  part: "nextDeadline" | "due" | "stillWanted" | "brokenInvariants" | "emergencyRulebook",
): void {
  replace(part, () => () => {
    throw new RangeError("sabotage");
  });
}
