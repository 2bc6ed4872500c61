/** The project's own source files as text, and what each imports. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const root = dirname(dirname(import.meta.dirname));

/** `target` is a path from the root for a file of ours, else the package's name (`node:fs`, `telnyx`). */
export type Import = { readonly target: string; readonly own: boolean; readonly typeOnly: boolean };
export type Source = {
  readonly path: string;
  /** First folder of the path. */
  readonly layer: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
};

const SOURCE = /\.(ts|mts|mjs)$/;
/** Made by tools, ignored by git. */
const MADE = new Set(["node_modules", "dist"]);

export function topLevelFolders(): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !MADE.has(entry.name))
    .map((entry) => entry.name);
}

export function readSources(): readonly Source[] {
  return topLevelFolders().flatMap((folder) => walk(join(root, folder)).map(readSource));
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : walk(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

function readSource(path: string): Source {
  const text = readFileSync(path, "utf8");
  const short = relative(root, path);
  return {
    path: short,
    layer: short.split("/")[0] ?? "",
    text,
    lines: text.split("\n").length - 1,
    imports: readImports(path, text),
  };
}

/** With `verbatimModuleSyntax`, `import { type X }` still loads the module: only `import type` does not. */
const STATIC = /^(?:import|export) (type )?(?:[^;"'`]*? from )?"([^"]+)"/gm;
const DYNAMIC = /\bimport\("([^"]+)"\)/g;

function readImports(path: string, text: string): readonly Import[] {
  const found = [...text.matchAll(STATIC)].map(([, type, name]) => ({
    name: name ?? "",
    typeOnly: type !== undefined,
  }));
  const later = [...text.matchAll(DYNAMIC)].map(([, name]) => ({ name: name ?? "", typeOnly: false }));
  return [...found, ...later].map(({ name, typeOnly }) =>
    name.startsWith(".")
      ? { target: relative(root, join(dirname(path), name)), own: true, typeOnly }
      : { target: packageOf(name), own: false, typeOnly },
  );
}

function packageOf(name: string): string {
  if (name.startsWith("node:")) return "node:";
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The text without its comments. A `//` counts when nothing or a blank stands before it, so that addresses stay. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** Every file that loads with `entry`. */
export function loadedWith(entry: string, sources: readonly Source[]): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { target, own, typeOnly } of byPath.get(path)?.imports ?? []) if (own && !typeOnly) visit(target);
  };
  visit(entry);
  return loaded;
}

/** The first circle of files that load each other, as a path that ends where it began; null when there is none. */
export function findCycle(sources: readonly Source[]): readonly string[] | null {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): readonly string[] | null => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const { target, own, typeOnly } of byPath.get(path)?.imports ?? []) {
      const cycle = own && !typeOnly ? visit(target, [...above, path]) : null;
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of sources) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}
