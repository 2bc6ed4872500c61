/**
 * A stand-in for Telnyx: takes commands, moves legs, and sends webhooks. No clock, no network and no chance of its own:
 * time is an argument, and the same seed gives the same ids.
 */
import { receiveMessage } from "./commands/messaging.ts";
import { Desk } from "./commands/routes.ts";
import { LIFELIKE, LIKELY, OPEN_MESSAGING } from "./defaults.ts";
import { Exchange } from "./exchange.ts";
import { addIncoming } from "./legs/arriving.ts";
import { follow } from "./legs/callers.ts";
import { viewLeg } from "./legs/leg.ts";
import { Random } from "./random.ts";
import type {
  ArriveOptions,
  CallerScript,
  CommandEntry,
  CommandRequest,
  CommandResponse,
  LegView,
  Messaging,
  Person,
  Quirks,
  SentMessage,
  Sound,
  Timing,
  Utterance,
  Webhook,
} from "./types.ts";

export type CarrierOptions = {
  /** Who answers at which number; a number that is not here does not exist. Read when it is rung. */
  people: Record<string, Person>;
  /** Our own numbers: what may be called, dialled from and texted from. */
  numbers: string[];
  connectionId: string;
  webhookUrl: string;
  /** When given, a command must carry it. */
  key?: string;
  seed?: number;
  timing?: Partial<Timing>;
  quirks?: Partial<Quirks>;
  /** Kept by reference, so that a test can change it while a call runs. */
  messaging?: Messaging;
};

export class Carrier {
  readonly #exchange: Exchange;
  readonly #desk: Desk;

  constructor(options: CarrierOptions) {
    const { people, numbers, connectionId, webhookUrl } = options;
    this.#exchange = new Exchange(
      {
        people,
        numbers,
        connectionId,
        webhookUrl,
        timing: { ...LIFELIKE, ...options.timing },
        quirks: { ...LIKELY, ...options.quirks },
        messaging: options.messaging ?? structuredClone(OPEN_MESSAGING),
      },
      new Random(options.seed ?? 1),
    );
    this.#desk = new Desk(this.#exchange, options.key ?? null);
  }

  /** Somebody calls one of our numbers. The ids are known at once, the webhook goes out at `at`. */
  arrive(script: CallerScript, at: number, options: ArriveOptions = {}): { session: string; control: string } {
    const exchange = this.#exchange;
    const arrivesAt = Math.max(at, exchange.now);
    const { from, to } = script;
    const session = exchange.openSession(to, arrivesAt, options);
    const { callerName = null, attestation = null } = script;
    const leg = addIncoming(exchange, { session, from, to, at: arrivesAt, callerName, attestation });
    follow(exchange, leg, script);
    return { session, control: leg.control };
  }

  /** Somebody texts one of our numbers. */
  text(from: string, to: string, words: string, at: number): void {
    this.#exchange.schedule.plan(Math.max(at, this.#exchange.now), () =>
      receiveMessage(this.#exchange, from, to, words),
    );
  }

  /** Answers at once; what it causes comes as webhooks. Everything that was due by then has happened before. */
  command(request: CommandRequest): CommandResponse {
    this.#runUntil(request.at);
    return this.#desk.take(request);
  }

  /** When to call `advance`; null when nothing will happen any more without a command. */
  next(): number | null {
    return this.#exchange.hasSent() ? this.#exchange.now : this.#exchange.schedule.next();
  }

  /** Lets everything happen that falls due up to `now`, and hands over the webhooks of it, oldest first. */
  advance(now: number): Webhook[] {
    this.#runUntil(now);
    return this.#exchange.collect();
  }

  /** What our side of the line sounded like, at whose ear. */
  sounds(): readonly Sound[] {
    return this.#exchange.sounds;
  }

  utterances(): readonly Utterance[] {
    return this.#exchange.utterances;
  }

  commands(): readonly CommandEntry[] {
    return this.#desk.log;
  }

  messages(): readonly SentMessage[] {
    return this.#exchange.messages;
  }

  legs(): LegView[] {
    return [...this.#exchange.legs.values()].map(viewLeg);
  }

  #runUntil(now: number): void {
    const { schedule } = this.#exchange;
    for (let at = schedule.next(); at !== null && at <= now; at = schedule.next()) {
      const timer = schedule.take();
      this.#exchange.now = Math.max(this.#exchange.now, at);
      timer?.act();
    }
    this.#exchange.now = Math.max(this.#exchange.now, now);
  }
}
