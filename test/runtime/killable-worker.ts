/** A Worker in a process of its own that dies as a machine dies: without a word, all at once. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostOptions } from "./worker-host.ts";

export class KillableWorker {
  readonly #options: HostOptions;
  readonly #optionsFile: string;
  #process: ChildProcess | null = null;

  /** @param folder for the options; a bundle is too long for a command line */
  constructor(options: HostOptions, folder: string) {
    this.#options = options;
    this.#optionsFile = join(folder, "worker-host.json");
  }

  async start(): Promise<void> {
    await writeFile(this.#optionsFile, JSON.stringify(this.#options));
    const host = spawn(process.execPath, [join(import.meta.dirname, "worker-host.ts"), this.#optionsFile], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = host;
    await Promise.race([
      once(host.stdout, "data"),
      once(host, "exit").then(() => Promise.reject(new Error("The Worker's process ended before it listened."))),
    ]);
  }

  /** The whole process group: the host and workerd with it. */
  kill(): void {
    const pid = this.#process?.pid;
    this.#process = null;
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  }

  get runs(): boolean {
    return this.#process !== null;
  }
}
