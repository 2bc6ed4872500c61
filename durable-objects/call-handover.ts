/** Hands a call's effects to the desk of its business, all that wait in one request, until the desk owns them. */
import type { DeskEffect } from "../rules/call/effects.ts";
import type { EffectId } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { alertReceiver } from "./call-alerts.ts";
import { DESK_KEY, type Outgoing } from "./call-outgoing.ts";
import type { CallParts } from "./call-parts.ts";
import { nextAttempt } from "./lanes.ts";
import { deskObject } from "./names.ts";
import type { Row } from "./outbox.ts";

/** A desk that takes longer is not well; what it took all the same it takes again by the same ids. */
const HANDOVER_MS = 5_000;
/** Far more than a call has at one time. */
const BATCH = 50;
/** Until the rulebook is pinned nobody knows whose call it is; that takes 1.5 s at most. */
const UNPINNED_MS = 500;

export class Handover {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  claim(): readonly Row<Outgoing>[] | null {
    const { door, outbox } = this.#parts;
    if (!door.mayClaim) return null;
    const rows = door.change((now) => outbox.claimAll(DESK_KEY, now, BATCH));
    return rows.length === 0 ? null : rows;
  }

  async send(rows: readonly Row<Outgoing>[]): Promise<void> {
    const { door, env, outbox, ports } = this.#parts;
    const rulebook = this.#rulebook();
    if (rulebook === undefined) {
      const at = ports.now() + UNPINNED_MS;
      return door.change(() => {
        for (const row of rows) outbox.retry(row, at, "unpinned", true);
      });
    }
    const owned = new Set<EffectId>();
    let error = "not accepted";
    try {
      const { id, country } = rulebook.business;
      const desk = deskObject(env, id, country);
      const answer = await this.#withinTime(desk.accept(id, rows.map(effectOf), alertReceiver(rulebook)));
      for (const id of answer) owned.add(id);
    } catch (cause) {
      error = cause instanceof Error ? cause.name : "unknown";
    }
    door.change((now) => {
      for (const row of rows) {
        if (owned.has(row.id)) outbox.settle(row.id);
        else outbox.retry(row, this.#again(row, now), error);
      }
    });
  }

  /** A call that is over before a rulebook came has no event left that would pin one; asking is such an event. */
  #rulebook(): Rulebook | undefined {
    const { call, door, kick } = this.#parts;
    if (door.held.pin === null) {
      const asking = {
        key: { key: null, id: null },
        happening: { type: "rulebook.pinned" },
        pin: null,
        settles: null,
      } as const;
      kick(door.take({ call, ...asking }).born);
    }
    return door.held.pin?.rulebook;
  }

  #again(row: Row<Outgoing>, now: number): number {
    const { id, attempts, firstAt } = row;
    // This lane never gives up.
    return nextAttempt("desk", { id, attempts, firstAt, now, afterMs: null }) ?? now + HANDOVER_MS;
  }

  async #withinTime<T>(work: Promise<T>): Promise<T> {
    let expire = (_: Error): void => {};
    const late = new Promise<never>((_, reject) => {
      expire = reject;
    });
    const cancel = this.#parts.ports.setTimeout(() => expire(new DeskTooSlow()), HANDOVER_MS);
    try {
      return await Promise.race([work, late]);
    } finally {
      cancel();
    }
  }
}

class DeskTooSlow extends Error {
  override readonly name = "DeskTooSlow";
}

function effectOf({ item }: Row<Outgoing>): DeskEffect {
  if (item.effect.lane !== "desk") throw new Error("bug: a command was about to be handed to a desk");
  return item.effect;
}
