/**
 * The least that a durable webhook can be: check the signature, write one row in the call's object, say 200. It reads
 * and decides nothing.
 */
import { DurableObject } from "cloudflare:workers";

type Env = {
  readonly CALLS: DurableObjectNamespace<Bare>;
  readonly TELNYX_PUBLIC_KEY: string;
};

let imported: Promise<CryptoKey> | null = null;

export class Bare extends DurableObject<Env> {
  keep(id: string, body: string): void {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID");
    sql.exec("INSERT OR IGNORE INTO event VALUES (?, ?)", id, body);
  }
}

export default {
  async fetch(request, env) {
    const raw = await request.arrayBuffer();
    const signed = concat(encode(`${request.headers.get("telnyx-timestamp")}|`), new Uint8Array(raw));
    const signature = fromBase64(request.headers.get("telnyx-signature-ed25519") ?? "");
    imported ??= crypto.subtle.importKey("raw", fromBase64(env.TELNYX_PUBLIC_KEY), "Ed25519", false, ["verify"]);
    if (!(await crypto.subtle.verify("Ed25519", await imported, signature, signed))) {
      return new Response(null, { status: 401 });
    }
    const body = new TextDecoder().decode(raw);
    const { data } = JSON.parse(body);
    await env.CALLS.getByName(data.payload.call_session_id).keep(data.id, body);
    return new Response(null, { status: 200 });
  },
} satisfies ExportedHandler<Env>;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
