/**
 * A call that the rules have failed. The event that did it is kept for whoever repairs us, one alert is raised, and
 * from then on the bail-out alone has the call.
 */
import type { Effect } from "../rules/call/effects.ts";
import type { Happening } from "../rules/call/events.ts";
import type { Call } from "../rules/call/state.ts";
import { type CallId, type E164, type EpochMs, effectId, type LegId, legId } from "../rules/ids.ts";
import {
  type BailEffect,
  type BailOut,
  continueBailOut,
  lastId,
  next,
  numbersFor,
  type Step,
  startBailOut,
} from "./bail-out.ts";
import { alertOf } from "./call-alerts.ts";
import { arrivalOf, type Done, type Entry, type Tools, type Truth } from "./call-commit.ts";
import type { DecideFailed } from "./call-decision.ts";
import { describe } from "./call-log.ts";
import { addRows } from "./call-outgoing.ts";
import type { Held } from "./call-store.ts";
import type { Pin } from "./protocol.ts";

/** Beyond the ids of the bail-out and of alerts. */
const HANG_UP_ID = 90_600;
const CLOSED_ID = 90_700;

export function poison(tools: Tools, entry: Entry, failure: DecideFailed, truth: Truth, now: EpochMs): Done {
  const { ports, outbox, store, settings } = tools;
  ports.log({
    counted: "call.poisoned",
    call: entry.call,
    webhook: entry.key.id,
    type: entry.happening.type,
    stage: failure.stage,
    error: failure.error,
  });
  tools.prepare();
  if (entry.settles !== null) outbox.settle(entry.settles);
  outbox.dropLane("call");
  const arrival = truth.held.arrival ?? arrivalOf(entry, tools.clockMode, now);
  const pin = truth.held.pin ?? entry.pin ?? emergencyPin(tools);
  const reachable = numbersFor(pin?.rulebook ?? null, settings.fallback);
  const numbers = isOurOwnRing(entry.happening, reachable) ? [] : reachable;
  const call = withToken(entry, truth.held.call);
  const callerIsThere = arrival !== null && call?.legs.caller?.status !== "ended" && call?.phase.name !== "closed";
  const joined = call === null ? null : joinedLeg(call);
  const step = callerIsThere ? startBailOut(entry.call, numbers, joined, now) : OVER;
  const held = { ...truth.held, call, arrival, pin: failure.stage === "write" ? truth.held.pin : pin };
  const alert = alertOf(entry.call, held, "call-poisoned");
  const effects = [
    ...(step.effect === null ? [] : [step.effect]),
    ...(call === null ? [] : hangUps(entry.call, call, joined)),
    ...(alert === null ? [] : [alert]),
  ];
  store.log(entry.key, { at: atOf(held, now), type: "poison", detail: `${entry.happening.type} ${failure.message}` });
  return { ...leave(tools, truth, held, step, effects, now), receipt: "poisoned" };
}

/** A phone that we rang and that forwards to our line: transferring it again would go round for ever. */
function isOurOwnRing(happening: Happening, numbers: readonly E164[]): boolean {
  if (happening.type !== "call.arrived" || happening.from === null) return false;
  return happening.from === happening.to || numbers.includes(happening.from);
}

/** The rules have failed this call before: the event is logged, and moves the bail-out at most. */
export function continuePoisoned(tools: Tools, entry: Entry, truth: Truth, now: EpochMs): Done {
  const { happening } = entry;
  const step = stepFor(entry, truth.held, now);
  const before = truth.held.call;
  const call = withToken(entry, before);
  const shown = call === null || call === before ? [] : hangUps(entry.call, call, joinedLeg(call));
  const effects = [
    ...(step.effect === null ? [] : [step.effect]),
    ...shown.filter(({ leg }) => before?.legs[leg]?.control === null),
  ];
  tools.store.log(entry.key, { at: atOf(truth.held, now), type: happening.type, detail: describe(happening, []) });
  return leave(tools, truth, { ...truth.held, call }, step, effects, now);
}

/** The call, knowing the token of a phone that was being dialled when the rules failed and shows itself only now. */
function withToken({ happening }: Entry, call: Call | null): Call | null {
  if (call === null || !("control" in happening) || happening.control === null) return call;
  const awaited = happening.type === "command.accepted" ? call.awaiting[happening.effect] : undefined;
  const id = "leg" in happening ? happening.leg : awaited?.kind === "dial" ? awaited.leg : null;
  const leg = id === null ? undefined : call.legs[id];
  if (id === null || leg === undefined || leg.control !== null) return call;
  return { ...call, legs: { ...call.legs, [id]: { ...leg, control: happening.control } } };
}

/** Nothing was heard of the bail-out's last step in time. */
export function bailOutOverdue(tools: Tools, id: CallId, truth: Truth, now: EpochMs): Done {
  const { bail } = truth.held;
  const step = bail === null || bail.dueAt === null || bail.dueAt > now ? null : next(id, bail, now);
  if (step === null) return { ...truth, receipt: "ignored", born: [], quiet: true };
  return leave(tools, truth, truth.held, step, step.effect === null ? [] : [step.effect], now);
}

function leave(
  tools: Tools,
  truth: Truth,
  held: Held,
  step: Step,
  effects: readonly (Effect | BailEffect)[],
  now: EpochMs,
): Done {
  const closes = step.closed && held.idleSince === null;
  const left = { ...held, bail: step.bail, idleSince: closes ? now : held.idleSince };
  tools.store.save(left, truth.held);
  const all = closes && held.arrival !== null ? [...effects, closed(held.arrival.call, step.bail)] : effects;
  const born = addRows(tools.outbox, held.call, all, now);
  return {
    held: left,
    text: truth.text,
    ahead: held.call !== truth.held.call,
    receipt: "committed",
    born,
    quiet: false,
  };
}

/** The desk counted this call as open. */
function closed(call: CallId, { reached }: BailOut): Effect {
  const disposition = reached ? "connected" : "lost";
  return { id: effectId(call, CLOSED_ID), lane: "desk", kind: "call.closed", call, disposition };
}

const OVER: Step = {
  bail: { numbers: [], tried: 0, leg: null, reached: false, dueAt: null },
  effect: null,
  closed: true,
};

function stepFor({ call, happening }: Entry, held: Held, now: EpochMs): Step {
  const bail = held.bail ?? OVER.bail;
  const stay: Step = { bail, effect: null, closed: false };
  if (bail.dueAt === null) return stay;
  if (happening.type === "command.refused") {
    if (happening.effect !== lastId(call, bail)) return stay;
    return happening.refusal === "call-ended"
      ? { ...stay, bail: { ...bail, dueAt: null }, closed: true }
      : next(call, bail, now);
  }
  if (!("control" in happening) || happening.type === "command.accepted" || happening.type === "call.arrived")
    return stay;
  // A leg that never had a command of ours is known by its token alone.
  const leg: LegId | null = happening.control === held.arrival?.control ? "caller" : happening.leg;
  return continueBailOut(call, bail, happening, leg, now);
}

/** The person whom the caller talks to at this moment. */
function joinedLeg({ bridge }: Call): LegId | null {
  if (bridge === null) return null;
  return bridge.a === "caller" ? bridge.b : bridge.a;
}

/** Phones that still ring for this call would be answered by nobody. */
function hangUps(id: CallId, { legs }: Call, joined: LegId | null): BailEffect[] {
  const others = Object.keys(legs)
    .map((name) => legId(name))
    .filter((leg) => leg !== null && leg !== "caller" && leg !== joined);
  return others.flatMap((leg, n): BailEffect[] => {
    const other = leg === null ? undefined : legs[leg];
    if (leg === null || other === undefined || other.status === "ended" || other.control === null) return [];
    return [{ id: effectId(id, HANG_UP_ID + n), lane: "call", leg, kind: "hangup" }];
  });
}

/** For the name of a desk to tell; the rules are not to be trusted now, so it may fail. */
function emergencyPin({ ports, settings }: Tools): Pin | null {
  try {
    return { rulebook: ports.rules.emergencyRulebook(settings.fallback), source: "emergency" };
  } catch {
    return null;
  }
}

const atOf = (held: Held, now: EpochMs): EpochMs => now + (held.arrival?.shiftMs ?? 0);
