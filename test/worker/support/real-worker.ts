/** The Worker on workerd, with settings of a test's own and a key that it signs with. */
import { createExecutionContext, listDurableObjectIds, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { Env } from "../../../durable-objects/env.ts";
import { route } from "../../../worker/routes.ts";

/** The bindings of wrangler.toml; the type that `wrangler types` would give them is not part of this project. */
const bindings = env as unknown as Pick<Env, "CALLS" | "DESKS" | "RULEBOOKS">;

export type RealSigner = { readonly publicKey: string; sign(timestamp: string, raw: BufferSource): Promise<string> };

export async function makeSigner(): Promise<RealSigner> {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("Ed25519 makes pairs");
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  if (!(raw instanceof ArrayBuffer)) throw new Error("raw keys are bytes");
  return {
    publicKey: toBase64(new Uint8Array(raw)),
    async sign(timestamp, body) {
      const message = await new Blob([`${timestamp}|`, body]).arrayBuffer();
      return toBase64(new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, message)));
    },
  };
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function settings(publicKey: string, more: Partial<Env> = {}): Env {
  return {
    ...bindings,
    TELNYX_API_KEY: "KEYtest",
    TELNYX_PUBLIC_KEY: publicKey,
    TELNYX_CONNECTION_IDS: "2811212257810187875",
    FALLBACK_NUMBER: "+12145550100",
    ...more,
  };
}

export async function send(request: Request, withSettings: Env): Promise<Response> {
  const ctx = createExecutionContext();
  const response = await route(request, withSettings, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}

/** The Worker with the settings of wrangler.toml, that is, with none. */
export function sendBare(request: Request): Promise<Response> {
  const deployed = exports as unknown as { readonly default: Fetcher };
  return deployed.default.fetch(request);
}

export const nowS = () => Math.floor(Date.now() / 1000);

/** The headers of a webhook, as Telnyx would send them now. */
export async function signed(signer: RealSigner, body: Uint8Array<ArrayBuffer>, timestamp = String(nowS())) {
  return {
    "content-type": "application/json",
    "telnyx-timestamp": timestamp,
    "telnyx-signature-ed25519": await signer.sign(timestamp, body),
  };
}

export async function sendWebhook(body: BodyInit, headers: HeadersInit, publicKey: string): Promise<number> {
  const request = new Request("https://worker.example/telnyx/webhooks", { method: "POST", body, headers });
  return (await send(request, settings(publicKey))).status;
}

/** How many objects exist, of one kind or of both. */
export async function countObjects(...kinds: ("CALLS" | "DESKS")[]): Promise<number> {
  const namespaces = env as unknown as Record<"CALLS" | "DESKS", DurableObjectNamespace<undefined>>;
  const asked = kinds.length > 0 ? kinds : (["CALLS", "DESKS"] as const);
  return (await Promise.all(asked.map((kind) => listDurableObjectIds(namespaces[kind])))).flat().length;
}
