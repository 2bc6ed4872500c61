/**
 * Everything that must hold before a change is kept, one line a step; the words of a step that failed follow at the end.
 *
 *   npm run check                       everything
 *   npm run check -- --tests-passed     all but the tests, where `npm test` has just passed
 */
import { spawn } from "node:child_process";
import { bundleWorker, projectRoot } from "./bundle.ts";
import { judgeBundle } from "./bundle-size.ts";
import { capabilitiesAreWritten } from "./capabilities.ts";

type Result = { readonly ok: boolean; readonly note: string; readonly output: string };
type Step = { readonly name: string; run(): Promise<Result> };

const ARCHITECTURE = "test/architecture.test.ts";

const quick: readonly Step[] = [
  { name: "format and lint", run: () => tool("biome", ["ci", "--colors=off"]) },
  { name: "types: rules", run: () => tool("tsc", ["-p", "rules"]) },
  { name: "types: worker, objects", run: () => tool("tsc", ["-p", "worker"]) },
  { name: "types: everything", run: () => tool("tsc", ["-p", "."]) },
  { name: "architecture", run: () => tool("vitest", ["run", "--project", "node", ARCHITECTURE]) },
  { name: "bundle size", run: checkBundle },
  { name: "docs/capabilities.md", run: checkCapabilities },
];
const tests: Step = { name: "tests", run: () => tool("vitest", ["run", "--exclude", ARCHITECTURE]) };

const known = "--tests-passed";
const [flag, ...rest] = process.argv.slice(2);
if ((flag !== undefined && flag !== known) || rest.length > 0) {
  console.error(`npm run check knows one flag, ${known}, for where npm test has just passed.`);
  process.exit(2);
}

const failed: { readonly name: string; readonly output: string }[] = [];
for (const step of flag === known ? quick : [...quick, tests]) {
  const startedAt = performance.now();
  const { ok, note, output } = await step.run();
  const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`${ok ? "ok    " : "FAILED"}  ${step.name.padEnd(24)}${seconds.padStart(7)}  ${note}`.trimEnd());
  if (!ok) failed.push({ name: step.name, output });
}
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs one of the project's tools; install.mjs has put them first on PATH. */
function tool(command: string, args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectRoot, env: { ...process.env, NO_COLOR: "1" } });
    let output = "";
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ ok: false, note: "", output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, note: readNote(output), output: output.trim() }));
  });
}

/** Vitest's own count, so that a run of nothing is seen. */
function readNote(output: string): string {
  return /^\s*Tests\s+(.*)$/m.exec(output)?.[1]?.trim() ?? "";
}

async function checkBundle(): Promise<Result> {
  try {
    const { ok, text } = judgeBundle(await bundleWorker());
    return { ok, note: text, output: text };
  } catch (error) {
    return { ok: false, note: "", output: error instanceof Error ? error.message : String(error) };
  }
}

async function checkCapabilities(): Promise<Result> {
  const ok = capabilitiesAreWritten();
  return { ok, note: "", output: ok ? "" : "It is not what the tests say. Run: npm run capabilities" };
}
