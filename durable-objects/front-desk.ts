/** One business's object: the shell around its register of calls and the two ways out, `notify` and `record`. */
import { DurableObject } from "cloudflare:workers";
import type { DeskEffect } from "../rules/call/effects.ts";
import type { Screening } from "../rules/call/events.ts";
import type { BusinessId, CallId, E164, EffectId } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { DeskDoor } from "./desk-door.ts";
import { type Intake, raiseAlert, takeEffects } from "./desk-intake.ts";
import { takeMessage } from "./desk-messages.ts";
import type { DeskParts, DeskRow } from "./desk-parts.ts";
import { Records } from "./desk-records.ts";
import { Register } from "./desk-register.ts";
import { SmsLog } from "./desk-sms-log.ts";
import { DeskStore } from "./desk-store.ts";
import { Texts } from "./desk-texts.ts";
import { Dispatcher } from "./dispatch.ts";
import type { Env } from "./env.ts";
import type { Lane } from "./lanes.ts";
import { Outbox } from "./outbox.ts";
import { livePorts, type Ports } from "./ports.ts";
import type { FrontDeskRpc, MessageEvent, ParkedRow, Receipt, ScreenRequest } from "./protocol.ts";
import { readSettings } from "./settings.ts";
import { Wake } from "./wake.ts";

/** Each lane has its own, so that a slow CRM holds up no page. */
const AT_ONCE = 2;

export class FrontDesk extends DurableObject<Env> implements FrontDeskRpc {
  readonly #parts: DeskParts;
  readonly #intake: Intake;
  readonly #smsLog: SmsLog;
  readonly #wake: Wake;
  readonly #lanes: readonly Dispatcher<DeskRow>[];

  constructor(ctx: DurableObjectState, env: Env, ports: Ports = livePorts) {
    super(ctx, env);
    const { storage } = ctx;
    const outbox = new Outbox<DeskEffect>(storage);
    const store = new DeskStore(storage);
    const settings = readSettings(env);
    this.#wake = new Wake(storage, ports, () => this.#work());
    const door = new DeskDoor(storage, outbox, this.#wake, ports);
    this.#intake = { outbox, register: new Register(storage), store, settings };
    this.#smsLog = new SmsLog(storage);
    this.#parts = {
      door,
      store,
      outbox,
      ports,
      settings,
      env,
      raise: (name, now) => {
        if (!raiseAlert(this.#intake, name, now)) ports.log({ counted: "alert.undelivered", reason: name });
      },
    };
    const texts = new Texts(this.#parts, this.#smsLog);
    const records = new Records(this.#parts);
    this.#lanes = [
      this.#dispatcher("notify", async (row) => {
        if (row.quarantined) texts.quarantine(row);
        else if (row.item.kind === "sms" || row.item.kind === "alert") await texts.send(row, row.item);
      }),
      this.#dispatcher("record", async (row) => {
        if (row.quarantined) records.quarantine(row);
        else if (row.item.kind === "record") await records.send(row, row.item);
      }),
    ];
  }

  async screen(request: ScreenRequest): Promise<Screening> {
    await this.#wake.look();
    return this.#parts.door.change((now) => this.#intake.register.screen(request, now));
  }

  async accept(
    _business: BusinessId,
    effects: readonly DeskEffect[],
    alertTo: E164 | null = null,
  ): Promise<readonly EffectId[]> {
    await this.#wake.look();
    const owned = this.#parts.door.change((now) => {
      if (alertTo !== null) this.#parts.store.write("alertTo", alertTo);
      return takeEffects(this.#intake, effects, now);
    });
    this.#kick();
    return owned;
  }

  async message(event: MessageEvent): Promise<Receipt> {
    await this.#wake.look();
    const receipt = this.#parts.door.change((now) => takeMessage(this.#parts, this.#smsLog, event, now));
    this.#kick();
    return receipt;
  }

  async sweep(): Promise<readonly CallId[]> {
    const { door, store } = this.#parts;
    if (door.isEmpty) return [];
    await this.#wake.look();
    const open = door.change((now) => {
      if (store.purge(now)) this.#intake.register.purge(now);
      return this.#intake.register.openCalls();
    });
    this.#kick();
    return open;
  }

  async parked(): Promise<readonly ParkedRow[]> {
    if (this.#parts.door.isEmpty) return [];
    const rows = this.#parts.door.change(() => this.#parts.outbox.parked());
    return rows.map(({ id, item, dueAt, attempts, lastError }) => {
      return { id, kind: item.kind, parkedAt: dueAt, attempts, lastError: lastError ?? "" };
    });
  }

  async replay(id: EffectId): Promise<boolean> {
    const { door, outbox, store } = this.#parts;
    if (door.isEmpty) return false;
    await this.#wake.look();
    const found = door.change((now) => {
      const row = outbox.find(id);
      if (row === null || !outbox.replay(id, now)) return false;
      // Whoever sends it again says that the receiver is there, or that the text may go out once more.
      if (row.item.kind === "record") store.closeCircuit(row.item.url);
      else this.#smsLog.forget(id);
      return true;
    });
    this.#kick();
    return found;
  }

  async rememberRulebook(rulebook: Rulebook): Promise<void> {
    await this.#wake.look();
    this.#parts.door.change(() => this.#parts.store.write("rulebook", rulebook));
  }

  async lastGoodRulebook(): Promise<Rulebook | null> {
    const { door, store } = this.#parts;
    return door.isEmpty ? null : door.change(() => store.read("rulebook"));
  }

  /** Does what is due now, whatever it was armed for, and never throws: a throw would count down to the last alarm. */
  override async alarm(): Promise<void> {
    this.#wake.deadMan();
    await this.#wake.workInAlarm(() => this.#work());
  }

  #work(): void {
    try {
      if (this.#parts.door.isEmpty) return this.#wake.arm(null);
      this.#parts.door.change(() => undefined);
      this.#kick();
    } catch (error) {
      this.#wake.deadMan();
      this.#failed("work", error);
    }
  }

  #kick(): void {
    for (const lane of this.#lanes) lane.kick();
  }

  #dispatcher(lane: Lane, send: (row: DeskRow) => Promise<void>): Dispatcher<DeskRow> {
    const { door, outbox } = this.#parts;
    return new Dispatcher({
      limit: AT_ONCE,
      claim: () => (door.mayClaim ? door.change((now) => outbox.claim(lane, now)) : null),
      async send(row) {
        outbox.started(row.id);
        try {
          await send(row);
        } finally {
          outbox.stopped(row.id);
        }
      },
      durable: () => this.ctx.storage.sync(),
      hold: (work) => this.ctx.waitUntil(work),
      failed: (error) => this.#failed("delivery", error),
    });
  }

  #failed(type: string, error: unknown): void {
    this.#parts.ports.log({
      counted: "object.failed",
      type,
      error: error instanceof Error ? error.name : typeof error,
    });
  }
}
