/** Requests as Telnyx sends them. */
import { type Signer, telnyx } from "./signing.ts";

export type SignatureHeaders = { readonly "telnyx-timestamp": string; readonly "telnyx-signature-ed25519": string };

export function sign(body: string, atMs: number, signer: Signer = telnyx): SignatureHeaders {
  const timestamp = String(Math.floor(atMs / 1000));
  return { "telnyx-timestamp": timestamp, "telnyx-signature-ed25519": signer.sign(timestamp, body) };
}

export function post(
  body: string | ReadableStream,
  headers: object = {},
  url = "https://worker.example/telnyx/webhooks",
): Request {
  // Node wants to be told that a streamed body is sent in one direction only.
  const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json", ...headers } };
  return new Request(url, init);
}
