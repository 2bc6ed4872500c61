/**
 * Once a minute: every desk is asked for its open calls, and each of those is poked, so that no call waits longer for an
 * alarm that was lost. One that fails or hangs is counted and does not hold up the others.
 */
import type { Env } from "../durable-objects/env.ts";
import { callObject, deskObject } from "../durable-objects/names.ts";
import type { BusinessId, CallId } from "../rules/ids.ts";
import { LATE, within } from "./budget.ts";
import { listBusinesses } from "./businesses.ts";
import { mapInParallel } from "./in-parallel.ts";
import { count, type Fields, nameError } from "./log.ts";

/** Six connections at a time are what a Worker gets. */
const PARALLEL = 6;
/** An object that takes longer is not well; the next sweep is a minute away. */
const BUDGET_MS = 5_000;

export async function sweep(env: Env): Promise<void> {
  const businesses = (await attempt(() => listBusinesses(env), { type: "businesses" })) ?? [];
  const open = await mapInParallel(businesses, PARALLEL, (business) => sweepDesk(env, business));
  await mapInParallel([...new Set(open.flat())], PARALLEL, (call) => pokeCall(env, call));
}

async function sweepDesk(env: Env, business: BusinessId): Promise<readonly CallId[]> {
  return (await attempt(() => deskObject(env, business).sweep(), { type: "desk", business })) ?? [];
}

async function pokeCall(env: Env, call: CallId): Promise<void> {
  await attempt(() => callObject(env, call).poke(), { type: "call", call });
}

/** Null when it failed. */
async function attempt<T>(run: () => Promise<T>, about: Fields): Promise<T | null> {
  try {
    const value = await within(run(), BUDGET_MS);
    if (value !== LATE) return value;
    count("sweep.failed", { ...about, error: "hangs" });
  } catch (error) {
    count("sweep.failed", { ...about, error: nameError(error) });
  }
  return null;
}
