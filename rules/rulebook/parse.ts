/** From the text of a rulebook to the rulebook, or to everything that is wrong with it. Never throws. */
import { checkTemplates } from "./check-templates.ts";
import { compileRulebook } from "./compile.ts";
import type { Finding, Problem, Report } from "./problem.ts";
import { type ReadDocument, readDocument } from "./read-document.ts";
import type { Rulebook } from "./rulebook.ts";
import { wordIssues } from "./schema-words.ts";
import { findSecrets } from "./secrets.ts";
import { rulebookSource } from "./source.ts";

export { formatProblem, type Problem } from "./problem.ts";

export type Parsed =
  | { readonly ok: true; readonly rulebook: Rulebook; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** More are not read by anyone, and a broken document can have thousands. */
const MOST_PROBLEMS = 50;

/**
 * @param source YAML or JSON as it stands in KV; at most 256 KB are looked at
 * @param version what the compiled rulebook is to be known by, see `Rulebook.version`
 */
export function parseRulebook(source: string, version: string): Parsed {
  try {
    return parse(source, version);
  } catch (error) {
    // A bug of ours or a stack that ran out, and in either case a caller is waiting: the last good rulebook serves.
    const cause = error instanceof Error ? error.name : "unknown";
    const message = `the document could not be read (${cause})`;
    return failed([{ line: 1, column: 1, path: "", message, hint: "Make it simpler, and report this as a bug." }]);
  }
}

function parse(source: string, version: string): Parsed {
  const read = readDocument(source);
  if (!read.ok) return failed(read.problems);
  const { document } = read;

  // Alone, because the other messages might repeat a piece of the secret.
  const secrets = findSecrets(document.text).map(({ offset, what }) => {
    const hint =
      "Take it out and replace it where it was issued: it may have been seen. Store it with wrangler secret put.";
    return document.at(offset, `this looks like ${what}; a rulebook is no place for secrets`, hint);
  });
  if (secrets.length > 0) return failed(secrets);

  const shaped = rulebookSource.safeParse(document.data);
  if (!shaped.success) return failed(place(wordIssues(shaped.error.issues, document.data), document));

  const findings: Finding[] = checkTemplates(shaped.data);
  const warnings: Finding[] = [];
  const rulebook = compileRulebook(shaped.data, version, collect(findings), collect(warnings));
  if (rulebook === null || findings.length > 0) return failed(place(findings, document));
  return { ok: true, rulebook, warnings: place(warnings, document) };
}

const collect =
  (findings: Finding[]): Report =>
  (path, message, hint, at = "value") => {
    findings.push({ path, message, hint, at });
  };

const place = (findings: readonly Finding[], document: ReadDocument): Problem[] =>
  findings.map((finding) => document.locate(finding));

function failed(problems: readonly Problem[]): Parsed {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: inOrder.slice(0, MOST_PROBLEMS) };
}
