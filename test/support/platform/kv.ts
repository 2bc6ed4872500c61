/** Workers KV as the product reads it, with its ways of failing: down, slow, hanging, and stale. */
import type { Clock } from "./clock.ts";
import { currentScope, never, whileAlive } from "./scope.ts";

export type KvTrouble = "none" | "down" | "hangs" | { readonly slowMs: number };

export type Kv = {
  readonly binding: Pick<KVNamespace, "get" | "list">;
  /** The document store itself; a change is seen by readers unless they are frozen. */
  put(key: string, value: string): void;
  delete(key: string): void;
  trouble: KvTrouble;
  /** Readers go on seeing what stands there now, as another location may for a minute and more. */
  freeze(): void;
  thaw(): void;
  readonly reads: number;
};

export function createKv(clock: Clock, initial: Readonly<Record<string, string>>): Kv {
  const values = new Map(Object.entries(initial));
  let seen = values;
  let reads = 0;

  const read = <T>(answer: () => T): Promise<T> => {
    reads += 1;
    const scope = currentScope();
    if (scope?.alive === false || kv.trouble === "hangs") return never();
    if (kv.trouble === "down")
      return whileAlive(scope, Promise.reject(new Error("KV GET failed: 500 Internal Server Error")));
    if (kv.trouble === "none") return whileAlive(scope, Promise.resolve(answer()));
    const { slowMs } = kv.trouble;
    return whileAlive(
      scope,
      new Promise((resolve) => clock.schedule(clock.now + slowMs, "KV answers", () => resolve(answer()))),
    );
  };

  const one = (key: string): string | null => seen.get(key) ?? null;
  const get = (key: string | string[], options?: string | { type?: string }): Promise<unknown> => {
    const type = typeof options === "string" ? options : (options?.type ?? "text");
    if (type !== "text") throw new TypeError(`this product reads KV as text, not as ${type}`);
    return read(() => (typeof key === "string" ? one(key) : new Map(key.map((each) => [each, one(each)]))));
  };
  const list = (options?: { prefix?: string | null }): Promise<unknown> =>
    read(() => ({
      keys: [...seen.keys()]
        .filter((key) => key.startsWith(options?.prefix ?? ""))
        .sort()
        .map((name) => ({ name })),
      list_complete: true,
      cacheStatus: null,
    }));

  const kv: Kv = {
    // The overloads of the real type cannot be written down for one function.
    binding: { get, list } as unknown as Kv["binding"],
    put: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
    trouble: "none",
    freeze: () => {
      seen = new Map(values);
    },
    thaw: () => {
      seen = values;
    },
    get reads() {
      return reads;
    },
  };
  return kv;
}
