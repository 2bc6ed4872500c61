/**
 * Which rulebook serves a number. KV holds `number:<E.164>` → business id and `rulebook:<business id>` → document, or
 * one `rulebook` for everybody else. Both are edited by hand and may be wrong at any time, so what comes out is always
 * a rulebook: the live one, else the last one that compiled for this number, else the compiled-in emergency one.
 */
import type { Env } from "../durable-objects/env.ts";
import { lineObject } from "../durable-objects/names.ts";
import type { Pin } from "../durable-objects/protocol.ts";
import { type BusinessId, businessId, type E164 } from "../rules/ids.ts";
import { emergencyRulebook } from "../rules/rulebook/emergency.ts";
import { formatProblem } from "../rules/rulebook/problem.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { LATE, within } from "./budget.ts";
import { compileRulebook } from "./compile-rulebook.ts";
import { nameError } from "./log.ts";

/** Warm reads take a millisecond and cold ones tens to hundreds; after this the last good rulebook serves better. */
const KV_BUDGET_MS = 500;
/** With the above, a rulebook is pinned within about 1.2 s of the arrival whatever hangs. */
const LAST_GOOD_BUDGET_MS = 600;
/** KV's own minimum. An edit is live a minute later. */
const CACHE_TTL_SECONDS = 60;

export type Document = { readonly kind: "document"; readonly text: string; readonly business: BusinessId | null };
export type Source =
  | Document
  | { readonly kind: "missing"; readonly business: BusinessId | null }
  | { readonly kind: "unreachable"; readonly error: string };

export type Trouble = {
  readonly kind: "missing" | "broken" | "unreachable";
  readonly business: BusinessId | null;
  /** For the owner: what is wrong, with line and column where there is one. */
  readonly text: string;
};
export type Served = { readonly pin: Pin; readonly trouble: Trouble | null };

/** Only reads KV; never rejects, and waits for no longer than its budget. */
export async function fetchSource(env: Env, number: E164): Promise<Source> {
  try {
    const source = await within(readSource(env, number), KV_BUDGET_MS);
    return source === LATE ? { kind: "unreachable", error: "slow" } : source;
  } catch (error) {
    return { kind: "unreachable", error: nameError(error) };
  }
}

/** The default is read on suspicion, beside the number: most accounts have one business, and cold reads are slow. */
async function readSource(env: Env, number: E164): Promise<Source> {
  const [named, standard] = await Promise.all([readKey(env, `number:${number}`), readKey(env, "rulebook")]);
  const business = named === null || named.trim() === "" ? null : businessId(named.trim());
  const text = business === null ? standard : await readKey(env, `rulebook:${business}`);
  return text === null || text.trim() === "" ? { kind: "missing", business } : { kind: "document", text, business };
}

/** As text: KV's own JSON parsing throws on a slip of the keyboard. */
export function readKey(env: Env, key: string): Promise<string | null> {
  return env.RULEBOOKS.get(key, { type: "text", cacheTtl: CACHE_TTL_SECONDS });
}

/** Never rejects. The name under which KV files a document is the business's id, whatever the document says. */
export async function serveRulebook(env: Env, number: E164, source: Source, fallback: E164 | null): Promise<Served> {
  if (source.kind === "document") {
    const compiled = await compileRulebook(source.text);
    if (compiled.ok) {
      const rulebook = fileUnder(compiled.rulebook, source.business);
      return { pin: { rulebook, source: "live" }, trouble: null };
    }
    const [first] = compiled.problems;
    const text = first === undefined ? "it cannot be read" : formatProblem(first, keyOf(source.business));
    return serveWithout(env, number, { kind: "broken", business: source.business, text }, fallback);
  }
  if (source.kind === "missing") {
    const text = `there is no document under ${keyOf(source.business)}`;
    return serveWithout(env, number, { kind: "missing", business: source.business, text }, fallback);
  }
  const text = "KV does not answer";
  return serveWithout(env, number, { kind: "unreachable", business: null, text }, fallback);
}

async function serveWithout(env: Env, number: E164, trouble: Trouble, fallback: E164 | null): Promise<Served> {
  const lastGood = await askLastGood(env, number);
  if (lastGood) return { pin: { rulebook: lastGood, source: "last-good" }, trouble };
  const rulebook = fileUnder(emergencyRulebook(fallback), trouble.business);
  return { pin: { rulebook, source: "emergency" }, trouble };
}

async function askLastGood(env: Env, number: E164): Promise<Rulebook | null> {
  try {
    const lastGood = await within(lineObject(env, number).lastGoodRulebook(), LAST_GOOD_BUDGET_MS);
    return lastGood === LATE ? null : lastGood;
  } catch {
    return null;
  }
}

function fileUnder(rulebook: Rulebook, id: BusinessId | null): Rulebook {
  return id === null || id === rulebook.business.id
    ? rulebook
    : { ...rulebook, business: { ...rulebook.business, id } };
}

function keyOf(business: BusinessId | null): string {
  return business === null ? "rulebook" : `rulebook:${business}`;
}

/** What this isolate has handed to a line already; only saves a request, so it may forget. */
const remembered = new Set<string>();
const REMEMBERED_CAP = 1_000;

/** Keeps a live rulebook as this number's last good one, once per isolate and version. */
export async function rememberRulebook(env: Env, number: E164, { pin }: Served): Promise<void> {
  if (pin.source !== "live") return;
  const mark = `${number} ${pin.rulebook.business.id} ${pin.rulebook.version}`;
  if (remembered.has(mark)) return;
  await lineObject(env, number).rememberRulebook(pin.rulebook);
  if (remembered.size >= REMEMBERED_CAP) remembered.clear();
  remembered.add(mark);
}
