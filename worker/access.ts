/**
 * Who may use /api: whoever sends API_TOKEN as a bearer token. Without that setting nobody may; a forgotten setting must
 * not open what it protects. Both tokens are hashed first, so neither length nor content shows in the time it takes.
 */
import type { Env } from "../durable-objects/env.ts";
import { configure } from "./config.ts";
import type { Rejection } from "./rejections.ts";

/** Null for whoever may come in. */
export async function checkAccess(request: Request, env: Env): Promise<Rejection | null> {
  const configured = configure(env);
  if (!configured.ok) {
    return { reason: "not-configured", settings: configured.problems.map(({ setting }) => setting) };
  }
  const { apiToken } = configured.config;
  if (apiToken === null) return { reason: "api-closed" };
  const sent = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (sent === undefined) return { reason: "token-missing" };
  return isSame(await hash(sent), await hash(apiToken)) ? null : { reason: "token-wrong" };
}

async function hash(token: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
}

/**
 * Of two digests, so of equal length. Looks at every byte; `crypto.subtle.timingSafeEqual` would do the same, but exists
 * on Workers alone.
 */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
