/** The part of the settings that objects use. The Worker has refused what is missing before it hands anything over. */
import { type E164, e164 } from "../rules/ids.ts";
import type { Env } from "./env.ts";

export type Settings = {
  readonly apiKey: string;
  readonly baseUrl: string;
  /** Whom outgoing legs are dialled as: the first one of the list. */
  readonly connectionId: string;
  readonly fallback: E164 | null;
  readonly localTargets: readonly string[];
};

export const TELNYX_API = "https://api.telnyx.com/v2";

export function readSettings(env: Env): Settings {
  return {
    apiKey: env.TELNYX_API_KEY?.trim() ?? "",
    baseUrl: (env.TELNYX_API_BASE_URL?.trim() || TELNYX_API).replace(/\/+$/, ""),
    connectionId: list(env.TELNYX_CONNECTION_IDS)[0] ?? "",
    fallback: e164(env.FALLBACK_NUMBER?.trim() ?? ""),
    localTargets: list(env.LOCAL_TARGETS),
  };
}

const list = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
