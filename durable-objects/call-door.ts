/**
 * The one door by which anything happens to a call: a webhook, a deadline, or what became of an effect. Behind it is
 * one transaction: the event's key, the state, the transcript, the effects and the alarm are kept together or not at
 * all. There is no `await` in here, so nothing comes between what was read and what is written.
 */
import type { Call } from "../rules/call/state.ts";
import type { CallId, EpochMs } from "../rules/ids.ts";
import { commit, type Done, type Entry, type Tools, type Truth } from "./call-commit.ts";
import { DecideFailed, guard } from "./call-decision.ts";
import type { Outgoing } from "./call-outgoing.ts";
import { bailOutOverdue, continuePoisoned, poison } from "./call-poison.ts";
import { type Held, NOTHING_HELD } from "./call-store.ts";
import { migrate, type Storage, versionOf } from "./migrations.ts";
import type { Row } from "./outbox.ts";
import type { Receipt } from "./protocol.ts";
import { CALL_MIGRATIONS } from "./schema.ts";
import type { Wake } from "./wake.ts";

/** A closed call is kept this long for whoever looks into it, and so that what is redelivered finds it closed. */
const KEPT_AFTER_CLOSE_MS = 24 * 60 * 60_000;
/** Of partial results; a redelivery comes within seconds. */
const REMEMBERED_PARTIALS = 100;

export type Taken = { readonly receipt: Receipt; readonly born: readonly Row<Outgoing>[] };

const NOTHING: Truth = { held: NOTHING_HELD, text: null, ahead: false };

export class CallDoor {
  readonly #storage: Storage;
  readonly #tools: Tools;
  readonly #wake: Wake;
  /** The last committed truth, adopted after the transaction; null until it has been read. */
  #truth: Truth | null = null;
  /** Partial results that were heard and not written, so that a second copy is not heard again. */
  readonly #partials = new Set<string>();
  /** When the outbox has something to send next, as of the last transaction. */
  #nextDue: EpochMs | null = null;

  constructor(storage: Storage, tools: Omit<Tools, "prepare">, wake: Wake) {
    this.#storage = storage;
    this.#tools = { ...tools, prepare: () => this.#truth === null && migrate(storage, CALL_MIGRATIONS) };
    this.#wake = wake;
  }

  /** What is known now. An object that has kept nothing stays empty. */
  get held(): Held {
    if (this.#truth === null) this.#transact((truth) => skip(truth, "ignored"));
    return this.#truth?.held ?? NOTHING_HELD;
  }

  /** By the call's clock. */
  get callNow(): EpochMs {
    return this.#tools.ports.now() + (this.held.arrival?.shiftMs ?? 0);
  }

  /** Nothing has ever been kept here; there are no tables to ask. */
  get isEmpty(): boolean {
    return this.held === NOTHING_HELD;
  }

  /** Whether it is worth asking the outbox for something to send. */
  get mayClaim(): boolean {
    if (this.isEmpty) return false;
    return this.#nextDue !== null && this.#nextDue <= this.#tools.ports.now();
  }

  take(entry: Entry): Taken {
    try {
      return this.#transact((truth, now) => this.#enter(entry, truth, now));
    } catch (error) {
      if (!(error instanceof DecideFailed)) throw error;
      return this.fail(entry, error);
    }
  }

  /** The rules failed where no decision was asked for. */
  fail(entry: Entry, failure: DecideFailed): Taken {
    return this.#transact((truth, now) => poison(this.#tools, entry, failure, truth, now));
  }

  bailOutOverdue(id: CallId): Taken {
    return this.#transact((truth, now) => bailOutOverdue(this.#tools, id, truth, now));
  }

  /** Any other change to what is kept, with the alarm that follows from it. */
  change<T>(work: (now: EpochMs) => T): T {
    let result: [T] | null = null;
    this.#transact((truth, now) => {
      result = [work(now)];
      return { ...truth, receipt: "committed", born: [], quiet: false };
    });
    if (result === null) throw new Error("bug: the transaction did not run");
    return result[0];
  }

  /** Sets the alarm to the truth. */
  rearm(): void {
    this.#transact((truth) => ({ ...skip(truth, "committed"), quiet: false }));
  }

  /** Whether everything is done and has been kept for long enough. */
  get isForgettable(): boolean {
    const { idleSince } = this.held;
    if (idleSince === null || idleSince + KEPT_AFTER_CLOSE_MS > this.#tools.ports.now()) return false;
    return this.#tools.outbox.nextDue() === null;
  }

  async forget(): Promise<void> {
    this.#truth = null;
    this.#partials.clear();
    this.#wake.soon(null);
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
    this.#wake.forget();
  }

  #enter(entry: Entry, truth: Truth, now: EpochMs): Done {
    const { key } = entry.key;
    const known = truth !== NOTHING;
    if (known && (this.#partials.has(key ?? "") || this.#tools.store.hasSeen(entry.key)))
      return skip(truth, "duplicate");
    if (entry.settles !== null && !this.#tools.outbox.settle(entry.settles)) return skip(truth, "duplicate");
    if (truth.held.bail !== null) return continuePoisoned(this.#tools, entry, truth, now);
    const done = commit(this.#tools, entry, truth, now);
    if (done.quiet && done.receipt === "committed" && key !== null) this.#rememberPartial(key);
    return done;
  }

  #transact(work: (truth: Truth, now: EpochMs) => Done): Done {
    const { ports } = this.#tools;
    let wakeAt: EpochMs | null = null;
    let done: Done;
    try {
      done = this.#storage.transactionSync(() => {
        const result = work(this.#truth ?? this.#read(), ports.now());
        if (result.held === NOTHING_HELD) {
          if (this.#wake.isArmed) this.#wake.arm(null);
          return result;
        }
        wakeAt = this.#wakeAt(result.held);
        if (result.quiet && !this.#wake.isTooLateFor(wakeAt)) return result;
        this.#wake.arm(wakeAt);
        // The alarm follows memory, so the disk has to as well.
        return result.ahead ? this.#catchUp(result) : result;
      });
    } catch (error) {
      this.#wake.forget();
      this.#nextDue = 0;
      throw error;
    }
    if (done.held !== NOTHING_HELD) this.#truth = { held: done.held, text: done.text, ahead: done.ahead };
    this.#wake.soon(wakeAt);
    return done;
  }

  #catchUp(done: Done): Done {
    const text = JSON.stringify(done.held.call);
    if (text !== done.text) this.#tools.store.saveCall(text);
    return { ...done, text, ahead: false };
  }

  /** Brings the tables of an older version up to date; an object that has none stays empty until it has to write. */
  #read(): Truth {
    if (versionOf(this.#storage) === 0) return NOTHING;
    migrate(this.#storage, CALL_MIGRATIONS);
    const kept = this.#tools.store.load();
    const text = kept.call === null ? null : JSON.stringify(kept.call);
    const held = kept.call === null ? kept : { ...kept, call: this.#withoutSettled(kept.call) };
    return { held, text, ahead: false };
  }

  /** A command whose row is gone has had its outcome, also where the state was not written for it. */
  #withoutSettled(call: Call): Call {
    const onTheirWay = this.#tools.outbox.ids();
    const awaiting = Object.entries(call.awaiting).filter(([id]) => onTheirWay.has(id));
    return { ...call, awaiting: Object.fromEntries(awaiting) };
  }

  /** The earliest thing there is still to do. */
  #wakeAt(held: Held): EpochMs | null {
    this.#nextDue = this.#tools.outbox.nextDue();
    const soonest = [this.#deadline(held), this.#nextDue].filter((at) => at !== null);
    if (soonest.length > 0) return Math.min(...soonest);
    return held.idleSince === null ? null : held.idleSince + KEPT_AFTER_CLOSE_MS;
  }

  #deadline({ call, unreadable, bail, arrival }: Held): EpochMs | null {
    if (bail !== null) return bail.dueAt;
    if (call === null || unreadable) return null;
    const deadline = guard("deadline", () => this.#tools.ports.rules.nextDeadline(call));
    return deadline === null ? null : deadline - (arrival?.shiftMs ?? 0);
  }

  #rememberPartial(key: string): void {
    if (this.#partials.size >= REMEMBERED_PARTIALS) this.#partials.clear();
    this.#partials.add(key);
  }
}

const skip = (truth: Truth, receipt: Receipt): Done => ({ ...truth, receipt, born: [], quiet: true });
