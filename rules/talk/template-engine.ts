/** Liquid, cut down to what a sentence needs: conditions, defaults and a handful of text filters. No clock, no chance. */
/// <reference path="./liquid.d.ts" />
import { Liquid, type Parsed } from "liquidjs/dist/liquid.browser.mjs";
import { type Destination, escapeFor } from "./template-escape.ts";

export const TAGS = ["if", "unless", "case", "for", "assign"];

/** `raw`, which would switch escaping off, is not among them; nor are `date` (it knows "now") and `sample` (a draw). */
export const FILTERS = [
  "append",
  "at_least",
  "at_most",
  "capitalize",
  "default",
  "downcase",
  "lstrip",
  "minus",
  "plus",
  "prepend",
  "remove",
  "replace",
  "rstrip",
  "size",
  "slice",
  "strip",
  "strip_newlines",
  "truncate",
  "truncatewords",
  "upcase",
];

/**
 * Liquid counts characters and loop rounds made while rendering. A template of the permitted length with every value at
 * its longest needs a fifth of this; a loop over a million is refused before its first round.
 */
const MEMORY_LIMIT = 50_000;

export function createEngine(destination: Destination, strict: boolean): Liquid {
  const engine = new Liquid({
    templates: {},
    strictFilters: strict,
    strictVariables: strict,
    ownPropertyOnly: true,
    // What is not known is an empty text here, and in Liquid's own rules that would count as true.
    jsTruthy: true,
    memoryLimit: MEMORY_LIMIT,
    outputEscape: escapeFor(destination),
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) delete engine.filters[name];
  return engine;
}

/** Texts of a few rulebooks; a template is compiled once per destination and never changes. */
const CACHED_TEMPLATES = 500;

/** Compiles, or takes what was compiled before; throws as `Liquid.parse` does. */
export function createCompiler(engine: Liquid): (text: string) => Parsed {
  const compiled = new Map<string, Parsed>();
  return (text) => {
    const known = compiled.get(text);
    if (known !== undefined) return known;
    const parsed = engine.parse(text);
    const oldest = compiled.size >= CACHED_TEMPLATES ? compiled.keys().next().value : undefined;
    if (oldest !== undefined) compiled.delete(oldest);
    compiled.set(text, parsed);
    return parsed;
  };
}
