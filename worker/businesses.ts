/** Every business this Worker serves, as far as KV knows: those with a document, those a number points to, the default. */
import type { Env } from "../durable-objects/env.ts";
import { type BusinessId, businessId } from "../rules/ids.ts";
import { emergencyRulebook } from "../rules/rulebook/emergency.ts";
import { compileRulebook } from "./compile-rulebook.ts";
import { mapInParallel } from "./in-parallel.ts";
import { count } from "./log.ts";
import { readKey } from "./rulebooks.ts";

/** A Worker may make 10,000 requests per invocation; each key costs one here and a few later. */
const KEYS_CAP = 1_000;
const PARALLEL = 6;

export async function listBusinesses(env: Env): Promise<readonly BusinessId[]> {
  const [documents, numbers, standard] = await Promise.all([
    listKeys(env, "rulebook:"),
    listKeys(env, "number:"),
    readDefault(env),
  ]);
  const named = await mapInParallel(numbers, PARALLEL, (number) => readKey(env, `number:${number}`).catch(() => null));
  // Where a number had no rulebook at all, its calls were kept under the emergency one's name.
  const all = [...documents, ...named.map((id) => id?.trim() ?? ""), standard, emergencyRulebook(null).business.id];
  return [...new Set(all)].filter((id) => id !== "").map(businessId);
}

async function readDefault(env: Env): Promise<string> {
  const text = await readKey(env, "rulebook");
  if (text === null) return "";
  const compiled = await compileRulebook(text);
  return compiled.ok ? compiled.rulebook.business.id : "";
}

/** What stands after the prefix. */
async function listKeys(env: Env, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page: KVNamespaceListResult<unknown> = await env.RULEBOOKS.list({ prefix, cursor });
    names.push(...page.keys.map(({ name }) => name.slice(prefix.length)));
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor !== null && names.length < KEYS_CAP);
  if (cursor !== null) count("sweep.truncated", { reason: prefix });
  return names.slice(0, KEYS_CAP);
}
