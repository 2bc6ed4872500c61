/**
 * Telnyx's own client with our own network: one try of 1.5 s, because the outbox does the trying again, and an answer
 * that is always short JSON or nothing.
 */
import Telnyx from "telnyx";
import { type Fetch, livePorts, type Ports } from "../ports.ts";
import { boundedFetch } from "./bounded-fetch.ts";

/** Telnyx advises to resend after 500 ms without an answer; the next offset of the lane is up by then. */
const TRY_MS = 1_500;
const ANSWER_MAX_BYTES = 64 * 1024;

export type TelnyxAccess = { readonly apiKey: string; readonly baseUrl: string };
export type Network = Pick<Ports, "fetch" | "setTimeout">;

/**
 * `tryMs` is longer for what must not be sent twice on a mere suspicion. Making a client makes the two hundred parts of
 * Telnyx's API, so an isolate keeps the last one of a kind; it holds nothing but these settings.
 */
export function telnyxClient(access: TelnyxAccess, network: Network = livePorts, tryMs = TRY_MS): Telnyx {
  const parts = [access.apiKey, access.baseUrl, network.fetch, network.setTimeout];
  const known = made.get(tryMs);
  if (known?.parts.every((part, n) => part === parts[n])) return known.client;
  const client = makeClient(access, network, tryMs);
  made.set(tryMs, { parts, client });
  return client;
}

const made = new Map<number, { readonly parts: readonly unknown[]; readonly client: Telnyx }>();

function makeClient(access: TelnyxAccess, network: Network, tryMs: number): Telnyx {
  return new Telnyx({
    apiKey: access.apiKey,
    baseURL: access.baseUrl,
    // The environment is not ours to read from here.
    publicKey: null,
    clientID: null,
    clientSecret: null,
    maxRetries: 0,
    // Only a backstop behind ours.
    timeout: tryMs + 1_000,
    logLevel: "off",
    fetch: jsonOrNothing(boundedFetch(network, { timeoutMs: tryMs, maxBytes: ANSWER_MAX_BYTES })),
  });
}

/** A 200 whose body was cut off or is somebody's HTML page is a 200: the command was taken, its details are unknown. */
function jsonOrNothing(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok) return response;
    const text = await response.text();
    return new Response(isJsonObject(text) ? text : "{}", {
      status: response.status,
      headers: { "content-type": "application/json" },
    });
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
