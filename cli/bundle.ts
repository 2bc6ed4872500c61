/** The Worker bundled as `wrangler deploy` would upload it, without uploading anything and without the network. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

export const projectRoot = dirname(import.meta.dirname);
export const workerConfig = join(projectRoot, "wrangler.toml");

/** The one module that wrangler makes of the Worker and all it imports. */
export type Bundle = { readonly script: string; readonly bytes: number; readonly gzipBytes: number };

/** The Worker does not bundle: `output` is wrangler's own account of it. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly output: string;
  constructor(output: string) {
    super(`The Worker could not be bundled:\n${output}`);
    this.output = output;
  }
}

export async function bundleWorker(configPath = workerConfig): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "firstring-bundle-"));
  const wrangler = join(projectRoot, "node_modules", "wrangler", "bin", "wrangler.js");
  try {
    await promisify(execFile)(
      process.execPath,
      [wrangler, "deploy", "--dry-run", "--outdir", folder, "--config", configPath],
      { cwd: projectRoot, env: { ...process.env, ...quietWrangler } },
    );
    // Named after the file that wrangler's configuration calls `main`.
    const [file = "index.js"] = (await readdir(folder)).filter((name) => name.endsWith(".js"));
    const script = await readFile(join(folder, file), "utf8");
    return { script, bytes: Buffer.byteLength(script), gzipBytes: gzipSync(script).length };
  } catch (error) {
    throw new BundleError(readOutput(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** No usage figures, no look for a newer version, no log files: a dry run must not leave this machine. */
const quietWrangler = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CI: "true",
};

function readOutput(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
  return `${stdout ?? ""}${stderr ?? ""}`.trim() || error.message;
}
