/** What every handler behind the signature needs: made once per request, in `telnyx-webhook.ts`. */
import type { Env } from "../durable-objects/env.ts";
import type { EpochMs } from "../rules/ids.ts";
import type { Config } from "./config.ts";

export type Context = {
  readonly env: Env;
  readonly config: Config;
  /** When the request came in. */
  readonly now: EpochMs;
  /** Keeps the isolate alive for work that the answer does not wait for. */
  waitUntil(work: Promise<unknown>): void;
};
