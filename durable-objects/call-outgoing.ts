/** Effects of a decision, made into rows of the outbox. */
import type { Effect } from "../rules/call/effects.ts";
import type { Call } from "../rules/call/state.ts";
import type { EpochMs, LegId } from "../rules/ids.ts";
import type { BailEffect } from "./bail-out.ts";
import type { Outbox, Row } from "./outbox.ts";

export type Outgoing = {
  readonly effect: Effect | BailEffect;
  /**
   * The newest utterance on the leg when this was asked for. It goes into the leg's `client_state`, and is kept here
   * because a resend has to have the same body as the first.
   */
  readonly speech: number | null;
};

/** All hand-overs to the desk share one order: a call is opened before it is closed. */
export const DESK_KEY = "desk";

/**
 * Adds the rows. Those that nothing has to be waited for are born claimed, which saves the write of a claim; they are
 * what is to be sent as soon as the transaction is kept.
 */
export function addRows(
  outbox: Outbox<Outgoing>,
  before: Call | null,
  effects: readonly (Effect | BailEffect)[],
  now: EpochMs,
): Row<Outgoing>[] {
  const born: Row<Outgoing>[] = [];
  const deskWasBusy = outbox.isBusy(DESK_KEY);
  const speeches = new Map<LegId, number | null>();
  for (const effect of effects) {
    const call = effect.lane === "call";
    const orderKey = call ? effect.leg : DESK_KEY;
    const speech = call ? speechOf(effect, speeches.get(effect.leg) ?? before?.legs[effect.leg]?.speech ?? null) : null;
    if (call) speeches.set(effect.leg, speech);
    const row = { id: effect.id, lane: effect.lane, orderKey, item: { effect, speech }, dueAt: now };
    const mustWait = call ? outbox.isBusy(orderKey) : deskWasBusy;
    if (mustWait) outbox.add(row, now);
    else born.push(outbox.addBorn(row, now));
  }
  return born;
}

function speechOf(effect: Effect | BailEffect, before: number | null): number | null {
  return effect.kind === "say" || effect.kind === "ask-key" ? effect.speech : before;
}
