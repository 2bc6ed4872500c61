/**
 * Durable Objects: one instance per name, made on first use, called through stubs that copy what passes; it can be
 * evicted, crash, or reset itself, and comes back from its storage (platform §2.2, §2.3).
 */
import { type AlarmHost, type Alarms, createAlarms } from "./alarms.ts";
import { createState, type ObjectId } from "./durable-object-state.ts";
import { currentScope, never, runIn, type Scope } from "./scope.ts";
import { createStore, type Store } from "./storage.ts";

export type ObjectClass<Env> = new (ctx: DurableObjectState, env: Env) => object;

/** How a call to an object goes wrong on the way, as far as the world wants it to. */
export type Transport = {
  readonly delayMs: number;
  /** `answer-lost`: the call is made and the caller hears that the connection broke. */
  readonly fails: "hangs" | "unreachable" | "answer-lost" | null;
};
export const SMOOTH: Transport = { delayMs: 0, fails: null };

export type ObjectsHost<Env> = AlarmHost & {
  readonly env: () => Env;
  readonly transport: (object: string, method: string) => Transport;
  /** Something in this object's storage may have changed, or an instance came or went. */
  readonly onLife: (object: string, what: "starts" | "crashes" | "is evicted" | "resets") => void;
};

/** What a caller's stub throws when the object went away beneath it. */
export class ObjectReset extends Error {
  readonly retryable = true;
  readonly reset = true;
  readonly durableObjectReset = true;
}

type Instance = {
  readonly scope: Scope;
  object: object;
  gate: Promise<unknown>;
  readonly inFlight: Set<(error: Error) => void>;
  /** Work that was handed to `waitUntil` and goes on. */
  going: number;
};

export type Slot = {
  /** `<class>/<name>`, with the jurisdiction between them when there is one. */
  readonly key: string;
  readonly id: ObjectId;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly live: () => object | null;
  readonly busy: () => boolean;
  /** Discards the instance at once: nothing that it still does has any effect, and calls in flight fail. */
  crash(reason?: string): void;
  /** Discards an idle instance; false when it is busy or there is none. */
  evict(): boolean;
  call(method: string, args: readonly unknown[]): Promise<unknown>;
};

export function createSlot<Env>(key: string, id: ObjectId, Class: ObjectClass<Env>, host: ObjectsHost<Env>): Slot {
  const store = createStore((at) => alarms.arm(at));
  const alarms: Alarms = createAlarms(
    key,
    store,
    host,
    () => start(),
    () => crash(),
  );
  let instance: Instance | null = null;
  let generation = 0;

  function discard(error: Error): void {
    const gone = instance;
    if (gone === null) return;
    instance = null;
    gone.scope.alive = false;
    for (const reject of gone.inFlight) reject(error);
    alarms.instanceGone();
  }

  function crash(reason = "Internal error in the object: its process is gone."): void {
    host.onLife(key, "crashes");
    discard(new ObjectReset(reason));
  }

  function start(): Instance {
    if (instance !== null) return instance;
    generation += 1;
    const scope: Scope = { name: `${key}#${generation}`, alive: true };
    const made: Instance = { scope, object: {}, gate: Promise.resolve(), inFlight: new Set(), going: 0 };
    const reset = (reason: string) => {
      if (!scope.alive) return;
      host.onLife(key, "resets");
      discard(new ObjectReset(reason));
    };
    const ctx = createState(id, store, {
      scope,
      reset,
      beforeCommit() {
        if (!host.points.dies("transaction", key)) return;
        crash();
        throw new Error("the process died inside a transaction");
      },
      staysFor(work) {
        made.going += 1;
        const over = () => {
          made.going -= 1;
        };
        work.then(over, over);
      },
      holdCalls(work) {
        made.gate = Promise.all([made.gate, work]);
        made.gate.catch((error: unknown) => reset(error instanceof Error ? error.message : String(error)));
      },
    });
    host.onLife(key, "starts");
    instance = made;
    try {
      made.object = runIn(scope, () => new Class(ctx, host.env()));
    } catch (error) {
      scope.alive = false;
      instance = null;
      throw error;
    }
    return made;
  }

  const isBusy = () => instance !== null && (instance.inFlight.size > 0 || instance.going > 0 || alarms.running);

  function call(method: string, args: readonly unknown[]): Promise<unknown> {
    const caller = currentScope();
    if (caller?.alive === false) return never();
    const transport = host.transport(key, method);
    if (transport.fails === "hangs") return never();
    const sent = structuredClone(args);
    return new Promise<unknown>((resolve, reject) => {
      const heard = caller === undefined ? () => true : () => caller.alive;
      const settle = {
        resolve: (value: unknown) => heard() && (transport.fails === "answer-lost" ? reject(lost()) : resolve(value)),
        reject: (error: unknown) => heard() && reject(remote(error)),
      };
      if (transport.fails === "unreachable") {
        settle.reject(lost());
        return;
      }
      const arrive = () => runIn(undefined, () => void serve(method, sent, settle));
      if (transport.delayMs > 0) host.clock.schedule(host.clock.now + transport.delayMs, `${key}.${method}`, arrive);
      else queueMicrotask(arrive);
    });
  }

  async function serve(method: string, args: readonly unknown[], settle: Settle): Promise<void> {
    let serving: Instance;
    try {
      serving = start();
    } catch (error) {
      settle.reject(error);
      return;
    }
    serving.inFlight.add(settle.reject);
    if (host.points.dies("call-arrives", key)) return crash();
    try {
      await serving.gate;
      if (!serving.scope.alive) return;
      const result = await runIn(serving.scope, () => invoke(serving.object, method, args));
      if (!serving.scope.alive) return;
      if (host.points.dies("call-replies", key)) return crash();
      settle.resolve(structuredClone(result));
    } catch (error) {
      if (serving.scope.alive) settle.reject(error);
    } finally {
      serving.inFlight.delete(settle.reject);
    }
  }

  return {
    key,
    id,
    store,
    alarms,
    live: () => instance?.object ?? null,
    busy: isBusy,
    crash,
    evict() {
      if (instance === null || isBusy()) return false;
      host.onLife(key, "is evicted");
      discard(new ObjectReset("the object was evicted"));
      return true;
    },
    call,
  };
}

const lost = () => new ObjectReset("Network connection lost.");

type Settle = { resolve(value: unknown): unknown; reject(error: unknown): unknown };

function invoke(object: object, method: string, args: readonly unknown[]): unknown {
  const found: unknown = Reflect.get(object, method);
  if (typeof found !== "function") throw new TypeError(`The RPC receiver does not implement the method "${method}".`);
  return found.apply(object, args);
}

/** An error loses its class on the way to the caller, keeps its message, and is marked as coming from there. */
function remote(error: unknown): Error {
  if (error instanceof ObjectReset) return error;
  const from = error instanceof Error ? error : new Error(String(error));
  return Object.assign(new Error(from.message), { name: from.name, remote: true, stack: from.stack });
}
