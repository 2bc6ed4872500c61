/** What the parts of a desk share. */
import type { DeskEffect } from "../rules/call/effects.ts";
import type { EpochMs } from "../rules/ids.ts";
import type { DeskDoor } from "./desk-door.ts";
import type { DeskStore } from "./desk-store.ts";
import type { Env } from "./env.ts";
import type { Outbox, Row } from "./outbox.ts";
import type { Ports } from "./ports.ts";
import type { Settings } from "./settings.ts";

export type DeskParts = {
  readonly door: DeskDoor;
  readonly store: DeskStore;
  readonly outbox: Outbox<DeskEffect>;
  readonly ports: Ports;
  readonly settings: Settings;
  readonly env: Env;
  /** Tells the owner, inside a transaction, at most once an hour per name. */
  raise(name: DeskAlert, now: EpochMs): void;
};

export type DeskRow = Row<DeskEffect>;
export type DeskAlert = keyof typeof DESK_ALERTS;

export const DESK_ALERTS = {
  "record-parked":
    "could not deliver a record to your CRM and has set it aside. It can be sent again from /api/parked.",
  "record-gone": "was told by your CRM that its address is gone, and sends nothing there until a record is sent again.",
  "record-denied": "is not let in by your CRM: check the secret that the rulebook names.",
  "record-misconfigured": "cannot post to your CRM: the secret or its host is not set, or the address is not public.",
  "page-failed": "could not text somebody who was to be told about a call. The text is in /api/parked.",
  "page-undelivered": "was told by the carrier that a text about a call did not arrive.",
} as const;
