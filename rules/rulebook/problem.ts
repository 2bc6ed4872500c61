/**
 * What is wrong with a rulebook, told to the person who wrote it. No message repeats a telephone number or a secret:
 * problems are logged and mailed, and line and column show the place anyway.
 */
export type Problem = {
  /** From 1; columns count UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
  /** `routes[2].otherwise.sms.to`; empty for the document as a whole. */
  readonly path: string;
  /** What is wrong, and why that matters where it is not plain. */
  readonly message: string;
  /** How to fix it. */
  readonly hint: string | null;
};

export type Path = readonly (string | number)[];

/** A problem before its place in the text was looked up. */
export type Finding = {
  readonly path: Path;
  readonly message: string;
  readonly hint: string | null;
  /** Where to point: at the key, at the value, or at `near` inside the value (its n-th occurrence, from 0). */
  readonly at: "key" | "value" | { readonly near: string; readonly nth: number };
};

/** Collects what the stages after the schema find. */
export type Report = (path: Path, message: string, hint: string | null, at?: Finding["at"]) => void;

export function formatProblem(problem: Problem, file: string): string {
  const where = problem.path === "" ? "" : `${problem.path}: `;
  const fix = problem.hint === null ? "" : `\n    ${problem.hint}`;
  return `${file}:${problem.line}:${problem.column}  ${where}${problem.message}${fix}`;
}

export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}

/** The owner's own word, in quotes and cut short; what may be a telephone number is not repeated. */
export function quote(word: string): string {
  const digits = word.match(/\d[\d\s().-]{5,}/g)?.map((run) => run.replace(/\D/g, "").length) ?? [];
  if (digits.some((count) => count >= 7)) return "this number";
  const flat = word.replace(/\s+/g, " ");
  return flat.length > 40 ? `"${flat.slice(0, 40)}…"` : `"${flat}"`;
}
