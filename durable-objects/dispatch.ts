/**
 * Sends what has been claimed: a few at a time, and whenever one is done, the next one that may go. What it is sending
 * lives in memory only; leases and the alarm are what makes sure of it.
 */
export type Ways<Claimed> = {
  /** How many are under way at once. The platform allows six open connections; the others are for webhooks' own work. */
  readonly limit: number;
  /** The next one to send, claimed; null when nothing may go now. */
  claim(): Claimed | null;
  /**
   * Resolves once the claim is on disk. What kills the process while it is sent must have been counted before; and
   * while the disk is busy, whoever asked for this gets their answer.
   */
  durable(): Promise<void>;
  /** Sends it and records what came of it. */
  send(claimed: Claimed): Promise<void>;
  /** Keeps the object alive for it. */
  hold(work: Promise<void>): void;
  /** A bug in `send`: the lease will free what it had. */
  failed(error: unknown): void;
};

/** After this many the alarm is asked for a new pass, so that no single run grows without end. */
const PASS = 10;

export class Dispatcher<Claimed> {
  readonly #ways: Ways<Claimed>;
  readonly #born: Claimed[] = [];
  #underWay = 0;
  #left = PASS;

  constructor(ways: Ways<Claimed>) {
    this.#ways = ways;
  }

  /** Starts a pass. `born` were claimed by the transaction that asked for them and go first. */
  kick(born: readonly Claimed[] = []): void {
    this.#born.push(...born);
    this.#left = PASS;
    this.#fill();
  }

  #fill(): void {
    while (this.#underWay < this.#ways.limit) {
      const next = this.#born.shift() ?? this.#claim();
      if (next === null) return;
      this.#underWay += 1;
      this.#ways.hold(this.#send(next));
    }
  }

  #claim(): Claimed | null {
    if (this.#left <= 0) return null;
    const claimed = this.#ways.claim();
    if (claimed !== null) this.#left -= 1;
    return claimed;
  }

  async #send(claimed: Claimed): Promise<void> {
    try {
      await this.#ways.durable();
      await this.#ways.send(claimed);
    } catch (error) {
      this.#ways.failed(error);
    } finally {
      this.#underWay -= 1;
    }
    try {
      this.#fill();
    } catch (error) {
      this.#ways.failed(error);
    }
  }
}
