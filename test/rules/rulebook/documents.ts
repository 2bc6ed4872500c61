/** Small rulebooks to vary, and a mark that shows where in a document a problem must be pointed out. */
import { expect } from "vitest";
import { type Problem, parseRulebook } from "../../../rules/rulebook/parse.ts";
import type { Rulebook } from "../../../rules/rulebook/rulebook.ts";

/** Everything that must be there, each on a line of its own so that one can be replaced. */
const REQUIRED = {
  business: "business: { id: lone-star, name: Lone Star Comfort, timezone: America/Chicago }",
  people: "people: { sam: 214-555-0101, dana: 214-555-0102 }",
  otherwise: "otherwise: callback",
};

/** The smallest rulebook, with entries replaced, added (by any other name) or, where empty, left out. */
export function documentWith(entries: Readonly<Record<string, string>>): string {
  return Object.values({ ...REQUIRED, ...entries })
    .filter((line) => line !== "")
    .join("\n");
}

export function compiled(source: string): Rulebook {
  const parsed = parseRulebook(source, "test");
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  if (!parsed.ok) throw new Error("unreachable: the expectation above failed");
  return parsed.rulebook;
}

export function warningsOf(source: string): readonly Problem[] {
  const parsed = parseRulebook(source, "test");
  return parsed.ok ? parsed.warnings : [];
}

export function problemsOf(source: string): readonly Problem[] {
  const parsed = parseRulebook(source, "test");
  return parsed.ok ? [] : parsed.problems;
}

const MARK = "▶";

/** Takes the marks out of a document and says where they stood, as `line:column`. */
export function unmark(marked: string): { source: string; places: string[] } {
  const [first = "", ...rest] = marked.split(MARK);
  const places: string[] = [];
  let source = first;
  for (const piece of rest) {
    places.push(placeAtEnd(source));
    source += piece;
  }
  return { source, places };
}

function placeAtEnd(text: string): string {
  const lines = text.split("\n");
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

export const placeOf = ({ line, column }: Problem): string => `${line}:${column}`;

/** A marked document and the one problem that it has. */
export type Refused = [title: string, document: string, path: string, message: string, hint: string | null];
