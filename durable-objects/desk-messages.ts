/** What the carrier says of our texts, and what people text back. Inside a transaction of the desk. */
import type { EpochMs } from "../rules/ids.ts";
import { isSuppressing } from "./delivery/sms.ts";
import type { DeskParts } from "./desk-parts.ts";
import type { SmsLog, Tracked } from "./desk-sms-log.ts";
import type { MessageEvent, Receipt } from "./protocol.ts";

/** The words that carriers and Telnyx itself act on, whatever else we do. */
const STOP = ["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"];
const START = ["START", "UNSTOP", "YES"];
/** Final statuses of a text that did not arrive. `delivery_unconfirmed` says only that nobody said. */
const FAILED = ["delivery_failed", "sending_failed", "expired"];

export function takeMessage(parts: DeskParts, log: SmsLog, event: MessageEvent, now: EpochMs): Receipt {
  if (!parts.store.accept(`message ${event.id}`, now)) return "duplicate";
  return event.type === "message.received" ? takeReply(parts, event, now) : takeReport(parts, log, event, now);
}

function takeReply({ store }: DeskParts, { from, text }: MessageEvent, now: EpochMs): Receipt {
  const word = (text ?? "").trim().toUpperCase();
  if (from === null) return "ignored";
  if (STOP.includes(word)) store.suppress(from, "stop", now);
  else if (START.includes(word)) store.unsuppress(from);
  else return "ignored";
  return "committed";
}

function takeReport(parts: DeskParts, log: SmsLog, event: MessageEvent, now: EpochMs): Receipt {
  const tracked = log.findReported(event.message, event.to, event.occurredAt);
  if (tracked === null) return "ignored";
  if (FAILED.includes(event.status ?? "")) failedToArrive(parts, log, tracked, event, now);
  else {
    log.heard(tracked.effect);
    parts.outbox.settle(tracked.effect);
  }
  return "committed";
}

function failedToArrive(parts: DeskParts, log: SmsLog, tracked: Tracked, event: MessageEvent, now: EpochMs): void {
  const { outbox, store, ports } = parts;
  const code = event.errorCodes.find(isSuppressing);
  ports.log({
    counted: "text.undelivered",
    effect: tracked.effect,
    purpose: tracked.purpose,
    error: event.errorCodes[0] ?? "",
  });
  if (code !== undefined) store.suppress(tracked.number, code, now);
  if (tracked.purpose !== "page") return;
  // A number that cannot be texted is not tried a second time; anything else is, at once.
  const again = code === undefined && tracked.sends < 2 && outbox.hasten(tracked.effect, now);
  if (again) return;
  if (code !== undefined) outbox.park(tracked.effect, now, code);
  parts.raise("page-undelivered", now);
  log.heard(tracked.effect);
}
