/**
 * Tells the owner that something is wrong with the line, through the desk of the business. The id is made of business,
 * name and hour, so that however many calls run into it, an hour brings one text.
 */
import { alertReceiver } from "../durable-objects/call-alerts.ts";
import type { Env } from "../durable-objects/env.ts";
import { deskObject } from "../durable-objects/names.ts";
import type { DeskEffect } from "../rules/call/effects.ts";
import { callId, type E164, type EpochMs, effectId } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { count, nameError } from "./log.ts";

const HOUR_MS = 3_600_000;

export type Alert = {
  readonly name: "rulebook-missing" | "rulebook-broken" | "rulebook-unreachable" | "failed-open" | "bypass";
  readonly text: string;
  /** Our number, from which the text is sent. */
  readonly from: E164;
};

/** Never rejects: whoever raises an alert has trouble enough. */
export async function raiseAlert(
  env: Env,
  alert: Alert,
  { rulebook, fallback, now }: { readonly rulebook: Rulebook; readonly fallback: E164 | null; readonly now: EpochMs },
): Promise<void> {
  const business = rulebook.business.id;
  const effect: DeskEffect = {
    id: effectId(callId(`alert/${business}/${alert.name}/${Math.floor(now / HOUR_MS)}`), 0),
    lane: "desk",
    kind: "alert",
    name: alert.name,
    text: alert.text,
    to: alertReceiver(rulebook) ?? fallback,
    from: alert.from,
  };
  try {
    await deskObject(env, business, rulebook.business.country).accept(business, [effect]);
  } catch (error) {
    count("alert.undelivered", { business, reason: alert.name, error: nameError(error) });
  }
}
