/** An object to try the platform with: it does what a test tells it to, with its real `ctx`. */
import { DurableObject } from "cloudflare:workers";
import type { Objects } from "./namespace.ts";
import type { Slot } from "./objects.ts";
import { createPlatform, type Platform } from "./platform.ts";

export type Acts = {
  construct?: (ctx: DurableObjectState) => void;
  act?: (ctx: DurableObjectState, argument: unknown) => unknown;
  alarm?: (ctx: DurableObjectState, info: { retryCount: number; isRetry: boolean }) => unknown;
};
type ProbeRpc = { act(argument?: unknown): Promise<unknown>; missing(): Promise<unknown> };

export const START = Date.UTC(2026, 0, 12, 12);

export type Probed = {
  readonly platform: Platform<object>;
  readonly objects: Objects<ProbeRpc>;
  /** A fresh stub of the one object. */
  readonly stub: () => ProbeRpc;
  readonly slot: () => Slot;
  /** Lets virtual time pass. */
  readonly pass: (ms: number) => Promise<void>;
  /** Seconds since the start. */
  readonly seconds: () => number;
  readonly dispose: () => void;
};

/** The table `kept(n)` exists in every new object. */
export function probe(acts: Acts): Probed {
  const platform = createPlatform<object>({ at: START, env: () => ({}) });
  class Probe extends DurableObject<object> {
    constructor(ctx: DurableObjectState, env: object) {
      super(ctx, env);
      ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS kept (n INTEGER)");
      acts.construct?.(ctx);
    }
    act(argument: unknown) {
      return acts.act?.(this.ctx, argument);
    }
    override alarm(info?: AlarmInvocationInfo) {
      return acts.alarm?.(this.ctx, {
        retryCount: info?.retryCount ?? -1,
        isRetry: info?.isRetry ?? false,
      }) as Promise<void>;
    }
  }
  const objects = platform.objects<ProbeRpc>("PROBES", Probe);
  const stub = () => objects.namespace.getByName("one");
  stub();
  return {
    platform,
    objects,
    stub,
    slot() {
      const slot = objects.find("one");
      if (slot === undefined) throw new Error("the probe was never addressed");
      return slot;
    },
    pass: (ms) => platform.clock.run({ untilAt: platform.clock.now + ms }),
    seconds: () => (platform.clock.now - START) / 1000,
    dispose: platform.dispose,
  };
}

export const insert = (ctx: DurableObjectState, n: number): void =>
  void ctx.storage.sql.exec("INSERT INTO kept VALUES (?)", n);

export const kept = (probed: Probed): unknown[] =>
  probed
    .slot()
    .store.exec("SELECT n FROM kept ORDER BY rowid", [])
    .toArray()
    .map((row) => row.n);
