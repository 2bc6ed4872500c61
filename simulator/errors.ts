/**
 * Telnyx's refusals. Codes and titles are those of its API reference and its list of error codes, details are ours; where
 * the HTTP status or the code is not published, docs/assumptions.md says so.
 */
import type { CommandResponse, Json } from "./types.ts";

export type Refusal = { status: number; code: string; title: string; detail: string; pointer?: string };

export const refused = (refusal: Refusal): CommandResponse => {
  const { status, code, title, detail, pointer } = refusal;
  const error: { [key: string]: Json } = { code, title, detail };
  if (pointer !== undefined) error.source = { pointer };
  return { status, body: { errors: [error] } };
};

export const unauthorized: Refusal = {
  status: 401,
  code: "10009",
  title: "Authentication failed",
  detail: "The API key is missing or wrong.",
};
export const unknownRoute: Refusal = {
  status: 404,
  code: "10005",
  title: "Resource not found",
  detail: "There is nothing at this address.",
};
export const serverError: Refusal = {
  status: 500,
  code: "10007",
  title: "Internal server error",
  detail: "Internal server error",
};
export const tooManyRequests: Refusal = {
  status: 429,
  code: "10011",
  title: "Too many requests",
  detail: "Too many requests in a short time.",
};
export const tooManyDials: Refusal = {
  status: 429,
  code: "90103",
  title: "Dials per second limit exceeded",
  detail: "The number of outbound calls in the last 5 seconds is above the limit of this account.",
};

export const callEnded: Refusal = {
  status: 422,
  code: "90018",
  title: "Call has already ended",
  detail: "The call is over and takes no more commands.",
};
export const notAnswered: Refusal = {
  status: 422,
  code: "90034",
  title: "Call not answered yet",
  detail: "This command needs a call that was answered.",
};
export const unknownCall = (pointer = "/call_control_id"): Refusal => ({
  status: 422,
  code: "90015",
  title: "Invalid Call Control ID",
  detail: "No call has this call_control_id.",
  pointer,
});
export const transcriptionActive: Refusal = {
  status: 422,
  code: "90054",
  title: "Call transcription is already in progress",
  detail: "Only one transcription can run on a call.",
};
export const answerOutbound: Refusal = {
  status: 422,
  code: "90102",
  title: "Invalid call direction",
  detail: "Only incoming calls can be answered.",
};
/** The code is a guess: Telnyx publishes the behaviour of `prevent_double_bridge`, not its answer. */
export const alreadyBridged: Refusal = {
  status: 422,
  code: "90033",
  title: "Unable to execute command",
  detail: "The call is already bridged to another call.",
};
/** A guess too: what a second command with the same `command_id` is told under the quirk `duplicateCommand: "error"`. */
export const duplicateCommand: Refusal = {
  status: 422,
  code: "10015",
  title: "Invalid value",
  detail: "A command with this command_id was already received.",
  pointer: "/command_id",
};

export const missing = (field: string): Refusal => ({
  status: 422,
  code: "10004",
  title: "Missing required parameter",
  detail: `'${field}' is required.`,
  pointer: `/${field}`,
});
export const invalidValue = (field: string, detail = `The value of '${field}' is invalid.`): Refusal => ({
  status: 422,
  code: "10015",
  title: "Invalid value",
  detail,
  pointer: `/${field}`,
});
export const unknownConnection: Refusal = {
  status: 422,
  code: "10015",
  title: "Invalid value for connection_id (Call Control App ID)",
  detail: "No Call Control App with a webhook URL has this connection_id.",
  pointer: "/connection_id",
};
export const notE164 = (field: string): Refusal => ({
  status: 422,
  code: "10016",
  title: "Phone number must be in +E164 format",
  detail: `'${field}' must be a number in E.164.`,
  pointer: `/${field}`,
});
export const notOneOf = (field: string, allowed: readonly unknown[]): Refusal => ({
  status: 422,
  code: "10032",
  title: "Invalid enumerated value",
  detail: `Allowed are: ${allowed.join(", ")}.`,
  pointer: `/${field}`,
});
export const outOfRange = (field: string, limit: string): Refusal => ({
  status: 422,
  code: "10033",
  title: "Value outside of range",
  detail: `Allowed is ${limit}.`,
  pointer: `/${field}`,
});
export const badPayload: Refusal = {
  status: 422,
  code: "90010",
  title: "Invalid payload",
  detail: "The payload must have between 1 and 3000 characters.",
  pointer: "/payload",
};
export const badVoice: Refusal = {
  status: 422,
  code: "90012",
  title: "Invalid voice",
  detail: "The voice provided was not valid.",
  pointer: "/voice",
};
export const badClientState = (field: string): Refusal => ({
  status: 422,
  code: "90017",
  title: "Invalid value for client_state",
  detail: "client_state must be Base64.",
  pointer: `/${field}`,
});

export const stoppedReceiver: Refusal = {
  status: 400,
  code: "40300",
  title: "Blocked due to STOP message",
  detail: "Messages cannot be sent from this number to a receiver who answered STOP.",
};
export const badReceiver: Refusal = {
  status: 400,
  code: "40310",
  title: "Invalid 'to' address",
  detail: "The destination is not a valid telephone number.",
  pointer: "/to",
};
export const foreignSender: Refusal = {
  status: 400,
  code: "40305",
  title: "Invalid 'from' address",
  detail: "The sending number is not on a messaging profile of this account.",
  pointer: "/from",
};
export const spendLimit: Refusal = {
  status: 429,
  code: "40333",
  title: "Daily spend limit reached",
  detail: "The messaging profile has reached its daily spend limit; it opens again at 00:00 UTC.",
};
