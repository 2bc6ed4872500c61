/** Webhooks about text messages, in our own words. They carry no call; they belong to the desk of our number. */
import type { MessageEvent } from "../durable-objects/protocol.ts";
import type { E164 } from "../rules/ids.ts";
import { cleanSpeech } from "./clean-text.ts";
import {
  type Envelope,
  type Fields,
  type MessageField,
  readFields,
  readList,
  readNumber,
  readText,
} from "./telnyx-envelope.ts";

/** Telnyx lists few; a bound all the same. */
const ERRORS_CAP = 10;

export type ReadMessage = { readonly event: MessageEvent; readonly ours: E164 };

/** Null when it is of another type or does not say which message or which of our numbers it is about. */
export function readMessage({ id, type, occurredAt, payload }: Envelope): ReadMessage | null {
  if (type !== "message.sent" && type !== "message.finalized" && type !== "message.received") return null;
  const receiver = readList(payload, "to" satisfies MessageField)[0] ?? {};
  const message = readText(payload, "id" satisfies MessageField, /^[\w-]{1,128}$/);
  const from = readNumber(readFields(payload, "from" satisfies MessageField), "phone_number");
  const to = readNumber(receiver, "phone_number");
  const ours = type === "message.received" ? to : from;
  if (message === null || ours === null) return null;
  const event: MessageEvent = {
    id,
    type,
    occurredAt,
    message,
    from,
    to,
    status: readText(receiver, "status", /^[a-z_]{1,40}$/),
    text: readBody(payload),
    errorCodes: readErrorCodes(payload),
  };
  return { event, ours };
}

function readBody(payload: Fields): string | null {
  const text = readText(payload, "text" satisfies MessageField);
  return text === null ? null : cleanSpeech(text);
}

function readErrorCodes(payload: Fields): readonly string[] {
  return readList(payload, "errors" satisfies MessageField)
    .map((error) => readText(error, "code", /^[\w.-]{1,16}$/))
    .filter((code) => code !== null)
    .slice(0, ERRORS_CAP);
}
