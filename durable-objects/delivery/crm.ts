/**
 * One record to the owner's CRM: a POST signed by Standard Webhooks. The effect's id is the `webhook-id`, the same in
 * every attempt, and is by what the receiver knows a second copy.
 */
import { Webhook } from "standardwebhooks";
import type { DeskEffect } from "../../rules/call/effects.ts";
import type { Env } from "../env.ts";
import type { Ports } from "../ports.ts";
import { safeFetch, UrlRefused } from "./safe-fetch.ts";

export type RecordEffect = Extract<DeskEffect, { kind: "record" }>;

export type RecordOutcome =
  | { readonly kind: "delivered" }
  /** The receiver says that it is gone for good (410). */
  | { readonly kind: "gone" }
  /** It does not know us (401, 403): an operator has to mend the secret. */
  | { readonly kind: "denied"; readonly code: string }
  | { readonly kind: "failed"; readonly code: string; readonly afterMs: number | null }
  /** It cannot be sent as it is set up. */
  | { readonly kind: "misconfigured"; readonly code: string };

const SECRET_NAME = /^RULEBOOK_[A-Z0-9_]{1,100}$/;

export async function deliverRecord(
  effect: RecordEffect,
  { env, localTargets, ports }: { readonly env: Env; readonly localTargets: readonly string[]; readonly ports: Ports },
): Promise<RecordOutcome> {
  if (!URL.canParse(effect.url)) return { kind: "misconfigured", code: "url" };
  const url = new URL(effect.url);
  const secret = secretFor(env, effect.secret, url.host);
  if (secret === null) return { kind: "misconfigured", code: "secret" };
  const body = JSON.stringify(effect.body);
  const now = ports.now();
  const signature = sign(secret, effect.id, now, body);
  if (signature === null) return { kind: "misconfigured", code: "secret" };
  try {
    const response = await safeFetch(ports, localTargets, url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "Firstring",
        "webhook-id": effect.id,
        "webhook-timestamp": String(Math.floor(now / 1_000)),
        "webhook-signature": signature,
      },
    });
    return classify(response, now);
  } catch (error) {
    if (error instanceof UrlRefused) return { kind: "misconfigured", code: "url" };
    return { kind: "failed", code: error instanceof Error ? error.name : "unknown", afterMs: null };
  }
}

/** Named by the rulebook, but bound to one host by whoever runs the Worker: a rulebook cannot send it elsewhere. */
function secretFor(env: Env, name: string, host: string): string | null {
  if (!SECRET_NAME.test(name)) return null;
  const secret: unknown = Reflect.get(env, name);
  const bound: unknown = Reflect.get(env, `${name}_HOST`);
  return typeof secret === "string" && secret !== "" && bound === host ? secret : null;
}

/** Null when the secret is not base64, with or without `whsec_`. */
function sign(secret: string, id: string, now: number, body: string): string | null {
  try {
    return new Webhook(secret).sign(id, new Date(now), body);
  } catch {
    return null;
  }
}

function classify({ status, headers }: Response, now: number): RecordOutcome {
  const code = `http-${status}`;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "gone" };
  if (status === 401 || status === 403) return { kind: "denied", code };
  return { kind: "failed", code, afterMs: readRetryAfter(headers.get("retry-after"), now) };
}

/** Seconds, or a date. Whatever it says is clamped by the lane. */
function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - now;
}
