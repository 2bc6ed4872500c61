/** The budget of the Worker's bundle. A larger Worker starts later, and the first call after a start waits for it. */
import type { Bundle } from "./bundle.ts";

/**
 * Bytes of the minified bundle after gzip: what it measures and a little room. Whoever needs more raises it here and says
 * for what. Four fifths of it are telnyx, libphonenumber-js, zod, yaml, liquidjs and temporal-polyfill, in that order.
 */
export const BUDGET_GZIP_BYTES = 290_000;

export type Verdict = { readonly ok: boolean; readonly text: string };

export function judgeBundle({ bytes, gzipBytes }: Pick<Bundle, "bytes" | "gzipBytes">): Verdict {
  const size = `${kB(gzipBytes)} gzip (${kB(bytes)} minified) of ${kB(BUDGET_GZIP_BYTES)}`;
  if (gzipBytes <= BUDGET_GZIP_BYTES) return { ok: true, text: size };
  const over = `${kB(gzipBytes - BUDGET_GZIP_BYTES)} over the budget`;
  return { ok: false, text: `${size}: ${over}. Import less, or raise the budget in cli/bundle-size.ts and say why.` };
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
