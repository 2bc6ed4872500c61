/**
 * Texts. A page goes to one of the business's people and may come twice, but must come: it is resent once when nothing
 * was heard of it in 20 s. A courtesy goes to a caller and may be lost, but must not come twice.
 */
import type { DeskEffect } from "../rules/call/effects.ts";
import type { E164, EffectId, EpochMs } from "../rules/ids.ts";
import { type SmsOutcome, sendSms } from "./delivery/sms.ts";
import { telnyxClient } from "./delivery/telnyx-client.ts";
import type { DeskParts, DeskRow } from "./desk-parts.ts";
import type { SmsLog, Tracked } from "./desk-sms-log.ts";
import { nextAttempt } from "./lanes.ts";

/** In observed traffic `message.sent` comes within a few seconds. */
const UNHEARD_AFTER_MS = 20_000;
/** A page and its one resend. */
const MOST_SENDS = 2;
/** Longer than a command's: what is given up here may be sent twice, and nobody waits on the line for it. */
const TRY_MS = 8_000;

export type TextEffect = Extract<DeskEffect, { kind: "sms" | "alert" }>;
export type Purpose = "page" | "courtesy" | "alert";
type Text = { readonly to: E164; readonly from: E164; readonly text: string; readonly purpose: Purpose };

export class Texts {
  readonly #parts: DeskParts;
  readonly #log: SmsLog;

  constructor(parts: DeskParts, log: SmsLog) {
    this.#parts = parts;
    this.#log = log;
  }

  async send(row: DeskRow, effect: TextEffect): Promise<void> {
    const { door, ports, settings } = this.#parts;
    const text = this.#textOf(effect);
    if (text === null) {
      ports.log({ counted: "text.dropped", effect: row.id, reason: "nobody-to-tell" });
      return door.change(() => void this.#parts.outbox.settle(row.id));
    }
    // Counted before it is sent, so that whatever happens to us it is not sent more often than it may be.
    if (!door.change((now) => this.#maySend(row, text, now))) return;
    const outcome = await sendSms(telnyxClient(settings, ports, TRY_MS), text);
    door.change((now) => this.#record(row, text, outcome, now));
  }

  /** In the hands of a process that died, once too often. */
  quarantine(row: DeskRow): void {
    this.#parts.door.change((now) =>
      this.#giveUp(row.id, "quarantined", row.item.kind === "sms" ? "page" : "alert", now),
    );
  }

  #maySend(row: DeskRow, { to, purpose }: Text, now: EpochMs): boolean {
    const { outbox, store } = this.#parts;
    const tracked = this.#log.find(row.id);
    if (tracked !== null && this.#isOver(row, tracked, now)) return false;
    if (store.isSuppressed(to)) {
      this.#giveUp(row.id, "suppressed", purpose, now);
      return false;
    }
    if (purpose === "courtesy" && tracked === null && !store.allow(`courtesy ${to}`, now)) {
      outbox.settle(row.id);
      return false;
    }
    this.#log.sending(row.id, purpose, to, now);
    return true;
  }

  /** Whether what was sent before is all that is to be sent. */
  #isOver(row: DeskRow, { purpose, sends, heard }: Tracked, now: EpochMs): boolean {
    if (heard || (purpose === "courtesy" && sends > 0)) {
      this.#parts.outbox.settle(row.id);
      return true;
    }
    if (sends < MOST_SENDS) return false;
    this.#giveUp(row.id, row.lastError ?? "not confirmed", purpose, now);
    return true;
  }

  #record(row: DeskRow, { to, purpose }: Text, outcome: SmsOutcome, now: EpochMs): void {
    const { outbox, store } = this.#parts;
    switch (outcome.kind) {
      case "accepted":
        this.#log.accepted(row.id, outcome.message);
        // Accepted twice is as much as can be done; not every account reports what became of a message.
        if (purpose === "courtesy" || (this.#log.find(row.id)?.sends ?? 0) >= MOST_SENDS) outbox.settle(row.id);
        else outbox.retry(row, now + UNHEARD_AFTER_MS, "sent, not yet confirmed");
        return;
      case "unknown":
        if (purpose === "courtesy") outbox.settle(row.id);
        // An error of Telnyx's own hardly ever sent anything, and may last longer than one resend.
        else if (outcome.answered) this.#tryLater(row, purpose, outcome.code, null, now);
        else outbox.retry(row, now + UNHEARD_AFTER_MS, outcome.code);
        return;
      case "busy":
        return this.#tryLater(row, purpose, outcome.code, outcome.afterMs, now);
      case "refused":
        if (outcome.suppress) store.suppress(to, outcome.code, now);
        this.#giveUp(row.id, outcome.code, purpose, now);
    }
  }

  /** Nothing was sent. */
  #tryLater(
    { id, attempts, firstAt }: DeskRow,
    purpose: Purpose,
    code: string,
    afterMs: number | null,
    now: EpochMs,
  ): void {
    this.#log.notSent(id);
    const at = nextAttempt("notify", { id, attempts, firstAt, now, afterMs });
    if (at === null) this.#giveUp(id, code, purpose, now);
    else this.#parts.outbox.retry({ id, attempts }, at, code);
  }

  /** A courtesy is let go; a page is kept for whoever can do something about it. An alert raises no other. */
  #giveUp(id: EffectId, error: string, purpose: Purpose, now: EpochMs): void {
    const { outbox, ports } = this.#parts;
    ports.log({ counted: "text.failed", effect: id, purpose, error });
    if (purpose === "courtesy") outbox.settle(id);
    else outbox.park(id, now, error);
    if (purpose === "page") this.#parts.raise("page-failed", now);
  }

  #textOf(effect: TextEffect): Text | null {
    if (effect.kind === "sms") return effect;
    const to = effect.to ?? this.#parts.settings.fallback;
    return to === null ? null : { to, from: effect.from, text: effect.text, purpose: "alert" };
  }
}
