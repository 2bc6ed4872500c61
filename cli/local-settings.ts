/** The settings of a Worker that speaks to nothing but this machine, with secrets that are good for one run. */
import { randomBytes } from "node:crypto";

export type LocalSecrets = { readonly apiKey: string; readonly apiToken: string; readonly crmSecret: string };

export const LINE = "+12145550100";
export const CONNECTION = "2811212257810187875";
/** Nobody's number; it would be rung if the Worker itself broke. */
const FALLBACK = "+12145550198";

export const makeSecrets = (): LocalSecrets => ({
  apiKey: `KEY${random("hex")}`,
  apiToken: random("hex"),
  crmSecret: `whsec_${random("base64")}`,
});

/** 24 bytes are what Standard Webhooks asks for, and enough for the rest. */
const random = (encoding: "hex" | "base64"): string => Buffer.from(randomBytes(24)).toString(encoding);

/**
 * @param telnyxUrl `http://127.0.0.1:<port>` of the stand-in for Telnyx, where the CRM is too
 * @param publicKey with which it signs
 */
export function localSettings(
  telnyxUrl: string,
  publicKey: string,
  secrets: LocalSecrets,
): Readonly<Record<string, string>> {
  const { host } = new URL(telnyxUrl);
  return {
    TELNYX_API_KEY: secrets.apiKey,
    TELNYX_PUBLIC_KEY: publicKey,
    TELNYX_CONNECTION_IDS: CONNECTION,
    TELNYX_API_BASE_URL: `${telnyxUrl}/v2`,
    FALLBACK_NUMBER: FALLBACK,
    API_TOKEN: secrets.apiToken,
    LOCAL_TARGETS: host,
    CALL_CLOCK: "carrier",
    RULEBOOK_CRM_SECRET: secrets.crmSecret,
    RULEBOOK_CRM_SECRET_HOST: host,
  };
}
