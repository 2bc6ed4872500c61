/**
 * A process that runs the Worker on workerd until it is killed: `node worker-host.ts <file with its options as JSON>`. It
 * prints a line once it listens. The parent gives it a process group of its own, so that one signal ends it and workerd.
 */
import { readFileSync } from "node:fs";
import { runWorker, type WorkerOptions } from "../../cli/workerd.ts";

export type HostOptions = Omit<WorkerOptions, "onLog"> & { readonly rulebook: string };

const options: HostOptions = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const worker = await runWorker(options);
await worker.putRulebook("rulebook", options.rulebook);
console.log("listening");
