/**
 * Legs are a lattice: a leg's status only rises, so the same webhook twice, or two in the wrong order, cannot move it
 * backwards. A bridge is not a status but a relation between two legs; the latest by Telnyx's clock holds.
 */
import type { EpochMs, LegId, PersonId } from "../ids.ts";
import type { Draft } from "./draft.ts";
import type { EndReason, OnLeg } from "./events.ts";
import type { Call, Leg } from "./state.ts";

const RANK = { dialing: 0, ringing: 1, answered: 2, ended: 3 } as const;

/** The leg an event is about: by our signed name where it has one, else by Telnyx's token. Null for a leg that is none of ours. */
export function legOf(call: Call, on: OnLeg): LegId | null {
  if (on.leg && call.legs[on.leg]) return on.leg;
  for (const [id, leg] of entries(call)) if (leg.control === on.control) return id;
  return null;
}

export function entries(call: Call): [LegId, Leg][] {
  return Object.entries(call.legs) as [LegId, Leg][];
}

/** Raises a leg's status; false when it was there already. The first event of a dialled leg also brings its token. */
export function raise(d: Draft, id: LegId, status: Leg["status"], on: OnLeg | null): boolean {
  const leg = d.leg(id);
  if (!leg) return false;
  if (on && leg.control === null) leg.control = on.control;
  if (RANK[status] <= RANK[leg.status]) return false;
  leg.status = status;
  if (status === "answered") {
    leg.answeredAt = d.at;
    leg.answeredOccurredAt = on?.occurredAt ?? null;
  }
  return true;
}

export function end(d: Draft, id: LegId, reason: EndReason): boolean {
  if (!raise(d, id, "ended", null)) return false;
  const leg = d.leg(id);
  if (leg) {
    leg.endedAt = d.at;
    leg.reason = reason;
  }
  const { bridge } = d.call;
  if (bridge && (bridge.a === id || bridge.b === id)) d.call.bridge = null;
  return true;
}

export function newLeg(d: Draft, person: PersonId): LegId {
  const id: LegId = `p${Object.keys(d.call.legs).length}`;
  d.call.legs[id] = {
    control: null,
    status: "dialing",
    person,
    dialledAt: d.at,
    answeredAt: null,
    answeredOccurredAt: null,
    endedAt: null,
    reason: null,
    stage: "none",
    speech: 0,
  };
  return id;
}

export function isLive(leg: Leg | null | undefined): boolean {
  return leg !== null && leg !== undefined && leg.status !== "ended" && leg.stage !== "dropped";
}

/** People's legs that are dialled and neither ended nor given up by us. */
export function livePeople(call: Call): [LegId, Leg][] {
  return entries(call).filter(([id, leg]) => id !== "caller" && isLive(leg));
}

export function callerIsHere(call: Call): boolean {
  return isLive(call.legs.caller);
}

/**
 * Gives a person's leg up. A leg without a token cannot be hung up yet: whatever brings the token (the dial's answer
 * or a webhook) finds it dropped and hangs up then.
 */
export function drop(d: Draft, id: LegId): void {
  const leg = d.leg(id);
  if (!leg || !isLive(leg)) return;
  leg.stage = "dropped";
  if (leg.control !== null) d.command(id, { kind: "hangup" });
}

export function dropPeople(d: Draft, except: LegId | null = null): void {
  for (const [id] of livePeople(d.call)) if (id !== except) drop(d, id);
}

/** True when this bridge is news. */
export function bridged(d: Draft, a: LegId, b: LegId, occurredAt: EpochMs): boolean {
  const now = d.call.bridge;
  if (now && now.occurredAt >= occurredAt) return false;
  d.call.bridge = { a, b, occurredAt };
  return true;
}
