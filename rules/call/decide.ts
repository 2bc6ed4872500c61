/**
 * The life of a call: `decide(call, event) → [call, effects]`. Pure: no clock (now is `event.at`), no randomness, no
 * I/O. Total: an event that means nothing in a phase changes nothing there, however often and in whatever order it
 * comes.
 */
import type { CallId } from "../ids.ts";
import type { Rulebook } from "../rulebook/rulebook.ts";
import * as arriving from "./arriving.ts";
import { Draft } from "./draft.ts";
import type { Effect, Line } from "./effects.ts";
import type { CallEvent } from "./events.ts";
import { keepSound } from "./holding.ts";
import { answered, legEnded, onLeg } from "./leg-events.ts";
import { legOf } from "./legs.ts";
import { outcome } from "./outcomes.ts";
import type { Call } from "./state.ts";
import { ringingPhones } from "./telling.ts";
import { timer } from "./timer-events.ts";

export type Decision = {
  readonly call: Call | null;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
};
export type Context = { readonly id: CallId; readonly rulebook: Rulebook | null };

const NOTHING = { effects: [], lines: [] } as const;

/** A null call in the answer means that the event opens none: something about a call we never saw arrive. */
export function decide(call: Call | null, event: CallEvent, context: Context): Decision {
  if (!call) {
    if (event.type !== "call.arrived") return { call: null, ...NOTHING };
    return close(arriving.arrive(context.id, event, context.rulebook));
  }
  const d = new Draft(call, event.at, context.rulebook);
  const rang = ringingPhones(d).join();
  happen(d, event);
  const ringing = ringingPhones(d);
  if (ringing.join() !== rang && d.call.phase.name !== "closed")
    d.desk({ kind: "call.ringing", call: call.id, ringing });
  return close(d);
}

function close(d: Draft): Decision {
  keepSound(d);
  return { call: d.call, effects: d.effects, lines: d.lines };
}

function happen(d: Draft, event: CallEvent): void {
  switch (event.type) {
    case "call.arrived":
      return; // the first one opened the call
    case "rulebook.pinned":
      return arriving.rulebookPinned(d);
    case "caller.screened":
      return arriving.screened(d, event.screening);
    case "timer":
      return timer(d, event);
    case "command.accepted":
    case "command.refused":
      return outcome(d, event);
    case "leg.checked":
      if (!event.alive) return legEnded(d, event.leg, "hung-up");
      if (event.leg === "caller" && arriving.isAnswerLost(d)) answered(d, "caller", null);
      return;
    default: {
      const id = legOf(d.call, event);
      if (id) onLeg(d, id, event);
    }
  }
}
