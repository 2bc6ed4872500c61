/** What can go wrong between Telnyx and us, in both directions: drawn from a seed, or written down by a test. */
import type { Carrier } from "./carrier.ts";
import { refused, serverError, tooManyRequests } from "./errors.ts";
import type { Random } from "./random.ts";
import type { CommandRequest, CommandResponse, Webhook } from "./types.ts";

/** Every field without a unit is a probability from 0 to 1. */
export type WebhookFaults = {
  /** An attempt does not arrive; Telnyx waits for its answer in vain. */
  lose: number;
  /** A second copy with the same id, up to `lateMs` later. */
  duplicate: number;
  /** Arrives up to `lateMs` late, behind what was sent after it. */
  late: number;
  lateMs: number;
};

export type CommandFaults = {
  /** 500, and nothing was done. */
  failBefore: number;
  /** 500, although it was done. */
  failAfter: number;
  /** Done, but answered only after `slowMs`. */
  slow: number;
  slowMs: number;
  /** No answer ever; not done, or done. */
  hangBefore: number;
  hangAfter: number;
  /** 429, not done. */
  limit: number;
};

export type Faults = { webhooks: WebhookFaults; commands: CommandFaults };

export const FINE_WEATHER: Faults = {
  webhooks: { lose: 0, duplicate: 0, late: 0, lateMs: 5_000 },
  commands: { failBefore: 0, failAfter: 0, slow: 0, slowMs: 3_000, hangBefore: 0, hangAfter: 0, limit: 0 },
};

/** How late each copy of an attempt arrives; no copy is a loss. */
export type Passage = number[];

export type CommandFate = "fine" | "fail-before" | "fail-after" | "slow" | "hang-before" | "hang-after" | "limit";

/** Says what befalls the next webhook or command. Replace a method to decide it yourself. */
export class Weather {
  readonly faults: Faults;
  readonly #random: Random;

  constructor(faults: Faults, random: Random) {
    this.faults = faults;
    this.#random = random;
  }

  passage(_webhook: Webhook): Passage {
    const { lose, duplicate, late, lateMs } = this.faults.webhooks;
    const lost = this.#random.chance(lose);
    const first = this.#random.chance(late) ? this.#random.between(1, lateMs) : 0;
    const second = this.#random.chance(duplicate) ? [this.#random.between(0, lateMs)] : [];
    return lost ? second : [first, ...second];
  }

  fate(_request: CommandRequest): CommandFate {
    const { failBefore, failAfter, slow, hangBefore, hangAfter, limit } = this.faults.commands;
    const odds: [CommandFate, number][] = [
      ["fail-before", failBefore],
      ["fail-after", failAfter],
      ["slow", slow],
      ["hang-before", hangBefore],
      ["hang-after", hangAfter],
      ["limit", limit],
    ];
    let draw = this.#random.fraction();
    for (const [fate, probability] of odds) {
      if (draw < probability) return fate;
      draw -= probability;
    }
    return "fine";
  }
}

/** What the sender of a command sees; `response` null is silence. */
export type Answer = { response: CommandResponse | null; afterMs: number };

/** Takes a command to the carrier through the weather. */
export function commandThrough(weather: Weather, carrier: Carrier, request: CommandRequest): Answer {
  const fate = weather.fate(request);
  switch (fate) {
    case "fine":
      return { response: carrier.command(request), afterMs: 0 };
    case "slow":
      return { response: carrier.command(request), afterMs: weather.faults.commands.slowMs };
    case "fail-before":
      return { response: refused(serverError), afterMs: 0 };
    case "fail-after":
      carrier.command(request);
      return { response: refused(serverError), afterMs: 0 };
    case "hang-before":
      return { response: null, afterMs: 0 };
    case "hang-after":
      carrier.command(request);
      return { response: null, afterMs: 0 };
    case "limit":
      return { response: refused(tooManyRequests), afterMs: 0 };
  }
}
