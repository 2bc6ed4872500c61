/**
 * Templates: `{{caller_number}}` and its like in everything a rulebook says or sends. Strict where a rulebook is checked
 * (`checkTemplate`), and never failing on a live call (`render`, `renderJson`).
 */
import type { Liquid, Parsed } from "liquidjs/dist/liquid.browser.mjs";
import type { Json } from "../rulebook/rulebook.ts";
import { createCompiler, createEngine } from "./template-engine.ts";
import { type Destination, shorten, wellFormed } from "./template-escape.ts";
import { scopeFor, type Variables } from "./template-variables.ts";

export { checkTemplate, type TemplateProblem } from "./template-check.ts";
export { CATALOGUE, type Known, type VariableName, type Variables, variables } from "./template-variables.ts";

/** In characters: Telnyx speaks 3,000 a command and takes ten message parts of 160; the rest only need an end. */
const LONGEST_OUTPUT: Readonly<Record<Destination, number>> = {
  speech: 3_000,
  sms: 1_600,
  json: 20_000,
  url: 20_000,
  leaf: 20_000,
};

/** @returns the text with every variable filled in and made harmless for its destination; maybe empty, never an error */
export function render(text: string, known: Variables, destination: "speech" | "sms" | "json" | "url"): string {
  return fill(text, known, destination);
}

/** The same for each string inside a JSON value; keys stay as they are. */
export function renderJson(json: Json, known: Variables): Json {
  if (typeof json === "string") return fill(json, known, "leaf");
  if (json === null || typeof json !== "object") return json;
  if (isList(json)) return json.map((item) => renderJson(item, known));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, renderJson(value, known)]));
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

type Renderer = { readonly engine: Liquid; readonly compile: (text: string) => Parsed };

function createRenderer(destination: Destination): Renderer {
  const engine = createEngine(destination, false);
  return { engine, compile: createCompiler(engine) };
}

/** One engine per destination, because how values are escaped is fixed when a template is compiled. */
const RENDERERS: Readonly<Record<Destination, Renderer>> = {
  speech: createRenderer("speech"),
  sms: createRenderer("sms"),
  json: createRenderer("json"),
  url: createRenderer("url"),
  leaf: createRenderer("leaf"),
};

function fill(text: string, known: Variables, destination: Destination): string {
  return tidy(text.includes("{") ? renderLiquid(text, known, destination) : text, destination);
}

function renderLiquid(text: string, known: Variables, destination: Destination): string {
  const { engine, compile } = RENDERERS[destination];
  try {
    return String(engine.renderSync(compile(text), scopeFor(known, destination)));
  } catch {
    // The rulebook's check refuses such a template. A caller who is on the line still gets the words around the gaps.
    return text.replace(/\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{[{%][^{}%]*/g, "");
  }
}

function tidy(text: string, destination: Destination): string {
  const whole = wellFormed(text);
  const trimmed = destination === "speech" || destination === "sms" ? whole.trim() : whole;
  return shorten(trimmed, LONGEST_OUTPUT[destination]);
}
