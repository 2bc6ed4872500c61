/**
 * Everything of the world that an object touches, in one place: time, timers, the network, the log, and the rules
 * that decide. Looked up when used, not when loaded, so that whoever replaces a global is heard.
 */

import type { CallEffect } from "../rules/call/effects.ts";
import type { CallEvent } from "../rules/call/events.ts";
import type { Decision } from "../rules/call/index.ts";
import { brokenInvariants, decide, due, nextDeadline, stillWanted } from "../rules/call/index.ts";
import type { Call, TimerName } from "../rules/call/state.ts";
import type { CallId, E164, EpochMs } from "../rules/ids.ts";
import { emergencyRulebook } from "../rules/rulebook/emergency.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** One line of the log: ids and names of things, never a number, a word or a secret. */
export type LogLine = { readonly counted: string } & Readonly<Record<string, string | number | boolean | null>>;

export type Ports = {
  now(): EpochMs;
  /** Runs once after `ms`; the answer calls it off. */
  setTimeout(run: () => void, ms: number): () => void;
  readonly fetch: Fetch;
  log(line: LogLine): void;
};

/** The rules as the call's object uses them; tests make them throw. */
export type Rules = {
  decide(call: Call | null, event: CallEvent, context: { id: CallId; rulebook: Rulebook | null }): Decision;
  nextDeadline(call: Call): EpochMs | null;
  due(call: Call, now: EpochMs): readonly { name: TimerName; armedFor: EpochMs }[];
  stillWanted(call: Call, effect: CallEffect): boolean;
  brokenInvariants(call: Call): readonly string[];
  emergencyRulebook(fallback: E164 | null): Rulebook;
};

export type CallPorts = Ports & {
  readonly rules: Rules;
  /** Called after a decision that left the call in a state that must not be. Tests throw here; in production it is logged. */
  onBroken(call: CallId, broken: readonly string[]): void;
};

export const livePorts: Ports = {
  now: () => Date.now(),
  setTimeout(run, ms) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
  fetch: (input, init) => fetch(input, init),
  log: (line) => console.log(JSON.stringify(line)),
};

export const liveCallPorts: CallPorts = {
  ...livePorts,
  rules: { decide, nextDeadline, due, stillWanted, brokenInvariants, emergencyRulebook },
  onBroken: (call, broken) => livePorts.log({ counted: "call.invariant-broken", call, broken: broken.join("; ") }),
};
