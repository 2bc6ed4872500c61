import type { ActionTransferParams } from "telnyx/resources/calls/actions";
import type { CallDialParams } from "telnyx/resources/calls/calls";
import { z } from "zod";
import { callEnded, missing, type Refusal, refused, tooManyDials, unknownConnection } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { dial as dialLeg } from "../legs/dialling.ts";
import { declined, endLeg, hungUpHere } from "../legs/ending.ts";
import { isAlive, type Leg } from "../legs/leg.ts";
import { stopAudio } from "../legs/speech.ts";
import type { CommandResponse, Json } from "../types.ts";
import { type Action, findLeg, isRefusal, perform } from "./command.ts";
import { clientState, common, type FieldsOf, number, read, seconds, text } from "./fields.ts";
import { applyRetries, retriesPolicies } from "./retries.ts";

const DETECTIONS = ["premium", "detect", "detect_beep", "detect_words", "greeting_end", "disabled"] as const;

const ringing = {
  ...common,
  timeout_secs: seconds(5, 600).optional(),
  time_limit_secs: seconds(30, 14_400).optional(),
  answering_machine_detection: z.enum(DETECTIONS).optional(),
  park_after_unbridge: text.optional(),
  webhook_retries_policies: retriesPolicies.optional(),
};

const dialFields = z.object({
  ...ringing,
  connection_id: text,
  to: number,
  from: number,
  link_to: text.optional(),
  bridge_on_answer: z.boolean().optional(),
  prevent_double_bridge: z.boolean().optional(),
  retry_on_timeout: z.boolean().optional(),
} satisfies FieldsOf<CallDialParams>);
type Dial = z.infer<typeof dialFields>;

/** 30 a second, counted over five seconds. */
const MOST_DIALS = 150;
const DIALS_WINDOW_MS = 5_000;

/** `POST /calls`. The new leg is named in the answer before anything has rung. */
export function dial(exchange: Exchange, body: Json): { response: CommandResponse; leg: Leg | null } {
  const no = (refusal: Refusal) => ({ response: refused(refusal), leg: null });
  const parsed = read(dialFields, body);
  if (!parsed.ok) return no(parsed.refusal);
  const { fields } = parsed;
  if (fields.connection_id !== exchange.account.connectionId) return no(unknownConnection);
  const linked = fields.link_to === undefined ? null : linkedLeg(exchange, fields.link_to);
  if (linked !== null && isRefusal(linked)) return no(linked);
  if (linked === null && (fields.bridge_on_answer || fields.park_after_unbridge)) return no(missing("link_to"));
  if (recentDials(exchange) >= MOST_DIALS) return no(tooManyDials);
  const leg = place(exchange, fields, linked);
  return { response: { status: 200, body: { data: dialled(exchange, leg) } }, leg };
}

function linkedLeg(exchange: Exchange, control: string): Leg | Refusal {
  const found = findLeg(exchange, control, "/link_to");
  if (isRefusal(found) || isAlive(found)) return found;
  return exchange.account.quirks.linkToEndedLeg === "accepted" ? found : callEnded;
}

function recentDials(exchange: Exchange): number {
  const since = exchange.now - DIALS_WINDOW_MS;
  return [...exchange.legs.values()].filter((leg) => leg.direction === "outgoing" && leg.startAt > since).length;
}

function place(exchange: Exchange, fields: Dial, linked: Leg | null): Leg {
  const joins = linked !== null && fields.bridge_on_answer;
  const leg = dialLeg(exchange, {
    session: linked?.session ?? exchange.openSessionLike(fields.from),
    from: fields.from,
    to: fields.to,
    clientState: fields.client_state ?? null,
    timeoutMs: (fields.timeout_secs ?? 30) * 1000,
    timeLimitMs: (fields.time_limit_secs ?? 14_400) * 1000,
    retriesOnTimeout: fields.retry_on_timeout ?? true,
    detection: fields.answering_machine_detection ?? "disabled",
    joins: joins ? { leg: linked, preventDouble: fields.prevent_double_bridge ?? false } : null,
    parks: fields.park_after_unbridge === "self",
  });
  applyRetries(leg, fields.webhook_retries_policies);
  refuseForeignCallerId(exchange, leg);
  return leg;
}

/** The command is taken, but the network turns away a caller id that is not ours (SIP 403, Telnyx's D51). */
function refuseForeignCallerId(exchange: Exchange, leg: Leg): void {
  if (exchange.account.numbers.includes(leg.from)) return;
  exchange.later(leg, exchange.now, () => endLeg(exchange, leg, { ...declined, source: "unknown", sip: "403" }));
}

/** What a dial answers; a second one with the same `command_id` is answered the same. */
export function dialled(exchange: Exchange, leg: Leg): { [key: string]: Json } {
  const ids = { call_leg_id: leg.id, call_session_id: leg.session, is_alive: false, record_type: "call" };
  return exchange.account.quirks.dialWithoutControlId ? ids : { call_control_id: leg.control, ...ids };
}

const transferFields = z.object({
  ...ringing,
  to: number,
  from: number.optional(),
  target_leg_client_state: clientState.optional(),
} satisfies FieldsOf<ActionTransferParams>);

/**
 * Rings somebody for this leg and joins the two when they pick up. Does not wait for what is being said, and does not
 * need the leg to be answered. When nobody picks up, the leg stays as it was.
 */
export const transfer: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(transferFields, body), "alive", (fields) => {
    stopAudio(exchange, leg, "all");
    leg.parks = fields.park_after_unbridge === "self";
    const target = dialLeg(exchange, {
      session: leg.session,
      from: fields.from ?? leg.to,
      to: fields.to,
      clientState: fields.target_leg_client_state ?? null,
      timeoutMs: (fields.timeout_secs ?? 30) * 1000,
      timeLimitMs: (fields.time_limit_secs ?? 14_400) * 1000,
      retriesOnTimeout: true,
      detection: fields.answering_machine_detection ?? "disabled",
      joins: { leg, preventDouble: false },
      parks: false,
    });
    applyRetries(target, fields.webhook_retries_policies);
    refuseForeignCallerId(exchange, target);
    const { party } = leg;
    leg.party = {
      ...party,
      ended: () => {
        party.ended();
        if (target.state === "ringing") endLeg(exchange, target, hungUpHere(target));
      },
    };
  });
