/**
 * The one alarm of an object. It is derived: always the earliest thing the object still has to do, written in the
 * transaction that changed what that is. A deadline that is almost here also gets a timer in memory, because alarms
 * are only nearly punctual; the alarm stays the truth.
 */
import type { EpochMs } from "../rules/ids.ts";
import type { Storage } from "./migrations.ts";
import type { Ports } from "./ports.ts";

/** Armed before anything else when an alarm fires, so that whatever happens in it, there is a next one. */
const DEAD_MAN_MS = 30_000;
/** An alarm this late was lost, and not merely slow: the platform's maintenance delays them by up to a minute. */
const LOST_AFTER_MS = 60_000;
const SOON_MS = 2_000;
/** Whatever is overdue already waits this long, so that a timer in memory cannot become a loop without pause. */
const FLOOR_MS = 50;
const PAUSE_MS = 200;
/**
 * An alarm that is only this much too early is left alone: it fires, finds nothing due and arms the truth. That is
 * cheaper than a write for every word that moves a deadline by a second.
 */
const EARLY_MS = 10_000;

export class Wake {
  readonly #storage: Storage;
  readonly #ports: Ports;
  readonly #run: () => void;
  /** What the platform has; undefined while we do not know. */
  #armed: EpochMs | null | undefined = undefined;
  #cameEarly = false;
  #soon: { at: EpochMs; cancel: () => void } | null = null;

  constructor(storage: Storage, ports: Ports, run: () => void) {
    this.#storage = storage;
    this.#ports = ports;
    this.#run = run;
  }

  /** Asks the platform. True when the alarm that should be there was lost. */
  async look(): Promise<boolean> {
    const armed = await this.#storage.getAlarm();
    const lost = armed !== null && armed < this.#ports.now() - LOST_AFTER_MS;
    this.#armed = lost ? undefined : armed;
    return lost;
  }

  get isArmed(): boolean {
    return typeof this.#armed === "number";
  }

  /** Whether the alarm, as far as it is known, would come too late for this. */
  isTooLateFor(at: EpochMs | null): boolean {
    if (this.#armed === undefined) return true;
    return at !== null && (this.#armed === null || this.#armed > at);
  }

  /** The first thing in an alarm; and when what had to be done could not be, so that it is not tried without pause. */
  deadMan(): void {
    const now = this.#ports.now();
    this.#cameEarly = typeof this.#armed === "number" && this.#armed > now;
    this.#set(now + DEAD_MAN_MS);
  }

  /**
   * Inside the transaction that it belongs to. The platform takes no alarm at or before 1970, and fires one that lies
   * in the past at once.
   */
  arm(at: EpochMs | null): void {
    const armed = this.#armed;
    if (at === null) {
      if (armed === null) return;
      void this.#storage.deleteAlarm();
      this.#armed = null;
      return;
    }
    if (typeof armed === "number" && armed <= at && at <= armed + EARLY_MS) return;
    this.#set(Math.max(at, 1));
  }

  /**
   * The rest of an alarm: work; and when it came before its time, or something is overdue still because as much is
   * under way as may be, a pause and work again. The platform runs one alarm at a time, so this keeps it from spinning.
   */
  async workInAlarm(work: () => void): Promise<void> {
    work();
    const overdue = this.isArmed && (this.#armed ?? 0) <= this.#ports.now();
    if (!overdue && !this.#cameEarly) return;
    await new Promise<void>((resolve) => void this.#ports.setTimeout(resolve, PAUSE_MS));
    work();
  }

  /** The transaction was taken back, and what it armed with it. */
  forget(): void {
    this.#armed = undefined;
  }

  /** After the transaction. */
  soon(at: EpochMs | null): void {
    const now = this.#ports.now();
    if (this.#soon !== null && (at === null || at < this.#soon.at || this.#soon.at <= now)) {
      this.#soon.cancel();
      this.#soon = null;
    }
    if (at === null || at - now >= SOON_MS || this.#soon !== null) return;
    const cancel = this.#ports.setTimeout(
      () => {
        this.#soon = null;
        this.#run();
      },
      at > now ? at - now : FLOOR_MS,
    );
    this.#soon = { at, cancel };
  }

  #set(at: EpochMs): void {
    void this.#storage.setAlarm(at);
    this.#armed = at;
  }
}
