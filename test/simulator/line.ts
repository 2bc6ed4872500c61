/** A carrier under test, with a clock that the test moves by hand and everything it has sent so far. */
import { Carrier, type CarrierOptions } from "../../simulator/carrier.ts";
import type { CallerScript, CommandResponse, Json, Person, Quirks, Timing, Webhook } from "../../simulator/types.ts";
import { expectValidCommand, expectValidWebhook } from "../support/openapi.ts";

export const OURS = "+12145550100";
export const CALLER = "+12145550199";
export const SAM = "+12145550101";
export const DANA = "+12145550102";
export const CONNECTION = "2811212257810187875";
/** 2026-01-09 20:30 in Dallas. */
export const START = Date.UTC(2026, 0, 10, 2, 30);

export const answers = (more: Partial<Extract<Person, { does: "answer" }>> = {}): Person => ({
  does: "answer",
  afterMs: 4_000,
  presses: "1",
  pressAfterMs: 2_000,
  talksMs: null,
  ...more,
});

type Payload = { [key: string]: Json };
export type Seen = { ms: number; type: string; payload: Payload };

export class Line {
  readonly carrier: Carrier;
  readonly webhooks: Webhook[] = [];
  now = START;
  #commands = 0;

  constructor(
    people: Record<string, Person> = {},
    quirks: Partial<Quirks> = {},
    timing: Partial<Timing> = {},
    more: Partial<CarrierOptions> = {},
  ) {
    const account = { numbers: [OURS], connectionId: CONNECTION, webhookUrl: "https://firstring.test/telnyx/webhooks" };
    this.carrier = new Carrier({ ...account, people, quirks, timing, ...more });
  }

  /** A call that is in progress: arrived and answered, with the clock at `call.answered`. */
  static answered(line: Line, script: Partial<CallerScript> = {}, answer: Payload = {}): string {
    const control = line.arrive(script);
    line.post(control, "answer", answer);
    line.run(900);
    return control;
  }

  arrive(script: Partial<CallerScript> = {}): string {
    const { control } = this.carrier.arrive({ from: CALLER, to: OURS, steps: [], ...script }, this.now);
    this.run(0);
    return control;
  }

  /** One command on a leg, with a `command_id` of its own unless the body names one. */
  post(control: string, action: string, body: Payload = {}): CommandResponse {
    const path = `/v2/calls/${encodeURIComponent(control)}/actions/${action}`;
    return this.send("POST", path, { command_id: `c${this.#commands++}`, ...body });
  }

  send(method: string, path: string, body: Json): CommandResponse {
    const request = { at: this.now, method, path, body };
    const response = this.carrier.command(request);
    if (response.status === 200) expectValidCommand(request);
    return response;
  }

  speak(control: string, payload: string, more: Payload = {}): CommandResponse {
    return this.post(control, "speak", { payload, voice: "Telnyx.KokoroTTS.af", ...more });
  }

  /** Dials and returns the new leg. */
  dial(to: string, more: Payload = {}): string {
    const body = { connection_id: CONNECTION, to, from: OURS, command_id: `c${this.#commands++}`, ...more };
    const { body: answer } = this.send("POST", "/v2/calls", body);
    return idOf(answer);
  }

  /** Lets the time pass, event by event. */
  run(ms: number): void {
    const until = this.now + ms;
    for (let at = this.carrier.next(); at !== null && at <= until; at = this.carrier.next()) {
      for (const webhook of this.carrier.advance(at)) {
        expectValidWebhook(webhook);
        this.webhooks.push(webhook);
      }
    }
    this.now = until;
    this.carrier.advance(until);
  }

  /** What was sent about a leg, or of one type, in milliseconds since the start. */
  seen(of: { control?: string; type?: string } = {}): Seen[] {
    return this.webhooks
      .map(({ at, body }) => ({ ms: at - START, type: body.data.event_type, payload: body.data.payload }))
      .filter(({ payload }) => of.control === undefined || payload.call_control_id === of.control)
      .filter(({ type }) => of.type === undefined || type === of.type);
  }

  types(control?: string): string[] {
    return this.seen(control === undefined ? {} : { control }).map(({ type }) => type);
  }
}

/** The `call_control_id` in the answer to a dial. */
export function idOf(body: Json): string {
  const data = body !== null && typeof body === "object" && !Array.isArray(body) ? body.data : null;
  const id = data !== null && typeof data === "object" && !Array.isArray(data) ? data?.call_control_id : null;
  if (typeof id !== "string") throw new Error(`not the answer to a dial: ${JSON.stringify(body)}`);
  return id;
}

/** The first error's code, or null. */
export function codeOf(response: CommandResponse): string | null {
  const { body } = response;
  const errors = body !== null && typeof body === "object" && !Array.isArray(body) ? body.errors : null;
  const first = Array.isArray(errors) ? errors[0] : null;
  if (first === null || first === undefined || typeof first !== "object" || Array.isArray(first)) return null;
  return typeof first.code === "string" ? first.code : null;
}
