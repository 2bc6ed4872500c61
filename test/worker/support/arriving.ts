/** An arrival on its way through the Worker, in time that stands still until a test lets it pass. */
import { vi } from "vitest";
import type { Delivery } from "../../../durable-objects/protocol.ts";
import { callId } from "../../../rules/ids.ts";
import { takeArrival } from "../../../worker/arrival.ts";
import { compileRulebook } from "../../../worker/compile-rulebook.ts";
import { configure } from "../../../worker/config.ts";
import type { Context } from "../../../worker/context.ts";
import { readArrival } from "../../../worker/telnyx-events.ts";
import { type Fake, RULEBOOK } from "./fakes.ts";
import { arrival, envelope, type Json, SESSION } from "./webhooks.ts";

export const NOW = Date.UTC(2026, 0, 16, 2, 30, 0, 400);

/** Compiled beforehand: hashing waits for a thread, and that would be real time. */
export async function stopTime(): Promise<void> {
  await compileRulebook(RULEBOOK);
  vi.useFakeTimers({ now: NOW });
}

export function arrive(fake: Fake, payload: { [key: string]: Json } = {}): Promise<Response> {
  const configured = configure(fake.env);
  const arrived = readArrival(envelope(arrival(payload)), "https://worker.example");
  if (!configured.ok || !arrived) throw new Error("the test's own settings are wrong");
  const context: Context = { env: fake.env, config: configured.config, now: NOW, waitUntil: fake.ctx.waitUntil };
  return takeArrival(context, { webhook: "evt-1", call: callId(SESSION), arrived });
}

export const delivered = (fake: Fake): Delivery[] => fake.session.receive.mock.calls.map(([delivery]) => delivery);

export function slowly<T>(ms: number, value: T): () => Promise<T> {
  return () => new Promise((resolve) => setTimeout(() => resolve(value), ms));
}

/** Lets everything that was left for later come to its end. */
export async function finish(fake: Fake): Promise<void> {
  await vi.advanceTimersByTimeAsync(5_000);
  await Promise.all(fake.waiting);
}
