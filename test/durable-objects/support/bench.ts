/**
 * A call's object on its own: real code, real SQL, virtual time, rules that do what the test says, a Telnyx that
 * answers what the test says, and a desk that only takes note.
 */
import { CallSession } from "../../../durable-objects/call-session.ts";
import type { Env } from "../../../durable-objects/env.ts";
import { type CallPorts, liveCallPorts, type Rules } from "../../../durable-objects/ports.ts";
import type { CallSessionRpc, CallView, Delivery, FrontDeskRpc, Receipt } from "../../../durable-objects/protocol.ts";
import type { DeskEffect, Effect, Line } from "../../../rules/call/effects.ts";
import type { CallEvent } from "../../../rules/call/events.ts";
import { due, nextDeadline } from "../../../rules/call/index.ts";
import type { Call } from "../../../rules/call/state.ts";
import type { EffectId } from "../../../rules/ids.ts";
import { emergencyRulebook } from "../../../rules/rulebook/emergency.ts";
import { DurableObject } from "../../support/cloudflare-workers.ts";
import { expectValidCommand } from "../../support/openapi.ts";
import type { Objects } from "../../support/platform/namespace.ts";
import type { OutgoingRequest, Reply } from "../../support/platform/network.ts";
import type { Slot } from "../../support/platform/objects.ts";
import { createPlatform, type Platform } from "../../support/platform/platform.ts";
import { arrival, CALL, call, FALLBACK, START } from "./build.ts";

/** What one decision brings; the call stays as it is unless it is given. */
export type Say = {
  readonly call?: Partial<Call>;
  readonly effects?: readonly Effect[];
  readonly lines?: readonly Line[];
};
export type Script = (event: CallEvent, before: Call) => Say | undefined;

export type Sent = {
  readonly at: number;
  readonly name: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
};

export type Bench = {
  readonly platform: Platform<Env>;
  readonly slot: Slot;
  /** Every event that the rules were asked about, in order. */
  readonly asked: CallEvent[];
  readonly sent: Sent[];
  readonly broken: string[];
  readonly desk: {
    readonly taken: DeskEffect[][];
    accept: (effects: readonly DeskEffect[]) => readonly EffectId[] | Promise<never>;
  };
  script: Script;
  rules: Partial<Rules>;
  telnyx: (sent: Sent) => Reply | "hangs";
  receive(delivery: Delivery): Promise<Receipt>;
  /** The arrival, with whatever the script makes of it. */
  open(): Promise<Receipt>;
  view(): Promise<CallView>;
  run(forMs: number): Promise<void>;
  /** Seconds after the start, of everything sent under that name. */
  times(name: string): number[];
  rows(query: string): Record<string, unknown>[];
  [Symbol.dispose](): void;
};

export function createBench(env: Partial<Env> = {}): Bench {
  const asked: CallEvent[] = [];
  const sent: Sent[] = [];
  const broken: string[] = [];
  const taken: DeskEffect[][] = [];

  const rules: Rules = {
    decide(before, event, context) {
      const { id } = context;
      asked.push(event);
      if (bench.rules.decide) return bench.rules.decide(before, event, context);
      if (before === null && event.type !== "call.arrived") return { call: null, effects: [], lines: [] };
      const said = bench.script(event, before ?? call({ id })) ?? {};
      const after = { ...(before ?? call({ id, openedAt: event.at })), ...said.call };
      return { call: cleared(after, event), effects: said.effects ?? [], lines: said.lines ?? [] };
    },
    nextDeadline: (of) => (bench.rules.nextDeadline ?? nextDeadline)(of),
    due: (of, now) => (bench.rules.due ?? due)(of, now),
    stillWanted: (of, effect) => bench.rules.stillWanted?.(of, effect) ?? true,
    brokenInvariants: (of) => bench.rules.brokenInvariants?.(of) ?? [],
    emergencyRulebook: (fallback) => (bench.rules.emergencyRulebook ?? emergencyRulebook)(fallback),
  };
  const ports: CallPorts = { ...liveCallPorts, rules, onBroken: (_, found) => broken.push(...found) };

  class Session extends CallSession {
    constructor(ctx: DurableObjectState, sessionEnv: Env) {
      super(ctx, sessionEnv, ports);
    }
  }
  class Desk extends DurableObject<Env> {
    async accept(_: string, effects: readonly DeskEffect[]): Promise<readonly EffectId[]> {
      taken.push([...effects]);
      return bench.desk.accept(effects);
    }
  }

  const platform: Platform<Env> = createPlatform<Env>({ at: START, env: () => whole });
  const calls: Objects<CallSessionRpc> = platform.objects<CallSessionRpc>("CALLS", Session);
  const desks: Objects<FrontDeskRpc> = platform.objects<FrontDeskRpc>("DESKS", Desk);
  const whole: Env = {
    CALLS: calls.namespace,
    DESKS: desks.namespace,
    RULEBOOKS: platform.kv.binding,
    TELNYX_API_KEY: "KEY0192aTest",
    TELNYX_CONNECTION_IDS: "2811212257810187875",
    FALLBACK_NUMBER: FALLBACK,
    ...env,
  };
  platform.network.serve("api.telnyx.com", (request) => {
    expectValidCommand({ method: request.method, path: request.url.pathname, body: bodyOf(request) });
    const entry = asSent(request);
    sent.push(entry);
    const reply = bench.telnyx(entry);
    return reply === "hangs" ? new Promise<Reply>(() => {}) : reply;
  });
  calls.namespace.get(calls.namespace.idFromName(CALL));
  const slot = calls.find(CALL);
  if (slot === undefined) throw new Error("bug: the call's object was not made");

  const bench: Bench = {
    platform,
    slot,
    asked,
    sent,
    broken,
    desk: { taken, accept: (effects) => effects.map(({ id }) => id) },
    script: () => undefined,
    rules: {},
    telnyx: () => OK,
    async receive(delivery) {
      const receipt = (await slot.call("receive", [delivery])) as Receipt;
      await platform.clock.flush();
      return receipt;
    },
    open: () => bench.receive(arrival()),
    async view() {
      const view = (await slot.call("view", [])) as CallView | null;
      if (view === null) throw new Error("there is no call to look at");
      return view;
    },
    run: (forMs) => platform.clock.run({ untilAt: platform.clock.now + forMs }),
    times: (name) => sent.filter((each) => each.name === name).map(({ at }) => (at - START) / 1_000),
    rows: (query) => slot.store.exec(query, []).toArray(),
    [Symbol.dispose]: platform.dispose,
  };
  return bench;
}

export const OK: Reply = {
  status: 200,
  body: JSON.stringify({ data: { result: "ok", call_control_id: "v3:dialled" } }),
};
export const failing = (status: number, code?: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: JSON.stringify(code === undefined ? {} : { errors: [{ code, title: "", detail: "" }] }),
});

/** A deadline that was met is over, as with the real rules. */
function cleared(of: Call, event: CallEvent): Call {
  if (event.type !== "timer" || of.timers[event.name] !== event.armedFor) return of;
  const { [event.name]: _, ...timers } = of.timers;
  return { ...of, timers };
}

function asSent(request: OutgoingRequest): Sent {
  const path = request.url.pathname;
  const name = path.split("/actions/")[1] ?? (request.method === "GET" ? "status" : (path.split("/").at(-1) ?? ""));
  return { at: request.at, name, path: decodeURIComponent(path), body: bodyOf(request) ?? {} };
}

const bodyOf = (request: OutgoingRequest): Record<string, unknown> | null =>
  request.body === "" ? null : JSON.parse(request.body);
