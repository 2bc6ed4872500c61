import type { ActionUpdateClientStateParams } from "telnyx/resources/calls/actions";
import { z } from "zod";
import { refused, unknownRoute } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { isAlive, type Leg } from "../legs/leg.ts";
import type { CommandResponse, Json } from "../types.ts";
import { type Action, perform } from "./command.ts";
import { clientState, type FieldsOf, read } from "./fields.ts";

/** How long Telnyx still tells of a call that ended. */
const REMEMBERED_MS = 600_000;

/** `GET /calls/{call_control_id}`. */
export function status(exchange: Exchange, leg: Leg): CommandResponse {
  const { endedAt } = leg;
  if (endedAt !== null && exchange.now - endedAt > REMEMBERED_MS) return refused(unknownRoute);
  const until = endedAt ?? exchange.now;
  const data: { [key: string]: Json } = {
    record_type: "call",
    call_control_id: leg.control,
    call_leg_id: leg.id,
    call_session_id: leg.session,
    is_alive: isAlive(leg),
    client_state: leg.clientState.now ?? "",
    start_time: exchange.shown(leg.session, leg.startAt),
    call_duration: Math.round((until - leg.startAt) / 1000),
  };
  if (endedAt !== null) data.end_time = exchange.shown(leg.session, endedAt);
  return { status: 200, body: { data } };
}

const updateFields = z.object({ client_state: clientState } satisfies FieldsOf<ActionUpdateClientStateParams>);

/** `PUT .../client_state_update`; has no `command_id`. */
export const clientStateUpdate: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(updateFields, body), "alive", () => {});
