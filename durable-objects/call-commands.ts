/**
 * Sends a call's Telnyx commands, those of a leg in their order. Each outcome comes back through the door as an event,
 * in the transaction that settles the row.
 */
import type { CallEffect } from "../rules/call/effects.ts";
import type { FromUs, Refusal } from "../rules/call/events.ts";
import type { ControlId, EpochMs, LegId } from "../rules/ids.ts";
import type { VoiceSettings } from "../rules/rulebook/rulebook.ts";
import type { BailEffect } from "./bail-out.ts";
import type { Outgoing } from "./call-outgoing.ts";
import type { CallParts } from "./call-parts.ts";
import { writeClientState } from "./client-state.ts";
import { classify, type Failure } from "./delivery/outcome.ts";
import { telnyxClient } from "./delivery/telnyx-client.ts";
import { type CommandContext, type Reply, toCommand } from "./delivery/telnyx-command.ts";
import { CALL_LAST_SEND_MS, mayStillSend, nextAttempt } from "./lanes.ts";
import type { Row } from "./outbox.ts";

/** How long to wait for a leg to be answered, or to show its token, before looking again. */
const TOO_EARLY_MS = 500;
/** Until the rulebook is pinned nothing is said; `answer` may start listening, and needs a language for it. */
const VOICE_UNPINNED: VoiceSettings = {
  name: "Telnyx.KokoroTTS.af",
  language: "en-US",
  engines: ["deepgram", "google"],
};

type CommandEffect = CallEffect | BailEffect;
type CommandRow = Row<Outgoing> & { readonly item: { readonly effect: CommandEffect } };

export class CommandSender {
  readonly #parts: CallParts;
  /** Some command may be waiting for its next try. */
  #backingOff = true;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** The next command that may go; what nobody wants any more makes way for it. */
  claim(): CommandRow | null {
    const { door, outbox } = this.#parts;
    if (door.isEmpty || !(door.mayClaim || this.#backingOff)) return null;
    return door.change((now) => {
      this.#dropUnwanted(now);
      const row = outbox.claim("call", now);
      return row !== null && isCommand(row) ? row : null;
    });
  }

  async send(row: CommandRow): Promise<void> {
    const { effect } = row.item;
    const { door, outbox, ports } = this.#parts;
    if (row.quarantined) {
      this.#parts.raise("effect-quarantined");
      return this.#refuse(row, "gave-up");
    }
    if (this.#parts.settings.apiKey === "") {
      this.#parts.raise("telnyx-refuses");
      return this.#refuse(row, "not-allowed");
    }
    if (!mayStillSend(row.attempts, row.firstAt, ports.now())) return this.#refuse(row, "gave-up");
    if (!this.#isWanted(effect)) {
      door.change(() => outbox.settle(row.id));
      return;
    }
    const command = toCommand(effect, this.#context(row));
    if (command.kind === "empty") return this.#refuse(row, "rejected");
    if (command.kind === "too-early") return this.#waitFor(row, "no-token");
    let reply: Reply;
    try {
      reply = await command.send();
    } catch (error) {
      return this.#failed(row, classify(effect.kind, error));
    }
    this.#accept(row, reply);
  }

  #dropUnwanted(now: EpochMs): void {
    if (!this.#backingOff) return;
    const { outbox } = this.#parts;
    const waiting = outbox.pending("call").filter((row) => row.dueAt > now);
    for (const row of waiting) if (!this.#isWanted(row.item.effect)) outbox.settle(row.id);
    this.#backingOff = waiting.length > 0;
  }

  #failed(row: CommandRow, failure: Failure): void {
    switch (failure.kind) {
      case "accepted":
        return this.#accept(row, { control: null, alive: null });
      case "too-early":
        return this.#waitFor(row, failure.code);
      case "transient":
        return this.#retry(row, failure);
      case "refused":
        if (failure.ourFault) this.#parts.raise("telnyx-refuses");
        if (row.item.effect.kind === "check" && failure.refusal === "call-ended")
          return this.#accept(row, { control: null, alive: false });
        return this.#refuse(row, failure.refusal);
    }
  }

  #accept(row: CommandRow, { control, alive }: Reply): void {
    const { effect } = row.item;
    if (effect.kind !== "check") return this.#settle(row, { type: "command.accepted", effect: row.id, control });
    if (alive === null) return this.#retry(row, { code: "no-status", afterMs: null });
    this.#settle(row, { type: "leg.checked", leg: effect.leg, alive });
  }

  #refuse(row: CommandRow, refusal: Refusal): void {
    this.#settle(row, { type: "command.refused", effect: row.id, refusal });
  }

  #settle(row: CommandRow, happening: FromUs): void {
    const { door, call, kick } = this.#parts;
    const taken = door.take({ call, key: { key: null, id: null }, happening, pin: null, settles: row.id });
    kick(taken.born);
  }

  #retry(row: CommandRow, { code, afterMs }: { readonly code: string; readonly afterMs: number | null }): void {
    const now = this.#parts.ports.now();
    const at = nextAttempt("call", { id: row.id, attempts: row.attempts, firstAt: row.firstAt, now, afterMs });
    if (at === null) return this.#refuse(row, "gave-up");
    this.#later(row, at, code, false);
  }

  /** Nothing is wrong; it is only too early. For as long as a command may be sent at all. */
  #waitFor(row: CommandRow, code: string): void {
    const at = this.#parts.ports.now() + TOO_EARLY_MS;
    if (at - row.firstAt > CALL_LAST_SEND_MS) return this.#refuse(row, "not-answered");
    this.#later(row, at, code, true);
  }

  #later(row: CommandRow, at: EpochMs, code: string, free: boolean): void {
    const { door, outbox } = this.#parts;
    door.change(() => outbox.retry(row, at, code, free));
    this.#backingOff = true;
  }

  /** When the rules cannot say, it is wanted: a caller too many is rung rather than one too few. */
  #isWanted(effect: Outgoing["effect"]): boolean {
    const { call, bail } = this.#parts.door.held;
    if (effect.lane !== "call" || effect.kind === "transfer" || bail !== null || call === null) return true;
    try {
      return this.#parts.ports.rules.stillWanted(call, effect);
    } catch {
      return true;
    }
  }

  #context({ item }: CommandRow): CommandContext {
    const { settings, ports, door, call: id } = this.#parts;
    const { call, arrival, pin } = door.held;
    const control = (leg: LegId): ControlId | null =>
      call?.legs[leg]?.control ?? (leg === "caller" ? (arrival?.control ?? null) : null);
    return {
      client: telnyxClient(settings, ports),
      control,
      clientState: (leg) =>
        writeClientState(settings.apiKey, { call: id, leg, speech: leg === item.effect.leg ? item.speech : null }),
      voice: pin?.rulebook.voice ?? VOICE_UNPINNED,
      connectionId: settings.connectionId,
      origin: call?.origin ?? "",
      country: pin?.rulebook.business.country ?? "US",
    };
  }
}

const isCommand = (row: Row<Outgoing>): row is CommandRow => row.item.effect.lane === "call";
