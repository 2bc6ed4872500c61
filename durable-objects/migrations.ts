/**
 * Brings an object's tables from whatever version it was left at to the one this code knows. Numbered, append-only,
 * and run before the first use rather than in the constructor, because a write there would hold back the first
 * command of a call. What is up to date is only read.
 */

/** What we use of `ctx.storage`. */
export type Storage = Pick<
  DurableObjectStorage,
  "sql" | "transactionSync" | "getAlarm" | "setAlarm" | "deleteAlarm" | "deleteAll" | "sync"
>;

export type Migration = {
  /** Counts up from 1 without a gap. */
  readonly number: number;
  /** What it is for; checked against what was run, so that history cannot be rewritten under living data. */
  readonly name: string;
  /** Code that only knows migrations below this number refuses the data that this one leaves. */
  readonly minSafeRollback: number;
  readonly sql: string;
};

/** The data and the code do not fit together; nothing was changed. The Worker takes the call past us. */
export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
}

/** The number of the last migration that was run here; 0 for an object that has never kept anything. */
export function versionOf(storage: Storage): number {
  const table = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_migrations'").toArray();
  if (table.length === 0) return 0;
  return Number(storage.sql.exec("SELECT coalesce(max(number), 0) AS number FROM _migrations").one().number);
}

/** To be called inside a transaction. `upTo` stops early, so that a test can leave data as older code did. */
export function migrate(storage: Storage, migrations: readonly Migration[], upTo = migrations.length): void {
  const version = versionOf(storage);
  if (version > 0) assertFits(storage, migrations);
  for (const migration of migrations.slice(version, upTo)) {
    if (migration.number === 1) storage.sql.exec(MIGRATIONS_TABLE);
    storage.sql.exec(migration.sql);
    storage.sql.exec(
      "INSERT INTO _migrations (number, name, min_safe_rollback) VALUES (?, ?, ?)",
      migration.number,
      migration.name,
      migration.minSafeRollback,
    );
  }
}

const MIGRATIONS_TABLE = `CREATE TABLE _migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  min_safe_rollback INTEGER NOT NULL
)`;

function assertFits(storage: Storage, migrations: readonly Migration[]): void {
  const known = migrations.length;
  for (const row of storage.sql.exec("SELECT number, name, min_safe_rollback FROM _migrations ORDER BY number")) {
    const mine = migrations[Number(row.number) - 1];
    if (mine === undefined) {
      if (Number(row.min_safe_rollback) > known)
        throw new MigrationRefused(
          `This object's data is at migration ${row.number} (${row.name}), which this code (${known}) is too old for. ` +
            "Deploy the newer version again; nothing was changed.",
        );
    } else if (mine.name !== row.name)
      throw new MigrationRefused(
        `Migration ${row.number} was "${row.name}" when it was run here and is "${mine.name}" in this code. ` +
          "Migrations are only ever appended; nothing was changed.",
      );
  }
}
