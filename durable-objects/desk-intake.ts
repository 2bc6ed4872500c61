/** What a desk takes over from calls: each effect once, by its id. Inside a transaction of the desk. */
import type { DeskEffect } from "../rules/call/effects.ts";
import { callId, type EffectId, type EpochMs, effectId } from "../rules/ids.ts";
import { DESK_ALERTS, type DeskAlert } from "./desk-parts.ts";
import type { Register } from "./desk-register.ts";
import type { DeskStore } from "./desk-store.ts";
import type { Outbox } from "./outbox.ts";
import type { Settings } from "./settings.ts";

const HOUR_MS = 60 * 60_000;

export type Intake = {
  readonly outbox: Outbox<DeskEffect>;
  readonly register: Register;
  readonly store: DeskStore;
  readonly settings: Settings;
};

/** The ids that the desk now owns: all of them, whether they are new or came before. */
export function takeEffects(intake: Intake, effects: readonly DeskEffect[], now: EpochMs): EffectId[] {
  for (const effect of effects) if (intake.store.accept(effect.id, now)) take(intake, effect, now);
  return effects.map(({ id }) => id);
}

function take({ outbox, register, store }: Intake, effect: DeskEffect, now: EpochMs): void {
  switch (effect.kind) {
    case "call.opened":
      store.write("line", effect.to);
      return register.open(effect.call, effect.to, now);
    case "call.ringing":
      return register.ring(effect.call, effect.ringing);
    case "call.closed":
      return register.close(effect.call);
    case "sms":
      // Each on its own: a page that waits to be confirmed holds up no other.
      outbox.add(
        { id: effect.id, lane: "notify", orderKey: effect.id, item: effect, dueAt: now + effect.delayMs },
        now,
      );
      return;
    case "alert":
      if (effect.to !== null) store.write("alertTo", effect.to);
      if (!store.allow(`alert ${effect.name}`, now)) return;
      outbox.add({ id: effect.id, lane: "notify", orderKey: effect.id, item: effect, dueAt: now }, now);
      return;
    case "record":
      outbox.add(
        { id: effect.id, lane: "record", orderKey: `record ${callOf(effect.id)}`, item: effect, dueAt: now },
        now,
      );
      return;
  }
}

/** Trouble of the desk's own, told to whom alerts were told before. False when there is nobody to tell. */
export function raiseAlert(intake: Intake, name: DeskAlert, now: EpochMs): boolean {
  const { settings, store } = intake;
  const to = store.read("alertTo") ?? settings.fallback;
  const from = store.read("line");
  if (to === null || from === null) return false;
  const id = effectId(callId(`desk/${name}`), Math.floor(now / HOUR_MS));
  const text = `Firstring ${DESK_ALERTS[name]}`;
  takeEffects(intake, [{ id, lane: "desk", kind: "alert", name, text, to, from }], now);
  return true;
}

const callOf = (id: EffectId): string => id.slice(0, id.lastIndexOf(":"));
