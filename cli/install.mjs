/**
 * Installs the packages of package-lock.json when node_modules is missing or was installed from another lockfile, then
 * runs the given command with the project's own tools, its own Node among them, first on PATH:
 *
 *   node cli/install.mjs [command [argument ...]]
 *   node cli/install.mjs --stamp        notes that node_modules is what the lockfile says (npm's postinstall)
 *
 * Plain JavaScript on Node's own modules: it runs on whatever Node the system has, before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, "node_modules", ".bin");
const stampFile = join(root, "node_modules", ".firstring-installed");

/** What node_modules was made from; another machine's binaries count as another lockfile. */
function stamp() {
  const lockfile = readFileSync(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lockfile).digest("hex")} ${process.platform}-${process.arch}\n`;
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function isInstalled() {
  return existsSync(join(tools, "node")) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp();
}

function install() {
  const startedAt = Date.now();
  process.stderr.write("Installing the packages of package-lock.json; the first time this takes about a minute … ");
  // The npm and the Node that started us, because node_modules/.bin/node is about to be replaced.
  const node = process.env.npm_node_execpath || process.execPath;
  const npm = process.env.npm_execpath ? [node, process.env.npm_execpath] : ["npm"];
  const [command, ...before] = npm;
  const run = spawnSync(command, [...before, "ci", "--no-audit", "--no-fund"], { cwd: root, encoding: "utf8" });
  if (run.error || run.status !== 0) {
    process.stderr.write(`\n\n${run.stdout || ""}${run.stderr || ""}\n`);
    const why = run.error ? run.error.message : "npm's own words are above.";
    fail(`The packages could not be installed: ${why}\nTry npm ci by hand; it needs the network once.`);
  }
  if (!existsSync(join(tools, "node"))) {
    fail("\nnpm ran no install scripts, so the project's own Node is missing. Run `npm ci --ignore-scripts=false`.");
  }
  writeFileSync(stampFile, stamp());
  process.stderr.write(`done in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`);
}

/** Hands the terminal over: the command's exit code, or the signal that ended it, becomes ours. */
function hand(command, args) {
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH || ""}` };
  const child = spawn(command, args, { stdio: "inherit", env });
  // Ctrl-C reaches the whole foreground group; we stay until the command has tidied up.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => fail(`Could not run ${command}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [command, ...args] = process.argv.slice(2);
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  fail(`Firstring needs Node ${OLDEST_NODE} or newer to start; this is Node ${process.versions.node}.
It then installs and uses its own Node. Get a newer one from https://nodejs.org or with your version manager.`);
}
if (command === "--stamp") {
  // Absent after `npm install --package-lock-only`, which is no install.
  if (existsSync(dirname(stampFile))) writeFileSync(stampFile, stamp());
} else {
  if (!isInstalled()) install();
  if (command !== undefined) hand(command, args);
}
