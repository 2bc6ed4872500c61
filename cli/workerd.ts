/**
 * The real Worker on the real runtime, on this machine: the production bundle on workerd, with the bindings that
 * wrangler.toml names. Nothing it prints reaches the terminal except through `onLog`.
 */
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { type Bundle, workerConfig } from "./bundle.ts";

export type WorkerOptions = {
  readonly bundle: Bundle;
  /** Another Worker's configuration, for the bench's bare one. */
  readonly configPath?: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Settings and secrets, as `wrangler secret put` would set them. */
  readonly settings: Readonly<Record<string, string>>;
  /** Folder for Durable Objects and KV; null forgets everything with `dispose`. */
  readonly storage: string | null;
  readonly onLog?: (line: string) => void;
};

export type RunningWorker = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly origin: string;
  /** Writes a document into the KV namespace `RULEBOOKS`. */
  putRulebook(key: string, text: string): Promise<void>;
  /** Runs the cron trigger now; it also runs every minute. */
  sweep(): Promise<void>;
  dispose(): Promise<void>;
};

/** As in wrangler.toml. */
const CRON = "* * * * *";
const CRON_EVERY_MS = 60_000;

export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(options.configPath ?? workerConfig);
  const vars = workerOptions.bindings;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name: "firstring",
      modules: [{ type: "ESModule", path: "index.js", contents: options.bundle.script }],
      bindings: { ...(typeof vars === "object" ? vars : {}), ...options.settings },
      host: "127.0.0.1",
      port: options.port,
      // Asking Cloudflare where this machine is would need the network.
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }) => options.onLog?.(message),
      ...(options.storage === null ? {} : { resourcePersistencePath: options.storage }),
    }),
  );
  const url = await miniflare.ready;
  const sweep = async (): Promise<void> => {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: CRON });
  };
  const cron = setInterval(() => void sweep().catch(() => options.onLog?.("the cron trigger failed")), CRON_EVERY_MS);
  return {
    origin: url.origin,
    sweep,
    async putRulebook(key, text) {
      const rulebooks = await miniflare.getKVNamespace("RULEBOOKS");
      await rulebooks.put(key, text);
    },
    async dispose() {
      clearInterval(cron);
      await miniflare.dispose();
    },
  };
}
