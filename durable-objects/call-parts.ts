/** What the parts of a call's object share. */
import type { CallId } from "../rules/ids.ts";
import type { AlertName } from "./call-alerts.ts";
import type { CallDoor } from "./call-door.ts";
import type { Outgoing } from "./call-outgoing.ts";
import type { Env } from "./env.ts";
import type { Outbox, Row } from "./outbox.ts";
import type { CallPorts } from "./ports.ts";
import type { Settings } from "./settings.ts";

export type CallParts = {
  readonly call: CallId;
  readonly door: CallDoor;
  readonly outbox: Outbox<Outgoing>;
  readonly ports: CallPorts;
  readonly settings: Settings;
  readonly env: Env;
  /** Starts sending what a transaction brought forth. */
  kick(born: readonly Row<Outgoing>[]): void;
  raise(name: AlertName): void;
};
