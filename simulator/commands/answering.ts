import type { ActionAnswerParams, ActionHangupParams, ActionRejectParams } from "telnyx/resources/calls/actions";
import { z } from "zod";
import { answerOutbound, invalidValue } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { markAnswered } from "../legs/arriving.ts";
import { busy, declined, endLeg, hungUpHere } from "../legs/ending.ts";
import type { Leg } from "../legs/leg.ts";
import { startTranscription } from "../legs/transcription.ts";
import { type Action, perform } from "./command.ts";
import { common, type FieldsOf, read } from "./fields.ts";
import { applyRetries, retriesPolicies } from "./retries.ts";
import { type TranscriptionFields, transcriptionFields, wantsInterims } from "./transcribing.ts";

const answerFields = z.object({
  ...common,
  transcription: z.boolean().optional(),
  transcription_config: transcriptionFields.optional(),
  webhook_retries_policies: retriesPolicies.optional(),
} satisfies FieldsOf<ActionAnswerParams>);

/** A second answer under another `command_id` changes nothing and is taken. */
export const answer: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(answerFields, body), "alive", (fields) => {
    if (leg.direction === "outgoing") return answerOutbound;
    if (leg.answering || leg.answeredAt !== null) return;
    leg.answering = true;
    applyRetries(leg, fields.webhook_retries_policies);
    exchange.later(leg, exchange.now + exchange.account.timing.answeredMs, () => {
      if (leg.answeredAt !== null) return;
      markAnswered(exchange, leg);
      if (fields.transcription) listenFromTheAnswer(exchange, leg, fields.transcription_config ?? {});
    });
  });

function listenFromTheAnswer(exchange: Exchange, leg: Leg, config: TranscriptionFields): void {
  startTranscription(exchange, leg, config.transcription_engine ?? "Google", wantsInterims(config));
}

const rejectFields = z.object({
  ...common,
  cause: z.enum(["CALL_REJECTED", "USER_BUSY"]),
} satisfies FieldsOf<ActionRejectParams>);

export const reject: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(rejectFields, body), "alive", ({ cause }) => {
    if (leg.state !== "parked")
      return invalidValue("call_control_id", "Only an unanswered incoming call can be rejected.");
    endLeg(exchange, leg, cause === "USER_BUSY" ? busy : declined);
  });

const hangupFields = z.object({ ...common } satisfies FieldsOf<ActionHangupParams>);

export const hangup: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(hangupFields, body), "alive", () => {
    endLeg(exchange, leg, hungUpHere(leg));
  });
