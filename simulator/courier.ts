/**
 * Delivers webhooks by Telnyx's rules, without a network of its own: an attempt that is answered with a 5xx, 408 or 429,
 * or not within two seconds, is made again; any other 4xx is final. After the last attempt at the first address comes
 * the failover address.
 */
import type { Passage } from "./faults.ts";
import type { Random } from "./random.ts";
import { Schedule, type Timer } from "./schedule.ts";
import type { Webhook } from "./types.ts";

/** Telnyx's `webhook_timeout_secs` when nothing is set. */
export const WEBHOOK_TIMEOUT_MS = 2_000;
/** Without a policy the first address is tried twice, the second time at once. */
const DEFAULT_RETRIES_MS = [0];
/** The failover address gets as many attempts as the first one. */
const FAILOVER_RETRIES_MS = [0];

/** One attempt, on its way. */
export type Delivery = { readonly id: number; readonly at: number; readonly url: string; readonly webhook: Webhook };
/** `timeout`: no answer in time. */
export type Outcome = number | "timeout";

export type Settled = {
  readonly at: number;
  readonly tookMs: number;
  readonly attempt: number;
  readonly url: string;
  readonly outcome: Outcome;
  readonly webhook: Webhook;
};

type Course = { readonly webhook: Webhook; readonly attempt: number; readonly url: string; readonly waits: number[] };
type Attempt = Course & { readonly sentAt: number; timer: Timer | null };

export type CourierOptions = {
  /** How each attempt travels. */
  passage: (webhook: Webhook) => Passage;
  random: Random;
  redeliveryChangesId: boolean;
  failoverUrl: string | null;
};

export class Courier {
  readonly settled: Settled[] = [];
  readonly #options: CourierOptions;
  readonly #schedule = new Schedule();
  readonly #open = new Map<number, Attempt>();
  #ready: Delivery[] = [];
  #ids = 0;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** It sets out at `at`: when it happened, unless the courier goes by another clock than the carrier. */
  accept(webhook: Webhook, at = webhook.at): void {
    const waits = [...(webhook.retriesMs ?? DEFAULT_RETRIES_MS)];
    const course = { webhook, attempt: 1, url: webhook.body.meta.delivered_to, waits };
    this.#schedule.plan(at, () => this.#send(course, at));
  }

  next(): number | null {
    return this.#schedule.next();
  }

  /** The attempts that arrive up to `now`; each is to be settled, or settles itself as a timeout. */
  advance(now: number): Delivery[] {
    for (let at = this.#schedule.next(); at !== null && at <= now; at = this.#schedule.next()) {
      this.#schedule.take()?.act();
    }
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** The answer to a delivery. One that comes after Telnyx stopped waiting changes nothing. */
  settle(delivery: number, outcome: Outcome, at: number): void {
    const attempt = this.#open.get(delivery);
    if (attempt === undefined) return;
    this.#open.delete(delivery);
    if (attempt.timer !== null) this.#schedule.cancel(attempt.timer);
    const { webhook, url, sentAt } = attempt;
    this.settled.push({ at, tookMs: at - sentAt, attempt: attempt.attempt, url, outcome, webhook });
    if (outcome === "timeout" || outcome >= 500 || outcome === 408 || outcome === 429) this.#again(attempt, at);
  }

  #send(course: Course, at: number): void {
    const id = this.#ids++;
    const attempt: Attempt = { ...course, sentAt: at, timer: null };
    attempt.timer = this.#schedule.plan(at + WEBHOOK_TIMEOUT_MS, () =>
      this.settle(id, "timeout", at + WEBHOOK_TIMEOUT_MS),
    );
    this.#open.set(id, attempt);
    const webhook = this.#addressed(course);
    for (const lateMs of this.#options.passage(webhook)) {
      const arrivesAt = at + lateMs;
      this.#schedule.plan(arrivesAt, () => this.#ready.push({ id, at: arrivesAt, url: course.url, webhook }));
    }
  }

  #addressed({ webhook, attempt, url }: Course): Webhook {
    const { data } = webhook.body;
    const changed = attempt > 1 && this.#options.redeliveryChangesId;
    const id = changed ? this.#options.random.uuid() : data.id;
    return { ...webhook, body: { data: { ...data, id }, meta: { attempt, delivered_to: url } } };
  }

  #again({ webhook, attempt, url, waits }: Attempt, at: number): void {
    const [wait, ...rest] = waits;
    const { failoverUrl } = this.#options;
    if (wait !== undefined) {
      this.#schedule.plan(at + wait, () => this.#send({ webhook, attempt: attempt + 1, url, waits: rest }, at + wait));
    } else if (failoverUrl !== null && url !== failoverUrl) {
      const course = { webhook, attempt: attempt + 1, url: failoverUrl, waits: [...FAILOVER_RETRIES_MS] };
      this.#schedule.plan(at, () => this.#send(course, at));
    }
  }
}
