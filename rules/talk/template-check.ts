/** What is wrong with a template, found when the rulebook is read and not when a caller is waiting. */
import { LiquidError } from "liquidjs/dist/liquid.browser.mjs";
import { didYouMean } from "../rulebook/suggest.ts";
import { createEngine, FILTERS, TAGS } from "./template-engine.ts";
import { VARIABLE_NAMES, type VariableName } from "./template-variables.ts";

export type TemplateProblem = {
  readonly message: string;
  readonly hint: string | null;
  /** Index in the text, and the piece of text that stands there. */
  readonly at: number;
  readonly near: string;
};

/** Speech that takes two minutes, or a text of more than ten parts, is no message any more. */
const LONGEST_TEMPLATE = 2_000;

/** As long as a filled-in template may become; what is longer is a loop. */
const LONGEST_RESULT = 20_000;

/** Each value at its longest, so that what passes here passes on a call. */
const LONG_VALUES: Readonly<Partial<Record<VariableName, string>>> = Object.fromEntries(
  VARIABLE_NAMES.map((name) => [name, "x".repeat(500)]),
);

const engine = createEngine("sms", true);

export function checkTemplate(text: string): TemplateProblem[] {
  if (text.length > LONGEST_TEMPLATE) {
    const message = `the text is ${text.length} characters long; ${LONGEST_TEMPLATE} is the most`;
    return [{ message, hint: "Say it shorter.", at: 0, near: "" }];
  }
  const strayed = findStrayBraces(text);
  if (strayed !== null) return [strayed];
  try {
    const parsed = engine.parse(text);
    const { globals } = engine.analyzeSync(parsed, { partials: false });
    const unknown = Object.values(globals).flatMap((found) => found.flatMap((one) => checkVariable(text, one)));
    if (unknown.length > 0) return unknown.sort((a, b) => a.at - b.at);
    const result = engine.renderSync(parsed, LONG_VALUES);
    return String(result).length <= LONGEST_RESULT ? [] : [tooMuch(text)];
  } catch (error) {
    return [LiquidError.is(error) ? wordError(error) : { ...tooMuch(text), message: "this template cannot be read" }];
  }
}

type Found = {
  readonly segments: readonly unknown[];
  readonly location: { readonly row: number; readonly col: number };
};

function checkVariable(text: string, { segments, location }: Found): TemplateProblem[] {
  const name = String(segments[0]);
  const at = indexOf(text, location.row, location.col);
  if (!VARIABLE_NAMES.some((known) => known === name)) {
    const hint = didYouMean(name, VARIABLE_NAMES) ?? `There are: ${VARIABLE_NAMES.join(", ")}.`;
    return [{ message: `there is no variable called "${name}"`, hint, at, near: name }];
  }
  if (segments.length === 1) return [];
  return [{ message: `"${name}" is a single text and has no parts`, hint: `Write {{${name}}}.`, at, near: name }];
}

function indexOf(text: string, row: number, column: number): number {
  let start = 0;
  for (let line = 1; line < row; line++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function wordError(error: LiquidError): TemplateProblem {
  const cause = error.originalError?.message ?? error.message.replace(/, line:\d+, col:\d+$/, "");
  const near = error.token.getText();
  const at = error.token.begin;
  const filter = /^undefined filter: (.*)$/.exec(cause)?.[1];
  if (filter !== undefined) {
    const inside = Math.max(0, near.indexOf(filter));
    const hint = didYouMean(filter, FILTERS) ?? `There are: ${FILTERS.join(", ")}.`;
    return { message: `there is no filter called "${filter}"`, hint, at: at + inside, near: filter };
  }
  const tag = /^tag "(.*)" not found$/.exec(cause)?.[1];
  if (tag !== undefined) {
    return { message: `{% ${tag} %} is not known here`, hint: `Known are ${TAGS.join(", ")}.`, at, near };
  }
  if (/^output .* not closed$/s.test(cause)) {
    return { message: "{{ is opened and never closed", hint: "Close it with }}.", at, near: "{{" };
  }
  if (/^tag .* not closed$/s.test(cause)) {
    const name = /\{%-?\s*(\w+)/.exec(near)?.[1] ?? "if";
    const hint = near.endsWith("%}") ? `Add {% end${name} %}.` : "Close it with %}.";
    return { message: `{% ${name} %} is opened and never closed`, hint, at, near };
  }
  if (cause === "memory alloc limit exceeded") return { ...tooMuch(near), at };
  return { message: `this cannot be read: ${cause}`, hint: "Write {{variable}} or {{variable | filter}}.", at, near };
}

const tooMuch = (near: string): TemplateProblem => ({
  message: "this makes far too much text",
  hint: "Take out the loop.",
  at: 0,
  near,
});

/** `{name}` and a lone `}}` are legal to Liquid and would be read out to the caller, braces and all. */
function findStrayBraces(text: string): TemplateProblem | null {
  const outside = text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (piece) => " ".repeat(piece.length));
  const single = /\{\s*([a-z_]+)\s*\}/i.exec(outside);
  if (single !== null) {
    const hint = `Write {{${single[1]}}}.`;
    return { message: "a variable needs two braces on either side", hint, at: single.index, near: single[0] };
  }
  const closing = /[}%]\}/.exec(outside);
  if (closing === null) return null;
  return {
    message: `${closing[0]} closes what was never opened`,
    hint: "Open it with {{.",
    at: closing.index,
    near: closing[0],
  };
}
