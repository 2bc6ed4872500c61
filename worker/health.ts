/** GET /healthz: what is set, what is missing and what to do about it. Never a value of a setting. */
import type { Env } from "../durable-objects/env.ts";
import { configure, type Problem } from "./config.ts";

const SETTINGS = [
  "TELNYX_API_KEY",
  "TELNYX_PUBLIC_KEY",
  "TELNYX_CONNECTION_IDS",
  "TELNYX_API_BASE_URL",
  "FALLBACK_NUMBER",
  "DATA_JURISDICTION",
  "API_TOKEN",
  "RULEBOOKS",
  "CALLS",
  "DESKS",
] as const satisfies readonly (keyof Env)[];

export type Health = {
  readonly takesCalls: boolean;
  readonly settings: Readonly<Record<string, "set" | "not set">>;
  /** These keep calls from being taken. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
};

export function examine(env: Env): Health {
  const configured = configure(env);
  return {
    takesCalls: configured.ok,
    settings: Object.fromEntries(SETTINGS.map((name) => [name, env[name] ? "set" : "not set"])),
    problems: configured.ok ? [] : configured.problems.map(describe),
    warnings: configured.warnings.map(describe),
  };
}

function describe({ setting, text }: Problem): string {
  return `${setting} ${text}`;
}
