/** By what a happening is known again when Telnyx delivers it twice. */
import type { EventKey } from "./call-store.ts";
import type { Delivery } from "./protocol.ts";

/**
 * A redelivery keeps its id, as far as is documented; what happened on which leg and when names it too. Words and keys
 * are the exception: two of them may really carry the same stamp.
 */
export function keyOf({ id, happening }: Delivery): EventKey {
  if (!("occurredAt" in happening) || happening.type === "heard" || happening.type === "key.pressed")
    return { key: id, id };
  return { key: `${happening.control} ${happening.type} ${happening.occurredAt}`, id };
}
