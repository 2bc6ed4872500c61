/**
 * What became of a command, by Telnyx's error code. The status says less: 422 is a caller who has hung up as well as a
 * wrong number, and 429 is a queue as well as a day's budget. Codes: Telnyx's API error reference.
 */
import { APIError } from "telnyx";
import type { CallEffect } from "../../rules/call/effects.ts";
import type { Refusal } from "../../rules/call/events.ts";
import type { Transfer } from "../bail-out.ts";

export type CommandKind = CallEffect["kind"] | Transfer["kind"];

export type Failure =
  /** Already so: the effect was there before the command. */
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly code: string; readonly ourFault: boolean }
  | { readonly kind: "transient"; readonly code: string; readonly afterMs: number | null }
  /** Right, but before its time: the leg has not been answered. Costs no attempt. */
  | { readonly kind: "too-early"; readonly code: string };

export type ReadError = {
  readonly status: number | null;
  readonly code: string | null;
  /** JSON pointer to the field that was refused. */
  readonly pointer: string | null;
  /** What the receiver asked for, in milliseconds. */
  readonly resetMs: number | null;
};

export function readTelnyxError(error: unknown): ReadError {
  if (!(error instanceof APIError)) return { status: null, code: null, pointer: null, resetMs: null };
  const [first] = listOf(error.error, "errors");
  return {
    status: error.status ?? null,
    code: textOf(first, "code"),
    pointer: textOf(fieldOf(first, "source"), "pointer"),
    resetMs: readReset(error.headers),
  };
}

const STOPS: readonly CommandKind[] = ["hangup", "stop-saying", "stop-playing", "stop-listening"];

export function classify(kind: CommandKind, error: unknown): Failure {
  const { status, code, pointer, resetMs } = readTelnyxError(error);
  const name = code ?? (status === null ? "no-answer" : `http-${status}`);
  const refused = (refusal: Refusal, ourFault = false): Failure => ({ kind: "refused", refusal, code: name, ourFault });
  switch (code) {
    case "90018": // the call has ended
    case "90015": // there is no such call
      return STOPS.includes(kind) ? { kind: "accepted" } : refused("call-ended");
    case "90034": // not answered yet
      return { kind: "too-early", code: name };
    case "90054": // transcription is active
    case "90061": // an assistant is
      return { kind: "accepted" };
    case "10011": // too many requests
    case "90103": // too many dials in five seconds
      return { kind: "transient", code: name, afterMs: resetMs };
    case "10016": // not E.164
    case "10015": // a value that is none
      if (kind === "dial" || kind === "transfer")
        return pointer === null || pointer === "/to" ? refused("bad-destination") : refused("not-allowed", true);
      return refused("rejected");
  }
  if (status === 401) return refused("not-allowed", true);
  // A destination that the outbound voice profile does not list is refused like this; so is an account on hold.
  if (status === 403) return refused("not-allowed", true);
  if (status === 404) return kind === "dial" ? refused("rejected") : refused("call-ended");
  if (status === null || status < 400 || status === 408 || status === 409 || status === 429 || status >= 500)
    return { kind: "transient", code: name, afterMs: resetMs };
  return refused("rejected");
}

/** Both are seconds from now. */
function readReset(headers: Headers | undefined): number | null {
  const text = headers?.get("x-ratelimit-reset") ?? headers?.get("retry-after") ?? "";
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : null;
  return seconds === null ? null : seconds * 1_000;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** Codes are strings by the reference; some gateways send numbers. */
function textOf(value: unknown, name: string): string | null {
  const text = fieldOf(value, name);
  if (typeof text === "number") return String(text);
  return typeof text === "string" && text.length <= 40 ? text : null;
}
