/** What one event does to a call that the rules decide about, written down: everything here is inside a transaction. */
import type { Happening } from "../rules/call/events.ts";
import type { Call } from "../rules/call/state.ts";
import type { CallId, EffectId, EpochMs } from "../rules/ids.ts";
import { type Answer, ask, DecideFailed, guard } from "./call-decision.ts";
import { describe } from "./call-log.ts";
import { addRows, type Outgoing } from "./call-outgoing.ts";
import { type Arrival, type CallStore, type EventKey, type Held, TooLarge } from "./call-store.ts";
import { clockShift } from "./clock.ts";
import type { Outbox, Row } from "./outbox.ts";
import type { CallPorts } from "./ports.ts";
import type { Pin, Receipt } from "./protocol.ts";
import type { Settings } from "./settings.ts";

/** A deadline that the rules neither met nor moved; asked again after this, so that it cannot spin. */
const STUCK_TIMER_MS = 5_000;

export type Entry = {
  readonly call: CallId;
  readonly key: EventKey;
  readonly happening: Happening;
  readonly pin: Pin | null;
  /** The effect whose outcome this is. When its outcome was known already, this event is void. */
  readonly settles: EffectId | null;
};

/** The truth as a transaction finds it and as it leaves it. */
export type Truth = {
  readonly held: Held;
  /** The call as it is on disk, to know when there is nothing to write. */
  readonly text: string | null;
  /** Memory is ahead of the disk, by partial results. */
  readonly ahead: boolean;
};

export type Done = Truth & {
  readonly receipt: Receipt;
  /** Effects that were claimed as they were written and are to be sent now. */
  readonly born: readonly Row<Outgoing>[];
  /** Nothing was written: the state lives in memory until the next event that writes. */
  readonly quiet: boolean;
};

export type Tools = {
  readonly store: CallStore;
  readonly outbox: Outbox<Outgoing>;
  readonly ports: CallPorts;
  readonly settings: Settings;
  readonly clockMode: string | undefined;
  /** Makes the tables; called before the first write. */
  prepare(): unknown;
};

export function commit(tools: Tools, entry: Entry, truth: Truth, now: EpochMs): Done {
  const { ports, settings } = tools;
  const before = truth.held;
  if (before.unreadable) throw new DecideFailed("load", new Error());
  const arrival = before.arrival ?? arrivalOf(entry, tools.clockMode, now);
  const at = now + (arrival?.shiftMs ?? 0);
  const answer = ask(ports.rules, {
    id: entry.call,
    call: before.call,
    pinned: before.pin,
    offered: entry.pin,
    happening: entry.happening,
    at,
    fallback: settings.fallback,
  });
  if (answer.call === null && answer.newPin === null) return { ...truth, receipt: "ignored", born: [], quiet: true };
  const call = answer.call === null ? null : unstick(answer.call, entry.happening, at);
  if (call !== null) checkInvariants(ports, entry.call, call);
  const idle = call === null || call.phase.name === "closed";
  const held: Held = {
    ...before,
    arrival,
    call,
    pin: before.pin ?? answer.newPin,
    idleSince: idle ? (before.idleSince ?? now) : null,
  };
  if (isQuiet(ports, entry.happening, before.call, answer))
    return { held, text: truth.text, ahead: true, receipt: "committed", born: [], quiet: true };
  return write(tools, entry, truth, held, answer, at, now);
}

function write(tools: Tools, entry: Entry, truth: Truth, held: Held, answer: Answer, at: EpochMs, now: EpochMs): Done {
  const { store, outbox } = tools;
  tools.prepare();
  store.save(held, truth.held);
  const text = held.call === null ? null : JSON.stringify(held.call);
  const changed = text !== truth.text;
  if (text !== null && changed) saveCall(store, text);
  store.addLines(answer.lines);
  // The row of an effect that is gone says that it was accepted; only what followed from it is worth a row.
  if (entry.settles === null || changed)
    store.log(entry.key, { at, type: entry.happening.type, detail: describe(entry.happening, answer.effects) });
  const born = addRows(outbox, truth.held.call, answer.effects, now);
  return { held, text, ahead: false, receipt: "committed", born, quiet: false };
}

export function arrivalOf(entry: Entry, clockMode: string | undefined, now: EpochMs): Arrival | null {
  const { happening } = entry;
  if (happening.type !== "call.arrived") return null;
  const shiftMs = clockShift(clockMode, happening.occurredAt, now);
  return { call: entry.call, control: happening.control, to: happening.to, at: now, shiftMs };
}

/**
 * What is not worth a write: a partial result that changes neither verdict nor phase, and a command taken by Telnyx
 * that changes nothing but what is waited for. The next event that writes brings it along; an eviction before that
 * loses nothing, because the next result and the outbox say it again. A deadline that came closer is written all the
 * same, because the alarm has to follow it.
 */
function isQuiet(ports: CallPorts, happening: Happening, before: Call | null, answer: Answer): boolean {
  const { call, effects, lines, newPin } = answer;
  if (!isPassing(happening) || before === null || call === null) return false;
  if (effects.length > 0 || lines.length > 0 || newPin !== null) return false;
  if (call.urgency.level !== before.urgency.level || call.route !== before.route) return false;
  if (JSON.stringify([call.phase, call.legs]) !== JSON.stringify([before.phase, before.legs])) return false;
  return guard("deadline", () => {
    const [was, is] = [ports.rules.nextDeadline(before), ports.rules.nextDeadline(call)];
    return was === is || (was !== null && is !== null && is > was);
  });
}

function isPassing(happening: Happening): boolean {
  return happening.type === "heard" ? !happening.final : happening.type === "command.accepted";
}

function unstick(call: Call, happening: Happening, at: EpochMs): Call {
  if (happening.type !== "timer" || call.timers[happening.name] !== happening.armedFor) return call;
  return { ...call, timers: { ...call.timers, [happening.name]: at + STUCK_TIMER_MS } };
}

/** Looking for trouble must not make any. */
function checkInvariants(ports: CallPorts, id: CallId, call: Call): void {
  let broken: readonly string[];
  try {
    broken = ports.rules.brokenInvariants(call);
  } catch {
    broken = ["the invariants could not be checked"];
  }
  if (broken.length > 0) ports.onBroken(id, broken);
}

function saveCall(store: CallStore, text: string): void {
  try {
    store.saveCall(text);
  } catch (error) {
    throw error instanceof TooLarge ? new DecideFailed("write", error) : error;
  }
}
