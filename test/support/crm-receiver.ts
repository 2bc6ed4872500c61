/**
 * The owner's CRM: takes signed posts, checks the signature with the reference library, and counts a delivery once
 * per `webhook-id`, as Standard Webhooks asks of a receiver.
 */
import { Webhook } from "standardwebhooks";
import type { HostHandler } from "./platform/network.ts";

export type CrmRecord = {
  readonly at: number;
  readonly id: string;
  readonly body: { readonly [key: string]: unknown };
};
export type CrmDelivery = CrmRecord & { readonly verdict: "recorded" | "repeated" | "forged" | "changed" };

export type CrmReceiver = {
  readonly handle: HostHandler;
  /** What the CRM holds: one per webhook id. */
  readonly records: readonly CrmRecord[];
  /** Every post that reached it. */
  readonly deliveries: readonly CrmDelivery[];
};

export const CRM_HOST = "crm.example";
export const CRM_URL = `https://${CRM_HOST}/firstring`;
/** 24 bytes, base64, in the spelling that Standard Webhooks uses. */
export const CRM_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export function createCrmReceiver(): CrmReceiver {
  const checker = new Webhook(CRM_SECRET);
  const records: CrmRecord[] = [];
  const deliveries: CrmDelivery[] = [];
  const bodies = new Map<string, string>();

  return {
    records,
    deliveries,
    handle({ at, headers, body }) {
      const id = headers.get("webhook-id") ?? "";
      let parsed: CrmRecord["body"];
      try {
        checker.verify(body, Object.fromEntries(headers));
        parsed = JSON.parse(body);
      } catch {
        deliveries.push({ at, id, body: {}, verdict: "forged" });
        return { status: 401, body: "" };
      }
      const before = bodies.get(id);
      const verdict = before === undefined ? "recorded" : before === body ? "repeated" : "changed";
      deliveries.push({ at, id, body: parsed, verdict });
      if (before === undefined) {
        bodies.set(id, body);
        records.push({ at, id, body: parsed });
      }
      return { status: 200, body: "{}" };
    },
  };
}
