/** The desk's one way to change anything: a transaction that also sets the alarm. Like the call's, without a state. */
import type { DeskEffect } from "../rules/call/effects.ts";
import type { EpochMs } from "../rules/ids.ts";
import { migrate, type Storage, versionOf } from "./migrations.ts";
import type { Outbox } from "./outbox.ts";
import type { Ports } from "./ports.ts";
import { DESK_MIGRATIONS } from "./schema.ts";
import type { Wake } from "./wake.ts";

export class DeskDoor {
  readonly #storage: Storage;
  readonly #outbox: Outbox<DeskEffect>;
  readonly #wake: Wake;
  readonly #ports: Ports;
  #ready = false;
  #nextDue: EpochMs | null = null;

  constructor(storage: Storage, outbox: Outbox<DeskEffect>, wake: Wake, ports: Ports) {
    this.#storage = storage;
    this.#outbox = outbox;
    this.#wake = wake;
    this.#ports = ports;
  }

  /** Nothing has ever been kept here; whoever only asks should not be what makes the tables. */
  get isEmpty(): boolean {
    return !this.#ready && versionOf(this.#storage) === 0;
  }

  get mayClaim(): boolean {
    return this.#nextDue !== null && this.#nextDue <= this.#ports.now();
  }

  change<T>(work: (now: EpochMs) => T): T {
    try {
      const result = this.#storage.transactionSync(() => {
        if (!this.#ready) migrate(this.#storage, DESK_MIGRATIONS);
        const done = work(this.#ports.now());
        this.#nextDue = this.#outbox.nextDue();
        this.#wake.arm(this.#nextDue);
        return done;
      });
      this.#ready = true;
      this.#wake.soon(this.#nextDue);
      return result;
    } catch (error) {
      this.#wake.forget();
      this.#nextDue = 0;
      throw error;
    }
  }
}
