/** It says only what it does (design §1.4), and a talk between two people is nobody else's. */
import type { CommandEntry, Json } from "../../../simulator/types.ts";
import { TRANSFER_WORDS } from "../rulebooks.ts";
import type { World } from "../world.ts";
import type { Report } from "./offences.ts";

export type Honest = {
  /** The rulebook wants the words before the dial. */
  readonly sayFirst: boolean;
  /** Telnyx takes every command, so that each one asked for in time is done in time. */
  readonly commandsArrive: boolean;
};

export function watchHonesty(world: World, { sayFirst, commandsArrive }: Honest, report: Report): { check(): void } {
  const dialled = new Set<string>();
  const listening = new Set<string>();
  let seen = 0;

  function examine({ name, body, session, leg }: CommandEntry): void {
    if (leg === null || session === null) return;
    if (name === "dial") dialled.add(session);
    if (name === "transcription_start" || (name === "answer" && field(body, "transcription") === true))
      listening.add(leg);
    if (name === "transcription_stop") listening.delete(leg);
    const payload = field(body, "payload");
    if (
      name === "speak" &&
      !sayFirst &&
      typeof payload === "string" &&
      payload.includes(TRANSFER_WORDS) &&
      !dialled.has(session)
    )
      report("a transfer was announced before anybody was dialled", session);
    if (name === "bridge" && commandsArrive && listening.has(leg)) report("a private talk is listened to", session);
  }

  return {
    check() {
      const commands = world.carrier.commands();
      for (; seen < commands.length; seen++) {
        const entry = commands[seen];
        if (entry !== undefined && entry.status === 200 && !entry.duplicate) examine(entry);
      }
    },
  };
}

const field = (body: Json, name: string): Json | undefined =>
  body === null || typeof body !== "object" || Array.isArray(body) ? undefined : body[name];
