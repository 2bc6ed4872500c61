/** What a call's object tells the owner about itself, once per call; the desk makes it once per hour. */
import type { DeskEffect } from "../rules/call/effects.ts";
import { type CallId, type E164, effectId } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import type { Held } from "./call-store.ts";

/** Beyond any number that the rules or the bail-out give an effect. */
const ALERTS = {
  "call-poisoned": {
    n: 90_500,
    text: "failed on a call; a caller on the line was sent straight to a person. Look into what was promised",
  },
  "effect-quarantined": { n: 90_501, text: "gave up something for a call because it kept ending our process" },
  "telnyx-refuses": {
    n: 90_502,
    text: "was refused by Telnyx: the API key or the account's permissions are the cause",
  },
} as const;

export type AlertName = keyof typeof ALERTS;

/** Who hears of trouble with the line itself; null where the rulebook has nobody with a telephone. */
export const alertReceiver = ({ people, alerts, business }: Rulebook): E164 | null =>
  people[alerts?.to ?? business.owner]?.phone ?? null;

/** Null when there is nobody to tell: the call never arrived, or no rulebook says whose it is. */
export function alertOf(id: CallId, { pin, arrival }: Held, name: AlertName): DeskEffect | null {
  if (pin === null || arrival === null) return null;
  const { n, text } = ALERTS[name];
  return {
    id: effectId(id, n),
    lane: "desk",
    kind: "alert",
    name,
    text: `Firstring ${text}. Call ${id}.`,
    to: alertReceiver(pin.rulebook),
    from: arrival.to,
  };
}
