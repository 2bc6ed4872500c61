/**
 * Effects on their way out, each kept until its outcome is known. A claim (one more attempt and a lease) is written
 * before the effect is sent, so that a process that dies while sending has counted; a lease that runs out frees the
 * row. Rows of one order key go one after the other; parking one lets the next pass, because liveness then matters
 * more than order.
 */
import type { EffectId, EpochMs } from "../rules/ids.ts";
import { type Lane, LEASE_MS } from "./lanes.ts";
import type { Storage } from "./migrations.ts";

/** An effect that was under way this often when its process died is what kills it. */
const QUARANTINE_AFTER = 5;

export type NewRow<Item> = {
  readonly id: EffectId;
  readonly lane: Lane;
  readonly orderKey: string;
  readonly item: Item;
  /** Not before. */
  readonly dueAt: EpochMs;
};

export type Row<Item> = {
  readonly id: EffectId;
  readonly lane: Lane;
  readonly orderKey: string;
  readonly item: Item;
  /** The one under way included. */
  readonly attempts: number;
  readonly firstAt: EpochMs;
  readonly lastError: string | null;
  /** It was under way when its process died, again and again: it must not be sent, and someone must be told. */
  readonly quarantined: boolean;
};

export type Waiting<Item> = Omit<Row<Item>, "firstAt" | "quarantined"> & {
  readonly firstAt: EpochMs | null;
  readonly dueAt: EpochMs;
  readonly state: "pending" | "parked";
};

type Stored = {
  id: string;
  lane: string;
  order_key: string;
  effect: string;
  attempts: number;
  crashes: number;
  first_at: number | null;
  due_at: number;
  leased_until: number | null;
  state: string;
  last_error: string | null;
};

const COLUMNS = "id, lane, order_key, effect, attempts, crashes, first_at, due_at, leased_until, state, last_error";

/** The first pending row of each order key: the only ones that may go. */
const HEADS = `FROM outbox AS o WHERE o.state = 'pending' AND NOT EXISTS (
  SELECT 1 FROM outbox AS b WHERE b.order_key = o.order_key AND b.seq < o.seq AND b.state = 'pending')`;

/** `Item` is what the caller put in, as JSON; every method is one or more statements and no transaction of its own. */
export class Outbox<Item> {
  readonly #storage: Storage;
  /** Rows this instance is sending now, so that a lease that ran out under a slow clock sends nothing twice here. */
  readonly #underWay = new Set<string>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** False when there is a row of that id already. */
  add(row: NewRow<Item>, now: EpochMs): boolean {
    return this.#insert(row, now, 0, null);
  }

  /** Adds a row already claimed, for the sender that starts as soon as the transaction is kept. */
  addBorn(row: NewRow<Item>, now: EpochMs): Row<Item> {
    this.#insert(row, now, 1, now + LEASE_MS[row.lane]);
    return { ...row, attempts: 1, firstAt: now, lastError: null, quarantined: false };
  }

  /** Whether a new row of this key would have to wait for an earlier one. */
  isBusy(orderKey: string): boolean {
    return (
      this.#exec("SELECT 1 FROM outbox WHERE order_key = ? AND state = 'pending' LIMIT 1", orderKey).toArray().length >
      0
    );
  }

  /** Claims the next row of the lane that may go, or null. */
  claim(lane: Lane, now: EpochMs): Row<Item> | null {
    const candidates = this.#rows(
      `SELECT ${COLUMNS} ${HEADS} AND o.lane = ? AND o.due_at <= ? AND (o.leased_until IS NULL OR o.leased_until <= ?)
       ORDER BY o.due_at, o.seq LIMIT 8`,
      lane,
      now,
      now,
    );
    const free = candidates.find((stored) => !this.#underWay.has(stored.id));
    return free === undefined ? null : this.#claimed(free, now);
  }

  /** Claims everything of an order key that is not under way; for receivers that take many at once. */
  claimAll(orderKey: string, now: EpochMs, limit: number): Row<Item>[] {
    const stored = this.#rows(
      `SELECT ${COLUMNS} FROM outbox WHERE order_key = ? AND state = 'pending' ORDER BY seq LIMIT ?`,
      orderKey,
      limit,
    );
    if (stored.some((row) => this.#underWay.has(row.id) || (row.leased_until ?? 0) > now)) return [];
    if (!stored.some((row) => row.due_at <= now)) return [];
    return stored.map((row) => this.#claimed(row, now));
  }

  started(id: EffectId): void {
    this.#underWay.add(id);
  }

  stopped(id: EffectId): void {
    this.#underWay.delete(id);
  }

  /** The outcome is known: the row is gone. False when it was known already. */
  settle(id: EffectId): boolean {
    return this.#exec("DELETE FROM outbox WHERE id = ? RETURNING id", id).toArray().length > 0;
  }

  dropLane(lane: Lane): void {
    this.#exec("DELETE FROM outbox WHERE lane = ?", lane);
  }

  /** Tried and to be tried again. `free` gives the attempt back: nothing was wrong, it was only too early. */
  retry(row: Pick<Row<Item>, "id" | "attempts">, dueAt: EpochMs, error: string, free = false): void {
    this.#exec(
      `UPDATE outbox SET due_at = ?, leased_until = NULL, crashes = 0, last_error = ?, attempts = attempts - ?
       WHERE id = ? AND attempts = ? AND state = 'pending'`,
      dueAt,
      error,
      free ? 1 : 0,
      row.id,
      row.attempts,
    );
  }

  /** Brings the next try forward; false when there is none to bring forward. */
  hasten(id: EffectId, now: EpochMs): boolean {
    const query = `UPDATE outbox SET due_at = ? WHERE id = ? AND state = 'pending' AND leased_until IS NULL RETURNING id`;
    return this.#exec(query, now, id).toArray().length > 0;
  }

  /** Kept, but no longer tried until someone asks. */
  park(id: EffectId, now: EpochMs, error: string): void {
    this.#exec(
      "UPDATE outbox SET state = 'parked', due_at = ?, leased_until = NULL, last_error = ? WHERE id = ?",
      now,
      error,
      id,
    );
  }

  /** Makes a parked row pending again under its own id; false when no parked row has it. */
  replay(id: EffectId, now: EpochMs): boolean {
    return (
      this.#exec(
        `UPDATE outbox SET state = 'pending', attempts = 0, crashes = 0, first_at = NULL, due_at = ?, leased_until = NULL
         WHERE id = ? AND state = 'parked' RETURNING id`,
        now,
        id,
      ).toArray().length > 0
    );
  }

  /** When something may be sent next, or a lease runs out; null when nothing is pending. */
  nextDue(): EpochMs | null {
    const { at } = this.#exec(`SELECT min(max(o.due_at, coalesce(o.leased_until, 0))) AS at ${HEADS}`).one();
    return at === null ? null : Number(at);
  }

  pending(lane?: Lane): Waiting<Item>[] {
    return this.#all("state = 'pending' AND lane = coalesce(?, lane)", lane ?? null);
  }

  parked(): Waiting<Item>[] {
    return this.#all("state = 'parked'");
  }

  all(): Waiting<Item>[] {
    return this.#all("true");
  }

  /** Of everything that has no outcome yet. */
  ids(): ReadonlySet<string> {
    return new Set(
      this.#exec("SELECT id FROM outbox")
        .toArray()
        .map(({ id }) => String(id)),
    );
  }

  find(id: EffectId): Waiting<Item> | null {
    return this.#all("id = ?", id)[0] ?? null;
  }

  #insert(row: NewRow<Item>, now: EpochMs, attempts: number, leasedUntil: EpochMs | null): boolean {
    const seq = Number(
      this.#exec("SELECT coalesce(max(seq), 0) + 1 AS seq FROM outbox WHERE order_key = ?", row.orderKey).one().seq,
    );
    return (
      this.#exec(
        `INSERT INTO outbox (${COLUMNS}, seq, created_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, 'pending', NULL, ?, ?)
         ON CONFLICT DO NOTHING RETURNING id`,
        row.id,
        row.lane,
        row.orderKey,
        JSON.stringify(row.item),
        attempts,
        attempts > 0 ? now : null,
        row.dueAt,
        leasedUntil,
        seq,
        now,
      ).toArray().length > 0
    );
  }

  /** A lease that ran out without an outcome means that the process died with this row in its hands, or was stopped. */
  #claimed(stored: Stored, now: EpochMs): Row<Item> {
    const row = fromStored<Item>(stored);
    const crashes = stored.leased_until === null ? 0 : stored.crashes + 1;
    // A hand-over to our own desk is never set aside, so it waits longer and longer instead.
    const patience = row.lane === "desk" ? 2 ** Math.min(crashes, 6) : 1;
    this.#exec(
      "UPDATE outbox SET attempts = attempts + 1, crashes = ?, first_at = coalesce(first_at, ?), leased_until = ? WHERE id = ?",
      crashes,
      now,
      now + LEASE_MS[row.lane] * patience,
      row.id,
    );
    return {
      ...row,
      attempts: stored.attempts + 1,
      firstAt: stored.first_at ?? now,
      quarantined: row.lane !== "desk" && crashes >= QUARANTINE_AFTER,
    };
  }

  #all(where: string, ...bindings: (string | null)[]): Waiting<Item>[] {
    return this.#rows(`SELECT ${COLUMNS} FROM outbox WHERE ${where} ORDER BY created_at, seq`, ...bindings).map(
      (stored) => ({
        ...fromStored<Item>(stored),
        firstAt: stored.first_at,
        dueAt: stored.due_at,
        state: stored.state === "parked" ? "parked" : "pending",
      }),
    );
  }

  #rows(query: string, ...bindings: (string | number | null)[]): Stored[] {
    return this.#storage.sql.exec<Stored>(query, ...bindings).toArray();
  }

  #exec(query: string, ...bindings: (string | number | null)[]) {
    return this.#storage.sql.exec(query, ...bindings);
  }
}

const fromStored = <Item>(stored: Stored) => ({
  id: stored.id as EffectId,
  lane: stored.lane as Lane,
  orderKey: stored.order_key,
  item: JSON.parse(stored.effect) as Item,
  attempts: stored.attempts,
  lastError: stored.last_error,
});
