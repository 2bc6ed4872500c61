/** What the people who are rung do, and what callers say and when. */
import type { CallerScript, CallerStep, Person } from "../../../simulator/types.ts";
import { CALLER } from "./businesses.ts";

/** Picks up, presses 1 a second and a half into the question, and talks until the caller leaves. */
export const takes = (afterMs = 6_000, more: { talksMs?: number; pressAfterMs?: number } = {}): Person => ({
  does: "answer",
  afterMs,
  presses: "1",
  pressAfterMs: more.pressAfterMs ?? 1_500,
  talksMs: more.talksMs ?? null,
});
export const ignores: Person = { does: "ignore" };
export const declines: Person = { does: "decline", afterMs: 3_000 };
export const busy: Person = { does: "busy" };
/** Ring by ring. */
export const inTurn = (...each: Person[]): Person => ({ does: "in-turn", each });
export const mailbox = (afterMs = 4_000): Person => ({ does: "voicemail", afterMs });

export type Script = Omit<CallerScript, "to">;

/** Long enough for a talk to count as one. */
const TALK_MS = 40_000;

/** Says one thing after the other, each when we have fallen silent again: the first after the greeting. */
export function caller(...says: string[]): Script {
  return { from: CALLER, talksMs: TALK_MS, steps: says.map((words) => ({ next: true, atMs: 700, says: words })) };
}

/** The same caller, who also does this. */
export const also = (script: Script, ...steps: CallerStep[]): Script => ({
  ...script,
  steps: [...script.steps, ...steps],
});
/** Leaves the end of a talk to the person. */
export const patient = ({ talksMs: _, ...script }: Script): Script => script;
export const hangsUp = (atMs: number, when: Pick<CallerStep, "after" | "during"> = {}): CallerStep => ({
  ...when,
  atMs,
  hangsUp: true,
});
