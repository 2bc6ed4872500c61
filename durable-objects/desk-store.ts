/** The small things a desk remembers: what it has accepted, what it may not do again so soon, whom it must not text. */
import type { E164, EpochMs } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import type { Storage } from "./migrations.ts";

const HOUR_MS = 60 * 60_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** A circuit that is open until then is open until someone closes it. */
export const FOR_GOOD = Number.MAX_SAFE_INTEGER;

/** Singletons. */
type Kept = {
  rulebook: Rulebook;
  /** Our number that last had a call, and who is to hear of trouble: for alerts of the desk's own. */
  line: E164;
  alertTo: E164;
  purgedAt: EpochMs;
};

export type Circuit = { readonly failures: number; readonly openUntil: EpochMs };

export class DeskStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read<Name extends keyof Kept>(name: Name): Kept[Name] | null {
    const [row] = this.#exec("SELECT value FROM kept WHERE name = ?", name).toArray();
    return row === undefined ? null : (JSON.parse(String(row.value)) as Kept[Name]);
  }

  write<Name extends keyof Kept>(name: Name, value: Kept[Name]): void {
    const text = JSON.stringify(value);
    this.#exec(
      "INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
      name,
      text,
    );
  }

  /** False when it was accepted before. */
  accept(id: string, now: EpochMs): boolean {
    return (
      this.#exec("INSERT INTO accepted (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", id, now).toArray()
        .length > 0
    );
  }

  /** True at most once an hour per name. */
  allow(name: string, now: EpochMs): boolean {
    const query = `INSERT INTO limited (name, at) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET at = excluded.at WHERE at <= ? RETURNING name`;
    return this.#exec(query, name, now, now - HOUR_MS).toArray().length > 0;
  }

  suppress(number: E164, reason: string, now: EpochMs): void {
    this.#exec(
      "INSERT INTO suppressed (number, reason, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      number,
      reason,
      now,
    );
  }

  unsuppress(number: E164): void {
    this.#exec("DELETE FROM suppressed WHERE number = ?", number);
  }

  isSuppressed(number: E164): boolean {
    return this.#exec("SELECT 1 FROM suppressed WHERE number = ?", number).toArray().length > 0;
  }

  circuit(target: string): Circuit | null {
    const [row] = this.#exec("SELECT failures, open_until FROM circuit WHERE target = ?", target).toArray();
    return row === undefined ? null : { failures: Number(row.failures), openUntil: Number(row.open_until) };
  }

  setCircuit(target: string, { failures, openUntil }: Circuit): void {
    this.#exec(
      `INSERT INTO circuit (target, failures, open_until) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET failures = excluded.failures, open_until = excluded.open_until`,
      target,
      failures,
      openUntil,
    );
  }

  closeCircuit(target: string): void {
    this.#exec("DELETE FROM circuit WHERE target = ?", target);
  }

  /** True when an hour has passed since it was last true. */
  purge(now: EpochMs): boolean {
    const last = this.read("purgedAt");
    if (last !== null && last > now - HOUR_MS) return false;
    this.write("purgedAt", now);
    this.#exec("DELETE FROM accepted WHERE at <= ?", now - WEEK_MS);
    this.#exec("DELETE FROM limited WHERE at <= ?", now - HOUR_MS);
    this.#exec("DELETE FROM sms WHERE sent_at <= ?", now - WEEK_MS);
    return true;
  }

  #exec(query: string, ...bindings: (string | number)[]) {
    return this.#storage.sql.exec(query, ...bindings);
  }
}
