/** Records to the owner's CRM: tried for three days, then set aside until someone sends them again. */
import type { EpochMs } from "../rules/ids.ts";
import { deliverRecord, type RecordEffect, type RecordOutcome } from "./delivery/crm.ts";
import type { DeskAlert, DeskParts, DeskRow } from "./desk-parts.ts";
import { FOR_GOOD } from "./desk-store.ts";
import { nextAttempt } from "./lanes.ts";

/** A receiver that failed this often in a row is down: one probe a minute tells when it is back. */
const DOWN_AFTER = 5;
const PROBE_EVERY_MS = 60_000;

export class Records {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async send(row: DeskRow, effect: RecordEffect): Promise<void> {
    const { door, env, ports, settings } = this.#parts;
    if (!door.change((now) => this.#maySend(row, effect, now))) return;
    const outcome = await deliverRecord(effect, { env, localTargets: settings.localTargets, ports });
    door.change((now) => this.#record(row, effect, outcome, now));
  }

  quarantine(row: DeskRow): void {
    this.#parts.door.change((now) => this.#park(row, "quarantined", "record-parked", now));
  }

  #maySend(row: DeskRow, { url }: RecordEffect, now: EpochMs): boolean {
    const { outbox, store } = this.#parts;
    const circuit = store.circuit(url);
    if (circuit === null || circuit.failures < DOWN_AFTER) return true;
    if (circuit.openUntil === FOR_GOOD) {
      this.#park(row, "http-410", "record-gone", now);
      return false;
    }
    if (circuit.openUntil > now) {
      outbox.retry(row, circuit.openUntil, "waiting for the receiver to come back", true);
      return false;
    }
    store.setCircuit(url, { ...circuit, openUntil: now + PROBE_EVERY_MS });
    return true;
  }

  #record(row: DeskRow, { url }: RecordEffect, outcome: RecordOutcome, now: EpochMs): void {
    const { outbox, store } = this.#parts;
    switch (outcome.kind) {
      case "delivered":
        outbox.settle(row.id);
        return store.closeCircuit(url);
      case "gone":
        store.setCircuit(url, { failures: DOWN_AFTER, openUntil: FOR_GOOD });
        return this.#park(row, "http-410", "record-gone", now);
      case "misconfigured":
        return this.#park(row, outcome.code, "record-misconfigured", now);
      case "denied":
        this.#parts.raise("record-denied", now);
        return this.#failed(row, url, outcome.code, null, now);
      case "failed":
        return this.#failed(row, url, outcome.code, outcome.afterMs, now);
    }
  }

  #failed(row: DeskRow, url: string, code: string, afterMs: number | null, now: EpochMs): void {
    const { outbox, store } = this.#parts;
    const failures = (store.circuit(url)?.failures ?? 0) + 1;
    store.setCircuit(url, { failures, openUntil: failures < DOWN_AFTER ? 0 : now + PROBE_EVERY_MS });
    const { id, attempts, firstAt } = row;
    const at = nextAttempt("record", { id, attempts, firstAt, now, afterMs });
    if (at === null) this.#park(row, code, "record-parked", now);
    else outbox.retry(row, at, code);
  }

  #park(row: DeskRow, code: string, alert: DeskAlert, now: EpochMs): void {
    const { outbox, ports, raise } = this.#parts;
    ports.log({ counted: "record.parked", effect: row.id, error: code, attempts: row.attempts });
    outbox.park(row.id, now, code);
    raise(alert, now);
  }
}
