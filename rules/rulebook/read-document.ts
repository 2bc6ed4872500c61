/**
 * From text to plain data that remembers where everything stood. Scalars that look like numbers stay as they were
 * written (`phone: +12145550101` must not become a number), an empty value counts as absent, and whatever could make
 * the same text mean much more than it says (aliases, tags) is refused.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from "yaml";
import { findJsonSlip } from "./json-slips.ts";
import { type Finding, formatPath, type Path, type Problem, quote } from "./problem.ts";
import { wordYamlError } from "./yaml-words.ts";

/** In characters. A rulebook of a business with a hundred people takes a tenth; KV would hold a hundred times as much. */
const LONGEST_SOURCE = 256 * 1024;

/** The deepest thing one can say has nine levels; nested conditions may need a few more. */
const DEEPEST = 32;

export type ReadDocument = {
  readonly data: unknown;
  /** What `at` counts in: without a byte order mark. */
  readonly text: string;
  locate(finding: Finding): Problem;
  at(offset: number, message: string, hint: string | null): Problem;
};

export function readDocument(text: string): { ok: true; document: ReadDocument } | { ok: false; problems: Problem[] } {
  const tooLong = text.length > LONGEST_SOURCE;
  const source = tooLong ? "" : text.replace(/^\uFEFF/, "").replace(/\p{Surrogate}/gu, "\uFFFD");
  const lines = new LineCounter();
  const at = (offset: number, message: string, hint: string | null): Problem => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    return { line: Math.max(1, line), column: Math.max(1, col), path: "", message, hint };
  };
  const refuse = (offset: number, message: string, hint: string | null) => ({
    ok: false as const,
    problems: [at(offset, message, hint)],
  });

  if (tooLong) {
    const message = `the document is ${Math.ceil(text.length / 1024)} KB long; 256 KB is the most`;
    return refuse(0, message, "Take out what is not a rule.");
  }
  // Its own check for keys given twice compares each with each; ours is below.
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, schema: "core" });
  const slip = findJsonSlip(source);
  if (slip !== null) return refuse(slip.offset, slip.message, slip.hint);
  // The first error only: those after it are mostly its echoes.
  const error = yaml.errors[0] ?? yaml.warnings[0];
  if (error !== undefined) {
    const start = source.lastIndexOf("\n", error.pos[0] - 1) + 1;
    const end = source.indexOf("\n", error.pos[0]);
    const words = wordYamlError(error, source.slice(start, end < 0 ? undefined : end));
    return refuse(error.pos[0], words.message, words.hint);
  }
  if (isEmpty(yaml.contents)) {
    return refuse(0, "the document is empty", "Begin with business:, people:, routes: and otherwise:.");
  }

  const reader = { findings: [] as Finding[], offences: [] as Problem[], at };
  const data = readNode(yaml.contents, [], reader);
  const document: ReadDocument = { data, text: source, at, locate: (finding) => locate(yaml, source, at, finding) };
  const problems = [...reader.offences, ...reader.findings.map(document.locate)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document };
}

type Reader = { findings: Finding[]; offences: Problem[]; at: ReadDocument["at"] };

const isEmpty = (node: unknown): boolean => !node || (isScalar(node) && (node.value === null || node.value === ""));

function readNode(node: unknown, path: Path, reader: Reader): unknown {
  if (isMap(node) || isSeq(node)) {
    if (path.length >= DEEPEST) {
      reader.findings.push({ path, message: "the document is nested too deeply", hint: null, at: "value" });
      return undefined;
    }
    return isMap(node)
      ? readMap(node.items, path, reader)
      : node.items.map((item, index) => readNode(item, [...path, index], reader));
  }
  if (isAlias(node)) {
    const hint = "Write the value out, or put the text in quotes if it only begins with a star.";
    reader.offences.push(
      reader.at(node.range?.[0] ?? 0, `references such as ${quote(`*${node.source}`)} are not used here`, hint),
    );
    return undefined;
  }
  if (!isScalar(node)) return undefined;
  if (node.value === null) return isFreeForm(path) ? null : undefined;
  if (typeof node.value === "number" || typeof node.value === "bigint") {
    const written = node.source ?? String(node.value);
    return isFreeForm(path) && CANONICAL_NUMBER.test(written) ? Number(written) : written;
  }
  return node.value;
}

/** The owner's own CRM fields are theirs to type; everywhere else a number is read as it was written. */
const isFreeForm = (path: Path): boolean => path.length > 2 && path[0] === "crm" && path[1] === "fields";
const CANONICAL_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

function readMap(pairs: readonly Pair[], path: Path, reader: Reader): unknown {
  const entries = new Map<string, unknown>();
  for (const pair of pairs) {
    const key = keyOf(pair);
    const offset = rangeOf(pair.key)?.[0] ?? 0;
    if (key === null || key === "__proto__") {
      reader.offences.push(
        reader.at(offset, "this cannot be the name of an entry", "Use a plain word before the colon."),
      );
    } else if (entries.has(key)) {
      const hint = "Keep one of the two; the other would be ignored.";
      reader.offences.push(reader.at(offset, `${quote(key)} is given twice`, hint));
    } else {
      entries.set(key, readNode(pair.value, [...path, key], reader));
    }
  }
  return Object.fromEntries(entries);
}

function keyOf(pair: Pair): string | null {
  if (!isScalar(pair.key) || pair.key.value === null) return null;
  return typeof pair.key.value === "string" ? pair.key.value : (pair.key.source ?? String(pair.key.value));
}

/**
 * Points at what was found, or, where it is missing, at the entry that lacks it. A path may go deeper than the text where
 * the text is a shorthand: `sam: 214 555 0101` for its `phone`, one `sms` for a list of them.
 */
function locate(yaml: Document.Parsed, source: string, at: ReadDocument["at"], finding: Finding): Problem {
  let node: unknown = yaml.contents;
  let key: unknown = null;
  let missing = false;
  const written: (string | number)[] = [];
  for (const [depth, step] of finding.path.entries()) {
    if (isScalar(node) && node.value !== null) break;
    if (step === 0 && !isSeq(node)) continue;
    const pair = isMap(node) ? node.items.find((item) => keyOf(item) === String(step)) : undefined;
    const item = isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair === undefined && item === undefined) {
      missing = true;
      written.push(...finding.path.slice(depth));
      break;
    }
    key = pair?.key ?? null;
    node = pair === undefined ? item : pair.value;
    written.push(step);
  }
  const [start, end] = rangeOf(node) ?? rangeOf(key) ?? [0, 0];
  let offset = start;
  const empty = missing || (isScalar(node) && node.value === null);
  if (empty || finding.at === "key") offset = rangeOf(key)?.[0] ?? start;
  else if (finding.at !== "value") offset += indexOfNth(source.slice(start, end), finding.at.near, finding.at.nth);
  return { ...at(offset, finding.message, finding.hint), path: formatPath(written) };
}

function rangeOf(node: unknown): readonly [start: number, end: number] | null {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null;
  return range ? [range[0], range[1]] : null;
}

/** Inside quotes or folded lines the text differs from its value; the n-th occurrence of the word itself does not. */
function indexOfNth(text: string, word: string, nth: number): number {
  let index = text.indexOf(word);
  for (let seen = 0; seen < nth && index >= 0; seen++) index = text.indexOf(word, index + 1);
  return Math.max(0, index);
}
