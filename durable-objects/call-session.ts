/** One call's object: the shell around the door, the alarm and the ways out. */
import { DurableObject } from "cloudflare:workers";
import { callId } from "../rules/ids.ts";
import { type AlertName, alertOf } from "./call-alerts.ts";
import { CommandSender } from "./call-commands.ts";
import type { Entry } from "./call-commit.ts";
import { DecideFailed, guard } from "./call-decision.ts";
import { CallDoor } from "./call-door.ts";
import { Handover } from "./call-handover.ts";
import { keyOf } from "./call-keys.ts";
import { addRows, type Outgoing } from "./call-outgoing.ts";
import type { CallParts } from "./call-parts.ts";
import { CallStore } from "./call-store.ts";
import { viewOf } from "./call-view.ts";
import { Dispatcher } from "./dispatch.ts";
import type { Env } from "./env.ts";
import { Outbox, type Row } from "./outbox.ts";
import { type CallPorts, liveCallPorts } from "./ports.ts";
import type { CallSessionRpc, CallView, Delivery, Receipt } from "./protocol.ts";
import { readSettings } from "./settings.ts";
import { Wake } from "./wake.ts";

/** Of the six connections that the platform allows; the desk has one more. */
const COMMANDS_AT_ONCE = 3;
/** Deadlines that fall due together are few; more than this at once is a loop. */
const TIMERS_A_PASS = 20;

export class CallSession extends DurableObject<Env> implements CallSessionRpc {
  readonly #parts: CallParts;
  readonly #store: CallStore;
  readonly #wake: Wake;
  readonly #commands: Dispatcher<Row<Outgoing>>;
  readonly #handovers: Dispatcher<readonly Row<Outgoing>[]>;

  /** Nothing is written here: that would hold back the first command of every call. */
  constructor(ctx: DurableObjectState, env: Env, ports: CallPorts = liveCallPorts) {
    super(ctx, env);
    const { storage } = ctx;
    const outbox = new Outbox<Outgoing>(storage);
    const settings = readSettings(env);
    this.#store = new CallStore(storage);
    this.#wake = new Wake(storage, ports, () => this.#work());
    const tools = { store: this.#store, outbox, ports, settings, clockMode: env.CALL_CLOCK };
    this.#parts = {
      call: callId(ctx.id.name ?? ctx.id.toString()),
      door: new CallDoor(storage, tools, this.#wake),
      outbox,
      ports,
      settings,
      env,
      kick: (born) => this.#kick(born),
      raise: (name) => this.#raise(name),
    };
    const commands = new CommandSender(this.#parts);
    this.#commands = this.#dispatcher(
      COMMANDS_AT_ONCE,
      () => commands.claim(),
      (row) => commands.send(row),
      (row) => [row],
    );
    const handover = new Handover(this.#parts);
    this.#handovers = this.#dispatcher(
      1,
      () => handover.claim(),
      (rows) => handover.send(rows),
      (rows) => rows,
    );
  }

  async receive(delivery: Delivery): Promise<Receipt> {
    const alarmWasLost = await this.#wake.look();
    const { receipt, born } = this.#parts.door.take({
      call: delivery.call,
      key: keyOf(delivery),
      happening: delivery.happening,
      pin: delivery.pin,
      settles: null,
    });
    this.#kick(born);
    if (alarmWasLost) this.#work();
    return receipt;
  }

  /** Does what is due now, whatever it was armed for, and never throws: a throw would count down to the last alarm. */
  override async alarm(): Promise<void> {
    this.#wake.deadMan();
    try {
      if (this.#parts.door.isForgettable) await this.#parts.door.forget();
      else await this.#wake.workInAlarm(() => this.#work());
    } catch (error) {
      this.#failed("alarm", error);
    }
  }

  async poke(): Promise<"live" | "closed"> {
    await this.#wake.look();
    this.#work();
    const { call, bail, idleSince } = this.#parts.door.held;
    return (call !== null || bail !== null) && idleSince === null ? "live" : "closed";
  }

  async view(): Promise<CallView | null> {
    await this.#wake.look();
    return viewOf(this.#parts.door.held, this.#store, this.#parts.outbox);
  }

  #work(): void {
    try {
      this.#meetDeadlines();
      this.#kick([]);
      this.#parts.door.rearm();
    } catch (error) {
      this.#wake.deadMan();
      this.#failed("work", error);
    }
  }

  /** One at a time, because each decision may move the others. */
  #meetDeadlines(): void {
    const { call: id, door, ports } = this.#parts;
    for (let passed = 0; passed < TIMERS_A_PASS; passed++) {
      const { call, bail } = door.held;
      if (bail !== null) return this.#kick(door.bailOutOverdue(id).born);
      if (call === null) return;
      const entry = { call: id, key: { key: null, id: null }, pin: null, settles: null };
      let timer: Entry["happening"];
      try {
        const [due] = guard("deadline", () => ports.rules.due(call, door.callNow));
        if (due === undefined) return;
        timer = { type: "timer", name: due.name, armedFor: due.armedFor };
      } catch (error) {
        if (!(error instanceof DecideFailed)) throw error;
        return this.#kick(door.fail({ ...entry, happening: { type: "rulebook.pinned" } }, error).born);
      }
      this.#kick(door.take({ ...entry, happening: timer }).born);
    }
  }

  #kick(born: readonly Row<Outgoing>[]): void {
    this.#commands.kick(born.filter((row) => row.lane === "call"));
    const handover = born.filter((row) => row.lane === "desk");
    this.#handovers.kick(handover.length === 0 ? [] : [handover]);
  }

  #raise(name: AlertName): void {
    const { call, door, outbox } = this.#parts;
    const effect = alertOf(call, door.held, name);
    if (effect === null) return;
    this.#kick(door.change((now) => (outbox.find(effect.id) === null ? addRows(outbox, null, [effect], now) : [])));
  }

  #dispatcher<Claimed>(
    limit: number,
    claim: () => Claimed | null,
    send: (claimed: Claimed) => Promise<void>,
    rowsOf: (claimed: Claimed) => readonly Row<Outgoing>[],
  ): Dispatcher<Claimed> {
    const { outbox } = this.#parts;
    return new Dispatcher({
      limit,
      claim,
      async send(claimed) {
        for (const row of rowsOf(claimed)) outbox.started(row.id);
        try {
          await send(claimed);
        } finally {
          for (const row of rowsOf(claimed)) outbox.stopped(row.id);
        }
      },
      durable: () => this.ctx.storage.sync(),
      hold: (work) => this.ctx.waitUntil(work),
      failed: (error) => this.#failed("delivery", error),
    });
  }

  #failed(type: string, error: unknown): void {
    const { call, ports } = this.#parts;
    ports.log({ counted: "object.failed", call, type, error: error instanceof Error ? error.name : typeof error });
  }
}
