/** Looks into an object's storage without calling it, so that looking changes nothing. Knows the tables of schema.ts. */
import type { Call } from "../../rules/call/state.ts";
import type { Slot } from "./platform/objects.ts";
import type { Row } from "./platform/sql.ts";

function rows(slot: Slot, query: string): Row[] {
  try {
    return slot.store.exec(query, []).toArray();
  } catch {
    // The tables are made on first use.
    return [];
  }
}

/** The state of a call as it was last committed; null before its arrival and once it was purged. */
export function peekCall(slot: Slot): Call | null {
  const [row] = rows(slot, "SELECT value FROM kept WHERE name = 'call'");
  return typeof row?.value === "string" ? JSON.parse(row.value) : null;
}

export type PeekedRow = {
  readonly id: string;
  readonly lane: string;
  readonly orderKey: string;
  readonly seq: number;
  readonly attempts: number;
  /** When it may be sent: the later of its due time and the end of its lease. */
  readonly dueAt: number;
  readonly state: string;
  readonly effect: string;
};

export function peekOutbox(slot: Slot): PeekedRow[] {
  return rows(
    slot,
    "SELECT id, lane, order_key, seq, attempts, max(due_at, coalesce(leased_until, 0)) AS due, state, effect FROM outbox ORDER BY seq",
  ).map((row) => ({
    id: String(row.id),
    lane: String(row.lane),
    orderKey: String(row.order_key),
    seq: Number(row.seq),
    attempts: Number(row.attempts),
    dueAt: Number(row.due),
    state: String(row.state),
    effect: String(row.effect),
  }));
}

/** Lines of the transcript that is kept. */
export function peekTranscript(slot: Slot): { at: number; speaker: string; text: string }[] {
  return rows(slot, "SELECT at, speaker, text FROM transcript ORDER BY seq").map((row) => ({
    at: Number(row.at),
    speaker: String(row.speaker),
    text: String(row.text),
  }));
}

/** Which rulebook the call is held to; null before it was pinned. */
export function peekPin(slot: Slot): { source: string } | null {
  const [row] = rows(slot, "SELECT value FROM kept WHERE name = 'pin'");
  return typeof row?.value === "string" ? JSON.parse(row.value) : null;
}

/** Calls that a desk believes to be open. */
export const peekOpenCalls = (slot: Slot): string[] =>
  rows(slot, "SELECT call FROM open_call").map((row) => String(row.call));

/** Whether a webhook is among the events that are kept: by its `data.id`, or by its leg and instant. */
export function peekHasEvent(slot: Slot, webhook: { id: string; control: string | null; occurredAt: number }): boolean {
  const { id, control, occurredAt } = webhook;
  const query = "SELECT 1 FROM event WHERE id = ? OR (key > ? AND key < ? AND key LIKE ?)";
  return slot.store.exec(query, [id, `${control} `, `${control} ~`, `% ${occurredAt}`]).toArray().length > 0;
}
