/** One event brought to the rules: with the rulebook that the call is pinned to, and with every way it can fail named. */
import type { Effect, Line } from "../rules/call/effects.ts";
import type { Happening } from "../rules/call/events.ts";
import type { Call } from "../rules/call/state.ts";
import type { CallId, E164, EpochMs } from "../rules/ids.ts";
import type { Rules } from "./ports.ts";
import type { Pin } from "./protocol.ts";

/** A caller waits no longer than this for the rulebook; the Worker gives up on KV and on the line's object before. */
const UNPINNED_AT_MOST_MS = 1_500;

export type Stage = "load" | "pin" | "decide" | "deadline" | "write";

/** Our own logic failed. What it choked on is not repeated, because that may be what a caller said. */
export class DecideFailed extends Error {
  override readonly name = "DecideFailed";
  readonly stage: Stage;
  /** The class of the error. */
  readonly error: string;

  constructor(stage: Stage, cause: unknown) {
    const error = cause instanceof Error ? cause.name : typeof cause;
    super(`${stage}: ${error}`);
    this.stage = stage;
    this.error = error;
  }
}

export function guard<T>(stage: Stage, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof DecideFailed ? cause : new DecideFailed(stage, cause);
  }
}

export type Question = {
  readonly id: CallId;
  readonly call: Call | null;
  readonly pinned: Pin | null;
  readonly offered: Pin | null;
  readonly happening: Happening;
  /** By the call's clock. */
  readonly at: EpochMs;
  readonly fallback: E164 | null;
};

export type Answer = {
  readonly call: Call | null;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
  /** A rulebook that this event pinned. */
  readonly newPin: Pin | null;
};

export function ask(rules: Rules, question: Question): Answer {
  const { call, happening, at } = question;
  const newPin = guard("pin", () => choosePin(rules, question));
  const rulebook = (newPin ?? question.pinned)?.rulebook ?? null;
  let answer: Answer = { call, effects: [], lines: [], newPin };
  for (const each of eventsFor(happening, call, newPin)) {
    const decision = guard("decide", () => rules.decide(answer.call, { ...each, at }, { id: question.id, rulebook }));
    answer = {
      call: decision.call,
      effects: [...answer.effects, ...decision.effects],
      lines: [...answer.lines, ...decision.lines],
      newPin,
    };
  }
  return answer;
}

/** Pinned once and for all: an edit in the middle of a call does not change what the call is held to. */
function choosePin(rules: Rules, { call, pinned, offered, at, fallback }: Question): Pin | null {
  if (pinned !== null) return null;
  if (offered !== null) return offered;
  if (call === null || at - call.openedAt < UNPINNED_AT_MOST_MS) return null;
  return { rulebook: rules.emergencyRulebook(fallback), source: "emergency" };
}

/** Whoever opens a call with a rulebook has it; a call that gets one later is told first. */
function eventsFor(happening: Happening, call: Call | null, newPin: Pin | null): readonly Happening[] {
  const told = { type: "rulebook.pinned" } as const;
  if (happening.type === "rulebook.pinned") return newPin === null ? [] : [told];
  return newPin === null || call === null ? [happening] : [told, happening];
}
