/** By what a happening is known again when Telnyx delivers it twice. */
import type { EventKey } from "./call-store.ts";
import type { Delivery } from "./protocol.ts";

/**
 * A redelivery keeps its id, as far as is documented; what happened on which leg and when names it too. Words and keys
 * are the exception: two of them may really carry the same stamp. So may the ends of two utterances that were stopped
 * at once, which is why those carry their number.
 */
export function keyOf({ id, happening }: Delivery): EventKey {
  if (!("occurredAt" in happening) || happening.type === "heard" || happening.type === "key.pressed")
    return { key: id, id };
  const speech = "speech" in happening && happening.speech !== null ? [happening.speech] : [];
  return { key: [happening.control, happening.type, ...speech, happening.occurredAt].join(" "), id };
}
