/** The schema's findings, in words: what is there, what was expected, and the nearest thing it could have been. */
import type { z } from "zod";
import { type Finding, type Path, quote } from "./problem.ts";
import { didYouMean, suggest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  object: 'entries such as "name: value"',
  record: 'entries such as "name: value"',
  array: 'a list, such as [one, two] or lines that begin with "- "',
  boolean: "yes or no",
};

/** As many as anyone reads; a hostile document could have a hundred thousand, each with a suggestion to compute. */
const MOST_FINDINGS = 50;

/** @param data what the schema was given, to tell what is missing from what is of the wrong kind */
export function wordIssues(issues: readonly Issue[], data: unknown): Finding[] {
  return issues.slice(0, MOST_FINDINGS).flatMap((issue) => wordIssue(issue, [], data));
}

function wordIssue(issue: Issue, above: Path, data: unknown): Finding[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const find = (message: string, hint: string | null, at: "key" | "value" = "value"): Finding[] => [
    { path, message, hint, at },
  ];
  const value = valueAt(data, path);
  const name = String(path.findLast((step) => typeof step === "string") ?? "the document");
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = issue.message.split(" ");
      return issue.keys
        .slice(0, MOST_FINDINGS)
        .map((key) => ({ path: [...path, key], at: "key" as const, ...wordUnknownKey(key, known) }));
    }
    case "invalid_union": {
      // Of the forms a value may have, the one whose kind fits is the one that was meant.
      const meant = issue.errors.find((form) => !form.some((each) => isOtherKind(each, value)));
      if (meant !== undefined) return meant.flatMap((each) => wordIssue(each, path, data));
      if (value === undefined) return find(`"${name}" is missing`, MISSING[name] ?? null);
      const kinds = issue.errors.flat().flatMap(kindsOf);
      return find(`this should be ${[...new Set(kinds)].join(", or ")}`, null);
    }
    case "invalid_type":
      if (value === undefined)
        return find(
          typeof path.at(-1) === "number" ? "this item is empty" : `"${name}" is missing`,
          MISSING[name] ?? null,
        );
      return find(`this should be ${KINDS[issue.expected] ?? issue.expected}`, null);
    case "invalid_value": {
      const choices = issue.values.map(String);
      const near = typeof value === "string" ? didYouMean(value, choices) : null;
      const found = typeof value === "string" ? quote(value) : "this";
      return find(`${found} is not possible here`, near ?? `Write ${choices.join(" or ")}.`);
    }
    case "invalid_key":
      return issue.issues.flatMap((inner) => find(...split(inner.message), "key"));
    case "too_small":
      return issue.message.includes("\n")
        ? find(...split(issue.message))
        : find(value === "" ? `"${name}" is empty` : "this list is empty", null);
    case "too_big":
      return find(
        issue.origin === "string"
          ? `this is longer than ${issue.maximum} characters`
          : `there are more than ${issue.maximum} here`,
        null,
      );
    default:
      return find(...split(issue.message));
  }
}

function kindsOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_type") return [KINDS[issue.expected] ?? issue.expected];
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

const isOtherKind = (issue: Issue, value: unknown): boolean =>
  issue.path.length === 0 &&
  (issue.code === "invalid_type" || (issue.code === "invalid_value" && typeof value !== "string"));

/** What to write when a mandatory entry is missing. */
const MISSING: Readonly<Record<string, string>> = {
  business: "Begin with business: and under it id, name and timezone.",
  timezone: "Write timezone: America/Chicago, or the city nearest to you.",
  id: "Write a short name in small letters, such as id: lone-star-comfort. It stays the same for ever.",
  people: "List who may be rung: people: and under it sam: { phone: ... }",
  phone: "Write the number as on a business card.",
  otherwise: "Say what happens to every other call, for instance otherwise: { take: callback }",
  when: "Say when the route applies: when: { urgency: emergency }, or when: always.",
  members: "List the group's people: members: [sam, dana]",
};

function wordUnknownKey(key: string, known: readonly string[]): { message: string; hint: string } {
  const message = `there is no entry called ${quote(key)} here`;
  if (/[“”„‟‘’]/.test(key)) return { message, hint: "Replace curly quotes by straight ones, or leave them out." };
  const near = suggest(key, known);
  return { message, hint: near === null ? `Possible here: ${known.join(", ")}.` : `Did you mean "${near}"?` };
}

function split(message: string): [message: string, hint: string | null] {
  const [what = "", ...how] = message.split("\n");
  return [what, how.length > 0 ? how.join(" ") : null];
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}
