/**
 * The tables of both objects. Every row written is paid for and waited for, so singletons share a table, an event's
 * log row is also what recognises its duplicate, and no table has an index it can do without.
 */
import type { Migration } from "./migrations.ts";

/** One module serves both objects, see outbox.ts. An effect's place in the order is `seq`; its key is its id. */
const OUTBOX = `CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  lane TEXT NOT NULL,
  order_key TEXT NOT NULL,
  effect TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  crashes INTEGER NOT NULL,
  first_at INTEGER,
  due_at INTEGER NOT NULL,
  leased_until INTEGER,
  state TEXT NOT NULL,
  last_error TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID`;

const KEPT = "CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";

export const CALL_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: "call, events, transcript, outbox",
    minSafeRollback: 1,
    sql: `
      ${KEPT};
      CREATE TABLE event (
        key TEXT PRIMARY KEY,
        id TEXT,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        detail TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE transcript (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, speaker TEXT NOT NULL, text TEXT NOT NULL);
      ${OUTBOX}`,
  },
];

export const DESK_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: "register, outbox, messages",
    minSafeRollback: 1,
    sql: `
      ${KEPT};
      ${OUTBOX};
      CREATE INDEX outbox_order ON outbox (order_key, seq);
      CREATE TABLE accepted (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE open_call (call TEXT PRIMARY KEY, to_number TEXT NOT NULL, at INTEGER NOT NULL, ringing TEXT NOT NULL)
        WITHOUT ROWID;
      CREATE TABLE recent_call (number TEXT NOT NULL, call TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (number, call))
        WITHOUT ROWID;
      CREATE TABLE sms (
        effect TEXT PRIMARY KEY,
        message TEXT,
        purpose TEXT NOT NULL,
        number TEXT NOT NULL,
        sends INTEGER NOT NULL,
        sent_at INTEGER NOT NULL,
        heard INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE suppressed (number TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE limited (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE circuit (
        target TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        open_until INTEGER NOT NULL
      ) WITHOUT ROWID`,
  },
];
