/**
 * The settings, parsed once per isolate. What is missing or wrong names itself in one line that says what to do; the
 * value itself is never repeated, because it may be a secret in the wrong place.
 */
import type { Env } from "../durable-objects/env.ts";
import { type E164, e164 } from "../rules/ids.ts";
import { count } from "./log.ts";
import { type KeyProblem, readPublicKey } from "./public-keys.ts";

export type Config = {
  readonly apiKey: string;
  readonly apiBaseUrl: string;
  /** In the order written; the same arrays for the life of the isolate, so that imported keys can be kept by them. */
  readonly publicKeys: readonly Uint8Array[];
  /** Some key could not be used: what matches no other key may still be Telnyx's, and is no forgery. */
  readonly someKeyUnusable: boolean;
  readonly connectionIds: readonly string[];
  readonly fallback: E164 | null;
  readonly apiToken: string | null;
};

export type Problem = { readonly setting: string; readonly text: string };
/** `problems` keep calls from being taken; with `warnings` calls are taken, and something beside them is off. */
export type Configured =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

const TELNYX_API = "https://api.telnyx.com/v2";
/** 128 bits in hex; shorter ones can be guessed by someone patient. */
const TOKEN_MIN_LENGTH = 32;
const KEY_WORDS: Readonly<Record<KeyProblem, string>> = {
  "not-32-bytes-of-base64": "is not base64 of 32 bytes (44 characters ending in =)",
  "small-order": "is a placeholder that would let anybody sign",
  "not-on-curve": "is no Ed25519 key; a character may be wrong",
};
const WHERE_IS_THE_KEY = "Copy it from Telnyx Mission Control, Account, Keys & Credentials, Public Key.";

const parsed = new WeakMap<Env, Configured>();

export function configure(env: Env): Configured {
  const known = parsed.get(env);
  if (known) return known;
  const fresh = parseConfig(env);
  parsed.set(env, fresh);
  const problems = fresh.ok ? fresh.warnings : [...fresh.problems, ...fresh.warnings];
  for (const { setting, text } of problems) count("setting.problem", { setting, reason: text });
  return fresh;
}

export function parseConfig(env: Env): Configured {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  checkBindings(env, problems);
  checkJurisdiction(env, problems);
  const keys = parseKeys(env, problems, warnings);
  const config: Config = {
    apiKey: parseApiKey(env, problems),
    apiBaseUrl: parseApiBaseUrl(env, problems),
    publicKeys: keys.usable,
    someKeyUnusable: keys.unusable > 0,
    connectionIds: parseConnectionIds(env, problems),
    fallback: parseFallback(env, warnings),
    apiToken: parseApiToken(env, warnings),
  };
  return problems.length > 0 ? { ok: false, problems, warnings } : { ok: true, config, warnings };
}

function checkBindings(env: Env, problems: Problem[]): void {
  for (const setting of ["CALLS", "DESKS", "RULEBOOKS"] as const) {
    if (!env[setting]) problems.push({ setting, text: "is not bound. Deploy with the wrangler.toml of this project." });
  }
}

function checkJurisdiction(env: Env, problems: Problem[]): void {
  if (["", "eu"].includes(env.DATA_JURISDICTION ?? "")) return;
  problems.push({
    setting: "DATA_JURISDICTION",
    text: "must be empty or eu. It cannot be changed once there is data.",
  });
}

function parseKeys(env: Env, problems: Problem[], warnings: Problem[]) {
  const setting = "TELNYX_PUBLIC_KEY";
  const texts = readList(env.TELNYX_PUBLIC_KEY);
  const usable: Uint8Array[] = [];
  const bad: Problem[] = [];
  for (const [index, text] of texts.entries()) {
    const read = readPublicKey(text);
    if (read.ok) usable.push(read.key);
    else bad.push({ setting, text: `number ${index + 1} ${KEY_WORDS[read.problem]}. ${WHERE_IS_THE_KEY}` });
  }
  if (texts.length === 0) problems.push({ setting, text: `is missing. ${WHERE_IS_THE_KEY}` });
  (usable.length > 0 ? warnings : problems).push(...bad);
  return { usable, unusable: bad.length };
}

function parseApiKey(env: Env, problems: Problem[]): string {
  const key = env.TELNYX_API_KEY?.trim() ?? "";
  if (key === "") {
    const text = "is missing. Make one in Telnyx Mission Control, then: wrangler secret put TELNYX_API_KEY";
    problems.push({ setting: "TELNYX_API_KEY", text });
  }
  return key;
}

/** Plain http only to the hosts that LOCAL_TARGETS names, for development against a stand-in. */
function parseApiBaseUrl(env: Env, problems: Problem[]): string {
  const text = env.TELNYX_API_BASE_URL?.trim() || TELNYX_API;
  const url = URL.canParse(text) ? new URL(text) : null;
  const allowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && readList(env.LOCAL_TARGETS).includes(url.host));
  if (!allowed) {
    const advice = `must be an https address such as ${TELNYX_API}; leave it out to use that one.`;
    problems.push({ setting: "TELNYX_API_BASE_URL", text: advice });
  }
  return text.replace(/\/+$/, "");
}

function parseConnectionIds(env: Env, problems: Problem[]): readonly string[] {
  const ids = readList(env.TELNYX_CONNECTION_IDS);
  const setting = "TELNYX_CONNECTION_IDS";
  const where = "It is the id of your Voice API application in Telnyx Mission Control; several are comma-separated.";
  if (ids.length === 0) problems.push({ setting, text: `is missing. ${where}` });
  else if (!ids.every((id) => /^\d{1,32}$/.test(id))) problems.push({ setting, text: `must be digits. ${where}` });
  return ids;
}

function parseFallback(env: Env, warnings: Problem[]): E164 | null {
  const setting = "FALLBACK_NUMBER";
  const text = env.FALLBACK_NUMBER?.trim() ?? "";
  const number = e164(text);
  const why = "It is rung when Firstring itself is broken";
  if (text === "") warnings.push({ setting, text: `is missing. ${why}; without it such calls go unanswered.` });
  else if (!number)
    warnings.push({
      setting,
      text: `must be in E.164: a plus, the country code and the number, without spaces. ${why}; as it is it is not used.`,
    });
  return number;
}

function parseApiToken(env: Env, warnings: Problem[]): string | null {
  const token = env.API_TOKEN?.trim() ?? "";
  if (token.length >= TOKEN_MIN_LENGTH) return token;
  if (token !== "") {
    const text = `is shorter than ${TOKEN_MIN_LENGTH} characters, so /api stays closed. Make one with: openssl rand -hex 32`;
    warnings.push({ setting: "API_TOKEN", text });
  }
  return null;
}

function readList(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
