import type { MessageSendParams } from "telnyx/resources/messages/messages";
import { z } from "zod";
import { badReceiver, foreignSender, missing, refused, spendLimit, stoppedReceiver } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { CommandResponse, Json, SentMessage } from "../types.ts";
import { E164, type FieldsOf, read, text } from "./fields.ts";

const messageFields = z.object({
  to: text,
  from: text.optional(),
  text: text.optional(),
  messaging_profile_id: text.optional(),
} satisfies FieldsOf<MessageSendParams>);

/** `POST /messages`. There is no idempotency key: sent twice is two messages. */
export function sendMessage(exchange: Exchange, body: Json): CommandResponse {
  const parsed = read(messageFields, body);
  if (!parsed.ok) return refused(parsed.refusal);
  const { to, from, text: words } = parsed.fields;
  const { messaging, numbers, timing } = exchange.account;
  if (from === undefined) return refused(missing("from"));
  if (words === undefined) return refused(missing("text"));
  if (!E164.test(to)) return refused(badReceiver);
  if (!numbers.includes(from)) return refused(foreignSender);
  if (messaging.spendLimitReached) return refused(spendLimit);
  if (messaging.stopped.includes(to)) return refused(stoppedReceiver);
  const session = exchange.sessionOf(from);
  const message: SentMessage = {
    at: exchange.now,
    id: exchange.random.uuid(),
    from,
    to,
    text: words,
    status: "queued",
    session,
  };
  exchange.messages.push(message);
  const { now } = exchange;
  exchange.schedule.plan(now + timing.messageSentMs, () => report(exchange, message, "message.sent", "sent"));
  exchange.schedule.plan(now + timing.messageFinalizedMs, () => {
    const arrives = !messaging.landlines.includes(to);
    report(exchange, message, "message.finalized", arrives ? "delivered" : "delivery_failed");
  });
  return { status: 200, body: { data: describe(exchange, message) } };
}

function report(exchange: Exchange, message: SentMessage, event: string, status: SentMessage["status"]): void {
  message.status = status;
  exchange.send(event, describe(exchange, message), message.session, null);
}

const landline: Json = {
  code: "40001",
  title: "Not routable",
  detail: "The receiver is a landline or cannot be reached by text message.",
};

function describe(exchange: Exchange, message: SentMessage): { [key: string]: Json } {
  const { id, from, to, text: words, status, session } = message;
  const final = status === "delivered" || status === "delivery_failed";
  return {
    record_type: "message",
    id,
    direction: "outbound",
    type: "SMS",
    from: { phone_number: from, carrier: "Telnyx", line_type: "VoIP" },
    to: [{ phone_number: to, carrier: "Simulated Wireless", line_type: "Wireless", status }],
    text: words,
    parts: partsOf(words),
    encoding: isPlain(words) ? "GSM-7" : "UCS-2",
    media: [],
    errors: status === "delivery_failed" ? [landline] : [],
    received_at: exchange.shown(session, message.at),
    sent_at: status === "queued" ? null : exchange.shown(session, message.at + exchange.account.timing.messageSentMs),
    completed_at: final ? exchange.shown(session, exchange.now) : null,
    valid_until: exchange.shown(session, message.at + MESSAGE_LIVES_MS),
    cost: { amount: "0.0051", currency: "USD" },
  };
}

const MESSAGE_LIVES_MS = 3_600_000;

/** The letters that fit GSM-7 as far as they occur in English; one other letter halves what fits into a part. */
const isPlain = (words: string): boolean => /^[\n\r -~£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà¡]*$/.test(words);

function partsOf(words: string): number {
  const [one, many] = isPlain(words) ? [160, 153] : [70, 67];
  return words.length <= one ? 1 : Math.ceil(words.length / many);
}

/** Somebody texts one of our numbers. Telnyx acts on the word STOP by itself, and passes it on. */
export function receiveMessage(exchange: Exchange, from: string, to: string, words: string): void {
  const { stopped } = exchange.account.messaging;
  const word = words.trim().toUpperCase();
  if (word === "STOP" && !stopped.includes(from)) stopped.push(from);
  if (word === "START") stopped.splice(0, stopped.length, ...stopped.filter((number) => number !== from));
  const session = exchange.sessionOf(to);
  const at = exchange.shown(session, exchange.now);
  exchange.send(
    "message.received",
    {
      record_type: "message",
      id: exchange.random.uuid(),
      direction: "inbound",
      type: "SMS",
      from: { phone_number: from, carrier: "Simulated Wireless", line_type: "Wireless" },
      to: [{ phone_number: to, carrier: "Telnyx", line_type: "VoIP", status: "webhook_delivered" }],
      text: words,
      parts: partsOf(words),
      encoding: isPlain(words) ? "GSM-7" : "UCS-2",
      media: [],
      errors: [],
      received_at: at,
      completed_at: null,
    },
    session,
    null,
  );
}
