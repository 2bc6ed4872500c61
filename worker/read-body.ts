/** Reads a request's body as bytes, within a size and a time; neither is taken from what the sender says. */
import { LATE, within } from "./budget.ts";

/** Telnyx's largest webhooks (a conversation's history) stay well below this. */
const CAP_BYTES = 256 * 1024;
/** Telnyx itself gives a webhook up after 2 s; whoever sends more slowly than this is not Telnyx. */
const BUDGET_MS = 2_000;

export type BodyFailure =
  | { readonly reason: "body-too-large"; readonly atLeastBytes: number }
  | { readonly reason: "body-too-slow"; readonly budgetMs: number }
  | { readonly reason: "body-broken-off" }
  | { readonly reason: "content-type-not-json" };
export type ReadBody =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: BodyFailure };

/** What the headers alone rule out. A missing content type is let through: the signature decides, not the label. */
export function checkBodyHeaders(headers: Headers): { readonly ok: true } | (ReadBody & { readonly ok: false }) {
  const type = headers.get("content-type");
  if (type !== null && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    return { ok: false, failure: { reason: "content-type-not-json" } };
  }
  const declared = Number(headers.get("content-length") ?? 0);
  if (declared > CAP_BYTES) return { ok: false, failure: { reason: "body-too-large", atLeastBytes: declared } };
  return { ok: true };
}

export async function readBody(request: Request): Promise<ReadBody> {
  if (request.body === null) return { ok: true, bytes: new Uint8Array() };
  const reader: Chunks = request.body.getReader();
  const outcome = await within(readAll(reader), BUDGET_MS);
  if (outcome === LATE) return stop(reader, { reason: "body-too-slow", budgetMs: BUDGET_MS });
  if (outcome === "broken-off") return { ok: false, failure: { reason: "body-broken-off" } };
  if (outcome instanceof Uint8Array) return { ok: true, bytes: outcome };
  return stop(reader, { reason: "body-too-large", atLeastBytes: outcome.atLeastBytes });
}

type Chunks = ReadableStreamDefaultReader<Uint8Array>;

async function readAll(reader: Chunks): Promise<Uint8Array | { readonly atLeastBytes: number } | "broken-off"> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > CAP_BYTES) return { atLeastBytes: length };
      chunks.push(value);
    }
  } catch {
    return "broken-off";
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** The rest of the body is of no interest, and neither is whether the sender minds. */
function stop(reader: Chunks, failure: BodyFailure): ReadBody {
  reader.cancel().catch(() => undefined);
  return { ok: false, failure };
}
