/** What an operator sees of one call. */
import type { Outgoing } from "./call-outgoing.ts";
import type { CallStore, Held } from "./call-store.ts";
import type { Outbox } from "./outbox.ts";
import type { CallView } from "./protocol.ts";

/** Null for a call that never arrived here, or was forgotten a day after it closed. */
export function viewOf({ call, pin }: Held, store: CallStore, outbox: Outbox<Outgoing>): CallView | null {
  if (call === null) return null;
  return {
    call,
    rulebook: pin === null ? null : { version: pin.rulebook.version, source: pin.source },
    transcript: store.transcript(),
    log: store.logRows(),
    pending: outbox
      .all()
      .map(({ id, item, attempts, lastError }) => ({ id, kind: item.effect.kind, attempts, lastError })),
  };
}
