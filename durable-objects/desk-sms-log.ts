/** Which texts were sent, how often, and what the carrier has said of them. */
import type { E164, EffectId, EpochMs } from "../rules/ids.ts";
import type { Purpose } from "./desk-texts.ts";
import type { Storage } from "./migrations.ts";

/** Our clock and the carrier's may differ by some seconds, and its report may carry the time of the request. */
const SKEW_MS = 10_000;

export type Tracked = {
  readonly effect: EffectId;
  readonly purpose: Purpose;
  readonly number: E164;
  readonly sends: number;
  /** The carrier has said that it went out. */
  readonly heard: boolean;
};

type Stored = { effect: string; purpose: string; number: string; sends: number; heard: number };
const COLUMNS = "effect, purpose, number, sends, heard";

export class SmsLog {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  sending(effect: EffectId, purpose: Purpose, number: E164, now: EpochMs): void {
    this.#exec(
      `INSERT INTO sms (effect, message, purpose, number, sends, sent_at, heard) VALUES (?, NULL, ?, ?, 1, ?, 0)
       ON CONFLICT DO UPDATE SET sends = sends + 1, sent_at = excluded.sent_at`,
      effect,
      purpose,
      number,
      now,
    );
  }

  /** Telnyx refused before it sent anything. */
  notSent(effect: EffectId): void {
    this.#exec("UPDATE sms SET sends = sends - 1 WHERE effect = ?", effect);
  }

  accepted(effect: EffectId, message: string | null): void {
    this.#exec("UPDATE sms SET message = ? WHERE effect = ?", message, effect);
  }

  heard(effect: EffectId): void {
    this.#exec("UPDATE sms SET heard = 1 WHERE effect = ?", effect);
  }

  forget(effect: EffectId): void {
    this.#exec("DELETE FROM sms WHERE effect = ?", effect);
  }

  find(effect: EffectId): Tracked | null {
    return this.#one(`SELECT ${COLUMNS} FROM sms WHERE effect = ?`, effect);
  }

  /** By Telnyx's id; or, when its answer never came and we have none, by whom it was sent to and when. */
  findReported(message: string, to: E164 | null, occurredAt: EpochMs): Tracked | null {
    return (
      this.#one(`SELECT ${COLUMNS} FROM sms WHERE message = ?`, message) ??
      this.#one(
        `SELECT ${COLUMNS} FROM sms WHERE message IS NULL AND number = ? AND sent_at <= ? ORDER BY sent_at DESC LIMIT 1`,
        to ?? "",
        occurredAt + SKEW_MS,
      )
    );
  }

  #one(query: string, ...bindings: (string | number)[]): Tracked | null {
    const [row] = this.#storage.sql.exec<Stored>(query, ...bindings).toArray();
    if (row === undefined) return null;
    const { effect, purpose, number, sends, heard } = row;
    return {
      effect: effect as EffectId,
      purpose: purpose as Purpose,
      number: number as E164,
      sends,
      heard: heard !== 0,
    };
  }

  #exec(query: string, ...bindings: (string | number | null)[]): void {
    this.#storage.sql.exec(query, ...bindings);
  }
}
