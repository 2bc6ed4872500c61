/** What a command is to the carrier: it looks at the leg, refuses or does something, and answers at once. */
import { callEnded, notAnswered, type Refusal, refused, unknownCall } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { isAlive, isAnswered, type Leg } from "../legs/leg.ts";
import type { CommandResponse, Json } from "../types.ts";
import type { Parsed } from "./fields.ts";

/** A command on one leg. */
export type Action = (exchange: Exchange, leg: Leg, body: Json) => CommandResponse;

export const ok: CommandResponse = { status: 200, body: { data: { result: "ok" } } };

type Common = { client_state?: string | undefined };

/** Reads the body, looks whether the leg is in a state to take the command, remembers `client_state`, and acts. */
export function perform<T extends Common>(
  exchange: Exchange,
  leg: Leg,
  parsed: Parsed<T>,
  needs: "answered" | "alive",
  act: (fields: T) => Refusal | undefined,
): CommandResponse {
  if (!isAlive(leg)) return refused(callEnded);
  if (!parsed.ok) return refused(parsed.refusal);
  if (needs === "answered" && !isAnswered(leg)) return refused(notAnswered);
  const before = leg.clientState;
  exchange.setClientState(leg, parsed.fields.client_state);
  const refusal = act(parsed.fields);
  if (refusal === undefined) return ok;
  leg.clientState = before;
  return refused(refusal);
}

/** The leg of a `call_control_id` in a body. */
export function findLeg(exchange: Exchange, control: string, pointer: string): Leg | Refusal {
  return exchange.legs.get(control) ?? unknownCall(pointer);
}

export const isRefusal = (found: Leg | Refusal): found is Refusal => "code" in found;
