/**
 * Bugs planted on purpose. Each is something that somebody could well write, or forget; a simulation that does not
 * find it within the seeds proves nothing.
 */
import { vi } from "vitest";
import { CallSession } from "../../durable-objects/call-session.ts";
import { CallStore } from "../../durable-objects/call-store.ts";
import { DeskStore } from "../../durable-objects/desk-store.ts";
import { Outbox } from "../../durable-objects/outbox.ts";
import { type CallPorts, liveCallPorts, type Rules } from "../../durable-objects/ports.ts";
import { Wake } from "../../durable-objects/wake.ts";
import type { CallEvent } from "../../rules/call/events.ts";
import type { Call } from "../../rules/call/state.ts";
import type { World } from "../support/world.ts";
import type { Fault } from "./faults.ts";

export type Mutant = {
  readonly name: string;
  /** Patches the code itself; taken back by `vi.restoreAllMocks`. */
  readonly plant?: () => void;
  readonly ports?: CallPorts;
  readonly tamper?: (world: World) => void;
  /** Trouble without which it cannot show; seeds without it are passed over. */
  readonly needs?: Fault;
};

const withRules = (rules: Partial<Rules>): CallPorts => ({
  ...liveCallPorts,
  rules: { ...liveCallPorts.rules, ...rules },
});

export const MUTANTS: readonly Mutant[] = [
  {
    name: "the inbox recognises no duplicate",
    needs: "duplicates",
    plant() {
      const { log } = CallStore.prototype;
      vi.spyOn(CallStore.prototype, "hasSeen").mockReturnValue(false);
      vi.spyOn(CallStore.prototype, "log").mockImplementation(function (this: CallStore, event, row) {
        log.call(this, { key: null, id: event.id }, row);
      });
    },
  },
  {
    name: "commands carry no command_id",
    needs: "telnyx",
    tamper: (world) => rewriteCommands(world, ({ command_id: _forgotten, ...body }) => body),
  },
  {
    name: "every try of a command has a command_id of its own",
    needs: "telnyx",
    tamper(world) {
      let tries = 0;
      rewriteCommands(world, (body) => ({ ...body, command_id: `${String(body.command_id)}/${tries++}` }));
    },
  },
  {
    name: "alarm() throws before it re-arms",
    plant: () => void vi.spyOn(CallSession.prototype, "alarm").mockRejectedValue(new Error("planted")),
  },
  {
    name: "the alarm is never armed",
    plant: () => void vi.spyOn(Wake.prototype, "arm").mockImplementation(() => {}),
  },
  {
    name: "a webhook is acknowledged whether it was kept or not",
    needs: "crashes",
    tamper(world) {
      world.rewriteStatus = () => 200;
    },
  },
  {
    name: "whatever was once asked for is sent, wanted or not",
    ports: withRules({ stillWanted: () => true }),
  },
  {
    name: "a command is tried again after 61 s",
    needs: "telnyx",
    plant() {
      const { retry, claim } = Outbox.prototype;
      vi.spyOn(Outbox.prototype, "claim").mockImplementation(function (this: Outbox<unknown>, lane, now) {
        const row = claim.call(this, lane, now);
        return row === null ? null : { ...row, firstAt: now };
      });
      vi.spyOn(Outbox.prototype, "retry").mockImplementation(function (this: Outbox<unknown>, row, dueAt, error, free) {
        retry.call(this, row, free ? dueAt : dueAt + 61_000, error, free);
      });
    },
  },
  {
    name: "a person is bridged as soon as they pick up",
    ports: withRules({
      decide(call, event, context) {
        const first = liveCallPorts.rules.decide(call, event, context);
        if (event.type !== "leg.answered" || event.leg === null || event.leg === "caller") return first;
        const key: CallEvent = { ...event, type: "key.pressed", digit: "1" };
        const second = liveCallPorts.rules.decide(first.call, key, context);
        return {
          call: second.call,
          effects: [...first.effects, ...second.effects],
          lines: [...first.lines, ...second.lines],
        };
      },
    }),
  },
  {
    name: "words are kept before the notice was heard",
    ports: withRules({
      decide(call, event, context) {
        const heard = call === null ? null : { ...call, voice: { ...call.voice, noticed: true } };
        return liveCallPorts.rules.decide(heard, event, context);
      },
    }),
  },
  {
    name: "a leg's status is whatever came last",
    ports: withRules({
      decide(call, event, context) {
        const decision = liveCallPorts.rules.decide(call, event, context);
        return { ...decision, call: lastStatus(decision.call, event) };
      },
    }),
  },
  {
    name: "the desk takes the same effect again",
    needs: "desk",
    plant: () => void vi.spyOn(DeskStore.prototype, "accept").mockReturnValue(true),
  },
  {
    name: "a settled effect is forgotten to be removed",
    plant: () => void vi.spyOn(Outbox.prototype, "settle").mockReturnValue(true),
  },
  {
    name: "redirects of the CRM are followed",
    needs: "crm",
    tamper() {
      const { fetch } = globalThis;
      globalThis.fetch = (input, init) => fetch(input, { ...init, redirect: "follow" });
    },
  },
  {
    name: "a log line tells who called",
    ports: withRules({
      decide(call, event, context) {
        if (event.type === "call.arrived") console.log(`call from ${event.from}`);
        return liveCallPorts.rules.decide(call, event, context);
      },
    }),
  },
];

/** What reaches the carrier is not what was sent. */
function rewriteCommands(world: World, rewrite: (body: Record<string, unknown>) => Record<string, unknown>): void {
  world.rewriteCommand = (body) => JSON.stringify(rewrite(JSON.parse(body)));
}

function lastStatus(call: Call | null, event: CallEvent): Call | null {
  if (call === null || !("leg" in event) || event.leg === null || event.leg === undefined) return call;
  const leg = call.legs[event.leg];
  if (leg === undefined) return call;
  const status = event.type === "leg.answered" ? "answered" : event.type === "leg.initiated" ? "ringing" : leg.status;
  return { ...call, legs: { ...call.legs, [event.leg]: { ...leg, status } } };
}
