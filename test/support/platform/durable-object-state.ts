/** `ctx` as one instance sees it: the object's storage, its name, and a gate that holds calls back. */
import { type Scope, whileAlive } from "./scope.ts";
import type { Cursor } from "./sql.ts";
import type { Store } from "./storage.ts";

export type ObjectId = { readonly name: string; toString(): string; equals(other: ObjectId): boolean };

export type InstanceHooks = {
  readonly scope: Scope;
  /** Called before the outermost transaction of a turn is kept; throws when the process dies there. */
  beforeCommit(): void;
  /** Adds to what calls to this instance wait for; a rejection resets the object. */
  holdCalls(work: Promise<unknown>): void;
  /** Work that goes on after its call was answered: an object is not idle meanwhile. */
  staysFor(work: Promise<unknown>): void;
  /** `ctx.abort`. */
  reset(reason: string): void;
};

export function createState(id: ObjectId, store: Store, hooks: InstanceHooks): DurableObjectState {
  const { scope } = hooks;
  const assertAlive = () => {
    if (!scope.alive) throw new Error(`${scope.name}: this instance was discarded; its storage is out of reach`);
  };
  const storage = {
    sql: {
      exec(query: string, ...bindings: unknown[]): Cursor {
        assertAlive();
        return store.exec(query, bindings);
      },
      get databaseSize() {
        return Number(
          store.exec("SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size", []).one().size,
        );
      },
    },
    transactionSync<T>(work: () => T): T {
      assertAlive();
      return store.transaction(() => {
        const result = work();
        assertAlive();
        return result;
      }, hooks.beforeCommit);
    },
    async getAlarm() {
      assertAlive();
      return store.visibleAlarm();
    },
    // Not async: the write belongs to the turn that asked for it, and to its transaction.
    setAlarm(at: number | Date) {
      assertAlive();
      const time = Number(at);
      if (!Number.isFinite(time) || time < 0) throw new TypeError(`setAlarm() needs a time, got ${String(at)}`);
      store.setAlarm(time);
      return Promise.resolve();
    },
    deleteAlarm() {
      assertAlive();
      store.setAlarm(null);
      return Promise.resolve();
    },
    deleteAll() {
      assertAlive();
      store.deleteAll();
      return Promise.resolve();
    },
    sync: () => whileAlive(scope, Promise.resolve()),
  };
  const state = {
    id,
    storage,
    waitUntil: hooks.staysFor,
    blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T> {
      const running = work();
      hooks.holdCalls(running);
      return whileAlive(scope, running);
    },
    abort(reason = "the object was aborted") {
      hooks.reset(reason);
      throw new Error(reason);
    },
  };
  // The parts that the product uses; a use of any other part fails loudly as undefined.
  return state as unknown as DurableObjectState;
}
