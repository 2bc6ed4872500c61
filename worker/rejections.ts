/**
 * What a request that is not taken is answered: the only place that picks a status. Telnyx reads it as an order: 5xx,
 * 408 and 429 are sent again and then go to the failover address, every other 4xx is final. So 401 is for a forgery
 * alone, and whatever is our own fault is 503. The log gets the reason with its evidence, the sender only the status;
 * an operator also gets a sentence.
 */

import { count } from "./log.ts";
import type { BodyFailure } from "./read-body.ts";
import type { SignatureFailure } from "./telnyx-signature.ts";

export type Rejection =
  | SignatureFailure
  | BodyFailure
  /** No key matched, but one of ours cannot be used: this may be genuine. */
  | { readonly reason: "signature-undecided" }
  | { readonly reason: "not-configured"; readonly settings: readonly string[] }
  /** A caller on a connection that is not listed. */
  | { readonly reason: "connection-not-listed"; readonly connection: string | null }
  | { readonly reason: "object-unreachable" }
  | { readonly reason: "call-not-taken" }
  | { readonly reason: "business-unknown" }
  | { readonly reason: "internal" }
  | { readonly reason: "api-closed" }
  | { readonly reason: "token-missing" }
  | { readonly reason: "token-wrong" }
  | { readonly reason: "no-such-page" }
  | { readonly reason: "no-such-call" }
  | { readonly reason: "no-such-parked-effect" }
  | { readonly reason: "method-not-allowed"; readonly allowed: readonly string[] };

export function reject(rejection: Rejection): Response {
  const { status, headers, text } = answer(rejection);
  count("request.rejected", {
    reason: rejection.reason,
    status,
    ...("connection" in rejection ? { connection: rejection.connection } : {}),
    ...("settings" in rejection ? { setting: rejection.settings.join(",") } : {}),
  });
  const body = text === undefined ? null : `${JSON.stringify({ error: rejection.reason, text })}\n`;
  const type = body === null ? {} : { "content-type": "application/json; charset=utf-8" };
  return new Response(body, { status, headers: { ...headers, ...type, "cache-control": "no-store" } });
}

/** On disk, or provably needing nothing. Telnyx ignores the body. */
export function acknowledge(): Response {
  return new Response(null, { status: 200 });
}

type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text?: string };
const BROKEN: Answer = { status: 503 };

function answer(rejection: Rejection): Answer {
  switch (rejection.reason) {
    case "timestamp-missing":
    case "timestamp-malformed":
    case "timestamp-stale":
    case "signature-missing":
    case "signature-malformed":
    case "signature-mismatch":
      return { status: 401 };
    case "body-too-large":
      return { status: 413 };
    case "body-too-slow":
    case "body-broken-off":
      return { status: 408 };
    case "content-type-not-json":
      return { status: 415 };
    // Signed by Telnyx for this account and sent to this address: a caller whom our settings forgot. Refused for good,
    // nobody would ever answer; so it is our fault, and Telnyx's failover address rings somebody.
    case "connection-not-listed":
    case "not-configured":
    case "signature-undecided":
    case "object-unreachable":
    case "call-not-taken":
    case "business-unknown":
    case "internal":
      return BROKEN;
    case "api-closed":
      return {
        status: 503,
        text: "Set API_TOKEN (at least 32 characters) to open /api: wrangler secret put API_TOKEN",
      };
    case "token-missing":
      return unauthorised("Send the API_TOKEN as: Authorization: Bearer <token>");
    case "token-wrong":
      return unauthorised("This is not the API_TOKEN of this Worker.");
    case "no-such-page":
      return {
        status: 404,
        text: "There is nothing here. Telnyx posts to /telnyx/webhooks; /healthz says what is set.",
      };
    case "no-such-call":
      return { status: 404, text: "No call of this id is remembered; closed calls are forgotten after a day." };
    case "no-such-parked-effect":
      return { status: 404, text: "Nothing of this id is parked. GET /api/parked lists what is." };
    case "method-not-allowed": {
      const allow = rejection.allowed.join(", ");
      return { status: 405, headers: { allow }, text: `Only ${allow} here.` };
    }
  }
}

function unauthorised(text: string): Answer {
  return { status: 401, headers: { "www-authenticate": "Bearer" }, text };
}
