/**
 * Hands something to an object. A stub may be broken for good after an error, so the second try opens a fresh one; an
 * overloaded object is left alone. Objects receive by id and only once, so a try whose answer was lost costs nothing.
 */
import type { Env } from "../durable-objects/env.ts";
import { callObject } from "../durable-objects/names.ts";
import type { Delivery, Receipt } from "../durable-objects/protocol.ts";
import { type Budget, LATE, startBudget } from "./budget.ts";
import { count, type Fields, nameError } from "./log.ts";

/** Telnyx gives a webhook up after 2 s. For both tries together, and it leaves room to ring a human instead. */
const BUDGET_MS = 1_400;

export type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/** Never rejects; what went wrong is in the log, beside `about`. */
export async function askObject<T>(ask: () => Promise<T>, about: Fields): Promise<Asked<T>> {
  const budget = startBudget(BUDGET_MS);
  try {
    const first = await tryOnce(ask, about, budget);
    return first.ok || !first.again ? first : await tryOnce(ask, about, budget);
  } finally {
    budget.end();
  }
}

export function deliver(env: Env, delivery: Delivery): Promise<Asked<Receipt>> {
  const about = { call: delivery.call, webhook: delivery.id, type: delivery.happening.type };
  return askObject(() => callObject(env, delivery.call).receive(delivery), about);
}

type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly again: boolean };

async function tryOnce<T>(ask: () => Promise<T>, about: Fields, budget: Budget): Promise<Tried<T>> {
  try {
    const value = await budget.race(ask());
    if (value !== LATE) return { ok: true, value };
    count("object.failed", { ...about, error: "hangs" });
    return { ok: false, again: false };
  } catch (error) {
    count("object.failed", { ...about, error: nameError(error) });
    return { ok: false, again: isWorthRetrying(error) };
  }
}

/** Cloudflare sets these on errors of its own making; an error without them is the object's, and would come again. */
function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return Reflect.get(error, "retryable") === true && Reflect.get(error, "overloaded") !== true;
}
