/**
 * One structured line per counted thing. Lines carry ids only: the fields are a closed list, so that no telephone
 * number, no word of a caller and no secret has a place to go. An error is counted by its class, never by its message,
 * because messages quote what they choked on.
 */
import type { BusinessId, CallId } from "../rules/ids.ts";

export type Counted =
  | "alert.undelivered"
  | "call.bypassed"
  | "call.failed-open"
  | "call.not-taken"
  | "late.lost"
  | "object.failed"
  | "request.failed"
  | "request.rejected"
  | "rulebook.trouble"
  | "setting.problem"
  | "sweep.failed"
  | "sweep.truncated"
  | "webhook.ignored"
  | "webhook.key";

export type Fields = {
  readonly call?: CallId | null;
  readonly business?: BusinessId;
  /** Telnyx's `data.id`. */
  readonly webhook?: string;
  readonly type?: string;
  readonly reason?: string;
  readonly setting?: string;
  readonly connection?: string | null;
  readonly status?: number;
  /** Which of several public keys matched, from 1. */
  readonly key?: number;
  readonly error?: string;
};

export function count(event: Counted, fields: Fields = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** The class of an error and what the platform says of it: `Error overloaded`, `TypeError`. */
export function nameError(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const flags = ["retryable", "overloaded", "remote"].filter((flag) => Reflect.get(error, flag) === true);
  return [error.name, ...flags].join(" ");
}
