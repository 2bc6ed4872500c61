/**
 * Brings the carrier's webhooks to the Worker as Telnyx does: signed, given up after two seconds, brought again after
 * a 5xx, 408 or 429 and after no answer, never after another 4xx. What befalls each on the way is decided by its fate.
 */
import type { Quirks, Webhook } from "../../simulator/types.ts";
import type { Clock } from "./platform/clock.ts";
import { makeStandInKey } from "./platform/crypto.ts";
import { runIn, type Scope } from "./platform/scope.ts";
import type { Trace } from "./trace.ts";

/** How long after it happened each copy sets out; none is a webhook that was lost. */
export type Fate = readonly number[];
export const ON_TIME: Fate = [0];

export type CourierHost = {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly quirks: Pick<Quirks, "redeliveryChangesId">;
  readonly fate: (webhook: Webhook) => Fate;
  readonly status: (status: number) => number;
  readonly fetch: (request: Request, scope: Scope) => Promise<Response>;
};

export type Delivered = {
  readonly at: number;
  readonly type: string;
  readonly id: string;
  /** `call_session_id`, of what has one. */
  readonly session: string | null;
  readonly control: string | null;
  readonly occurredAt: number;
  readonly status: number | "timeout";
};

export type Courier = { send(webhook: Webhook): void; readonly delivered: readonly Delivered[] };

/** Telnyx's default `webhook_timeout_secs` (digest §3). */
const TIMEOUT_MS = 2_000;
/** Without `webhook_retries_policies` Telnyx tries the first address twice, the second time at once (digest §3). */
const DEFAULT_RETRIES_MS = [0];

const key = makeStandInKey();
export const TELNYX_PUBLIC_KEY = key.publicKey;

export const WEBHOOK_URL = "https://firstring.example/telnyx/webhooks";

export function signedRequest(body: string, now: number): Request {
  const timestamp = String(Math.floor(now / 1000));
  const signature = key.sign(`${timestamp}|${body}`);
  return new Request(WEBHOOK_URL, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "telnyx-webhooks",
      "telnyx-signature-ed25519": signature,
      "telnyx-timestamp": timestamp,
    },
  });
}

export function createCourier(host: CourierHost): Courier {
  const { clock, trace } = host;
  const delivered: Delivered[] = [];
  let requests = 0;

  function attempt(webhook: Webhook, number: number): void {
    const { data } = webhook.body;
    const id = number > 1 && host.quirks.redeliveryChangesId ? `${data.id.slice(0, -1)}${number}` : data.id;
    const body = JSON.stringify({ data: { ...data, id }, meta: { ...webhook.body.meta, attempt: number } });
    requests += 1;
    const scope: Scope = { name: `worker#${requests}`, alive: true };
    let over = false;
    const settle = (status: number | "timeout") => {
      if (over) return;
      over = true;
      clock.cancel(timeout);
      const { call_session_id: session, call_control_id: control } = data.payload;
      delivered.push({
        at: clock.now,
        type: data.event_type,
        id,
        session: typeof session === "string" ? session : null,
        control: typeof control === "string" ? control : null,
        occurredAt: Date.parse(data.occurred_at),
        status,
      });
      trace.add(`${data.event_type}${number > 1 ? ` (attempt ${number})` : ""} → ${status}`);
      if (status === "timeout" || status >= 500 || status === 408 || status === 429) again(webhook, number);
    };
    const timeout = clock.schedule(clock.now + TIMEOUT_MS, "webhook timeout", () => settle("timeout"));
    runIn(scope, () => host.fetch(signedRequest(body, clock.now), scope)).then(
      (response) => settle(host.status(response.status)),
      // The platform answers for a Worker that throws.
      () => settle(host.status(500)),
    );
  }

  function again(webhook: Webhook, number: number): void {
    const wait = (webhook.retriesMs ?? DEFAULT_RETRIES_MS)[number - 1];
    if (wait === undefined) return trace.add(`${webhook.body.data.event_type} given up`);
    clock.schedule(clock.now + wait, `webhook ${webhook.body.data.event_type}`, () => attempt(webhook, number + 1));
  }

  return {
    delivered,
    send(webhook) {
      const fate = host.fate(webhook);
      if (fate.length === 0) trace.add(`${webhook.body.data.event_type} is lost`);
      for (const delayMs of fate) {
        clock.schedule(webhook.at + delayMs, `webhook ${webhook.body.data.event_type}`, () => attempt(webhook, 1));
      }
    },
  };
}
