/** Who is calling, who called lately, and whose phones ring for it: what a caller is screened by. */
import type { Screening } from "../rules/call/events.ts";
import { type CallId, callId, type E164, type EpochMs } from "../rules/ids.ts";
import type { Storage } from "./migrations.ts";
import type { ScreenRequest } from "./protocol.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** More than a person in distress redials, and far less than a machine. */
const MOST_A_MINUTE = 5;
const MOST_AN_HOUR = 20;
/** Telnyx ends every call after four hours; what is open longer has lost its end. */
const OPEN_AT_MOST_MS = 24 * HOUR_MS;

export class Register {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Counts the call, once, and says whether it is welcome. */
  screen({ call, from, to, blocked, own }: ScreenRequest, now: EpochMs): Screening {
    if (from === null) return { verdict: "welcome", recentCalls: 0 };
    this.#exec("INSERT INTO recent_call (number, call, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", from, call, now);
    const earlier = this.#exec(
      "SELECT at FROM recent_call WHERE number = ? AND call <> ? AND at > ?",
      from,
      call,
      now - HOUR_MS,
    )
      .toArray()
      .map(({ at }) => Number(at));
    const recentCalls = earlier.length;
    const lastMinute = earlier.filter((at) => at > now - MINUTE_MS).length;
    if (from === to || own.includes(from) || this.#isRinging(from)) return { verdict: "loop", recentCalls };
    if (blocked.includes(from)) return { verdict: "blocked", recentCalls };
    if (lastMinute >= MOST_A_MINUTE || recentCalls >= MOST_AN_HOUR) return { verdict: "flood", recentCalls };
    return { verdict: "welcome", recentCalls };
  }

  open(call: CallId, to: E164, now: EpochMs): void {
    this.#exec(
      "INSERT INTO open_call (call, to_number, at, ringing) VALUES (?, ?, ?, '[]') ON CONFLICT DO NOTHING",
      call,
      to,
      now,
    );
  }

  ring(call: CallId, ringing: readonly E164[]): void {
    this.#exec("UPDATE open_call SET ringing = ? WHERE call = ?", JSON.stringify(ringing), call);
  }

  close(call: CallId): void {
    this.#exec("DELETE FROM open_call WHERE call = ?", call);
  }

  openCalls(): CallId[] {
    return this.#exec("SELECT call FROM open_call ORDER BY at")
      .toArray()
      .map(({ call }) => callId(String(call)));
  }

  purge(now: EpochMs): void {
    this.#exec("DELETE FROM recent_call WHERE at <= ?", now - HOUR_MS);
    this.#exec("DELETE FROM open_call WHERE at <= ?", now - OPEN_AT_MOST_MS);
  }

  /** A phone that we ring and that forwards to us calls with its own number. */
  #isRinging(number: E164): boolean {
    return (
      this.#exec("SELECT 1 FROM open_call WHERE instr(ringing, ?) > 0 LIMIT 1", `"${number}"`).toArray().length > 0
    );
  }

  #exec(query: string, ...bindings: (string | number)[]) {
    return this.#storage.sql.exec(query, ...bindings);
  }
}
