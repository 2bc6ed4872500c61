/** `webhook_retries_policies`: how often an event of a leg is delivered again, and when. */
import { z } from "zod";
import type { Leg } from "../legs/leg.ts";

/** At most five, and no more than a minute in all. */
export const retriesPolicies = z.record(
  z.string(),
  z.object({
    retries_ms: z
      .array(z.int().min(0))
      .max(5)
      .refine((delays) => delays.reduce((sum, delay) => sum + delay, 0) <= 60_000),
  }),
);

export function applyRetries(leg: Leg, policies: z.infer<typeof retriesPolicies> | undefined): void {
  for (const [eventType, policy] of Object.entries(policies ?? {})) leg.retriesMs.set(eventType, policy.retries_ms);
}
