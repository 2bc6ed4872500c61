/** Documents compiled once per isolate, by their text: the same text always compiles to the same thing. */
import { parseRulebook } from "../rules/rulebook/parse.ts";

const KB = 1024;
/** Hundreds of times a real rulebook; a larger one is a mistake, and parsing it would hold up the call. */
const SIZE_CAP = 256 * KB;
/** In characters of source text, all documents together; a compiled one is a few times its text. */
const CACHE_CAP = 4 * KB * KB;

export type Compiled = ReturnType<typeof parseRulebook>;

const cache = new Map<string, Compiled>();
let cached = 0;

export async function compileRulebook(text: string): Promise<Compiled> {
  const known = cache.get(text);
  if (known) return known;
  if (text.length > SIZE_CAP) {
    return refuse(
      `The document has ${Math.ceil(text.length / KB)} KB and is not read.`,
      `At most ${SIZE_CAP / KB} KB are.`,
    );
  }
  const compiled = parseRulebook(text, await nameVersion(text));
  keep(text, compiled);
  return compiled;
}

/** First 12 hex digits of the SHA-256 of the text. */
async function nameVersion(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A compilation that came in meanwhile is the same; the oldest ones make room. */
function keep(text: string, compiled: Compiled): void {
  if (cache.has(text)) return;
  cache.set(text, compiled);
  cached += text.length;
  for (const oldest of cache.keys()) {
    if (cached <= CACHE_CAP) break;
    cache.delete(oldest);
    cached -= oldest.length;
  }
}

function refuse(message: string, hint: string | null): Compiled {
  return { ok: false, problems: [{ line: 1, column: 1, path: "", message, hint }] };
}
