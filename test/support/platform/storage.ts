/**
 * What an object keeps: its SQLite database and its one alarm. It outlives every instance; each instance sees it
 * through a `StorageView` that fails once that instance is discarded.
 *
 * Writes outside a transaction stay when the code around them throws; `transactionSync` takes back SQL and alarm
 * together (platform §2.2).
 */
import { type Database, openDatabase } from "./sql.ts";

export type Store = {
  readonly database: Database;
  readonly alarmAt: number | null;
  /** Counts writes, so that whoever watches knows when there is something new to see. */
  readonly writes: number;
  exec(query: string, bindings: readonly unknown[]): ReturnType<Database["exec"]>;
  transaction<T>(work: () => T, beforeCommit: () => void): T;
  setAlarm(at: number | null): void;
  /** The alarm whose handler starts now is kept until the handler succeeded, but reads as unset meanwhile. */
  beginAlarm(): void;
  /** `keptAt` is when it comes again, if the handler did not succeed; null deletes it. */
  endAlarm(keptAt: number | null): void;
  readonly alarmReplaced: boolean;
  visibleAlarm(): number | null;
  deleteAll(): void;
  close(): void;
};

export function createStore(onAlarm: (at: number | null) => void): Store {
  let database = openDatabase();
  let alarm: { at: number | null; inHandler: boolean } = { at: null, inHandler: false };
  let depth = 0;
  let writes = 0;

  const changeAlarm = (next: typeof alarm) => {
    alarm = next;
    writes += 1;
    if (depth === 0) onAlarm(alarm.at);
  };

  return {
    get database() {
      return database;
    },
    get alarmAt() {
      return alarm.at;
    },
    get writes() {
      return writes;
    },
    exec(query, bindings) {
      const cursor = database.exec(query, bindings);
      if (cursor.rowsWritten > 0) writes += 1;
      return cursor;
    },
    transaction(work, beforeCommit) {
      const name = `t${depth}`;
      const alarmBefore = alarm;
      database.command(`SAVEPOINT ${name}`);
      depth += 1;
      try {
        const result = work();
        if (typeof result === "object" && result !== null && "then" in result)
          throw new TypeError("transactionSync takes a synchronous function; this one returned a promise");
        if (depth === 1) beforeCommit();
        database.command(`RELEASE ${name}`);
        return result;
      } catch (error) {
        database.command(`ROLLBACK TO ${name}`);
        database.command(`RELEASE ${name}`);
        alarm = alarmBefore;
        throw error;
      } finally {
        depth -= 1;
        if (depth === 0 && alarm !== alarmBefore) onAlarm(alarm.at);
      }
    },
    setAlarm: (at) => changeAlarm({ at, inHandler: false }),
    beginAlarm() {
      alarm = { ...alarm, inHandler: true };
    },
    endAlarm(keptAt) {
      if (alarm.inHandler) changeAlarm({ at: keptAt, inHandler: false });
      else onAlarm(alarm.at);
    },
    get alarmReplaced() {
      return !alarm.inHandler;
    },
    visibleAlarm: () => (alarm.inHandler ? null : alarm.at),
    deleteAll() {
      if (depth > 0) throw new Error("deleteAll() cannot be called inside a transaction");
      database.close();
      database = openDatabase();
      changeAlarm({ at: null, inHandler: false });
    },
    close: () => database.close(),
  };
}
