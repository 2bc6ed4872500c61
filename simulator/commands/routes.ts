/** Which request is which command, and the rule of `command_id`. */
import { duplicateCommand, refused, unauthorized, unknownCall, unknownRoute } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Leg } from "../legs/leg.ts";
import type { CommandEntry, CommandRequest, CommandResponse, Json } from "../types.ts";
import { answer, hangup, reject } from "./answering.ts";
import { bridge } from "./bridging.ts";
import { type Action, ok } from "./command.ts";
import { dial, dialled, transfer } from "./dialling.ts";
import { gather, gatherStop, gatherUsingSpeak } from "./gathering.ts";
import { sendMessage } from "./messaging.ts";
import { playbackStart, playbackStop, speak } from "./speaking.ts";
import { clientStateUpdate, status } from "./status.ts";
import { transcriptionStart, transcriptionStop } from "./transcribing.ts";

const ACTIONS: Readonly<Record<string, Action>> = {
  answer,
  reject,
  hangup,
  speak,
  playback_start: playbackStart,
  playback_stop: playbackStop,
  gather,
  gather_using_speak: gatherUsingSpeak,
  gather_stop: gatherStop,
  transcription_start: transcriptionStart,
  transcription_stop: transcriptionStop,
  bridge,
  transfer,
};

/** A command with the same `command_id` on the same leg is ignored for this long after the first; dials account-wide. */
const DUPLICATE_WINDOW_MS = 60_000;

type Outcome = { name: string; response: CommandResponse; duplicate: boolean; leg: Leg | null };
type Seen = { at: number; leg: Leg | null };

export class Desk {
  readonly log: CommandEntry[] = [];
  readonly #exchange: Exchange;
  /** Null takes every key. */
  readonly #key: string | null;
  readonly #seen = new Map<string, Seen>();

  constructor(exchange: Exchange, key: string | null) {
    this.#exchange = exchange;
    this.#key = key;
  }

  take(request: CommandRequest): CommandResponse {
    const { name, response, duplicate, leg } = this.#route(request);
    const { method, path, body } = request;
    this.log.push({
      at: this.#exchange.now,
      method,
      path,
      name,
      body: structuredClone(body),
      status: response.status,
      response: response.body,
      duplicate,
      session: leg?.session ?? null,
      leg: leg?.control ?? null,
    });
    return response;
  }

  #route(request: CommandRequest): Outcome {
    const plain = (name: string, response: CommandResponse, leg: Leg | null = null): Outcome => ({
      name,
      response,
      duplicate: false,
      leg,
    });
    if (this.#key !== null && request.key !== this.#key) return plain("unauthorized", refused(unauthorized));
    const [version, family, control, kind, action] = request.path.split("/").filter((part) => part !== "");
    if (version !== "v2") return plain("unknown", refused(unknownRoute));
    const { method, body } = request;
    if (family === "messages" && control === undefined && method === "POST") {
      return plain("message", sendMessage(this.#exchange, body));
    }
    if (family !== "calls") return plain("unknown", refused(unknownRoute));
    if (control === undefined) return method === "POST" ? this.#dial(body) : plain("unknown", refused(unknownRoute));
    const leg = this.#exchange.legs.get(decodeURIComponent(control)) ?? null;
    if (kind === undefined && method === "GET") {
      return plain("status", leg === null ? refused(unknownCall()) : status(this.#exchange, leg), leg);
    }
    const found = kind === "actions" ? this.#action(method, action ?? "") : null;
    if (found === null) return plain("unknown", refused(unknownRoute));
    if (leg === null) return plain(action ?? "", refused(unknownCall()));
    return this.#once(action ?? "", `${leg.control} ${commandId(body)}`, commandId(body), leg, () => ({
      response: found(this.#exchange, leg, body),
      leg,
    }));
  }

  #action(method: string, name: string): Action | null {
    if (method === "PUT") return name === "client_state_update" ? clientStateUpdate : null;
    return method === "POST" && Object.hasOwn(ACTIONS, name) ? (ACTIONS[name] ?? null) : null;
  }

  #dial(body: Json): Outcome {
    return this.#once("dial", `dial ${commandId(body)}`, commandId(body), null, () => dial(this.#exchange, body));
  }

  #once(
    name: string,
    key: string,
    id: string | null,
    leg: Leg | null,
    act: () => { response: CommandResponse; leg: Leg | null },
  ): Outcome {
    const now = this.#exchange.now;
    const seen = id === null ? undefined : this.#seen.get(key);
    if (seen !== undefined && now - seen.at < DUPLICATE_WINDOW_MS) {
      return { name, response: this.#repeated(name, seen.leg), duplicate: true, leg: seen.leg ?? leg };
    }
    const done = act();
    const counts = done.response.status === 200 || this.#exchange.account.quirks.refusalIsRemembered;
    if (id !== null && counts) this.#seen.set(key, { at: now, leg: done.leg });
    return { name, duplicate: false, ...done };
  }

  #repeated(name: string, leg: Leg | null): CommandResponse {
    if (this.#exchange.account.quirks.duplicateCommand === "error") return refused(duplicateCommand);
    if (name !== "dial" || leg === null) return ok;
    return { status: 200, body: { data: dialled(this.#exchange, leg) } };
  }
}

function commandId(body: Json): string | null {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return null;
  const id = body.command_id;
  return typeof id === "string" && id !== "" ? id : null;
}
