import { describe, expect, it } from "vitest";
import type { Transfer } from "../../durable-objects/bail-out.ts";
import { telnyxClient } from "../../durable-objects/delivery/telnyx-client.ts";
import { type CommandContext, toCommand } from "../../durable-objects/delivery/telnyx-command.ts";
import { livePorts } from "../../durable-objects/ports.ts";
import type { CallEffect, Command } from "../../rules/call/effects.ts";
import { controlId } from "../../rules/ids.ts";
import { expectValidCommand } from "../support/openapi.ts";
import { BOOK, command, dial, id, LINE, SAM, say } from "./support/build.ts";

type Request = { readonly method: string; readonly path: string; readonly body: Record<string, unknown> | null };

/** What goes over the wire for an effect; null when nothing does. */
async function wire(effect: CallEffect | Transfer, more: Partial<CommandContext> = {}): Promise<Request | null> {
  const requests: Request[] = [];
  const network = {
    ...livePorts,
    fetch: async (input: string | URL | globalThis.Request, init?: RequestInit) => {
      const text = typeof init?.body === "string" ? init.body : "";
      const path = new URL(String(input)).pathname;
      requests.push({ method: init?.method ?? "GET", path, body: text === "" ? null : JSON.parse(text) });
      return Response.json({ data: { result: "ok", is_alive: true } });
    },
  };
  const context: CommandContext = {
    client: telnyxClient({ apiKey: "KEY", baseUrl: "https://api.telnyx.com/v2" }, network),
    control: (leg) => controlId(`v3:${leg}`),
    clientState: (leg) => btoa(leg),
    voice: BOOK.voice,
    connectionId: "42",
    origin: "https://firstring.example",
    country: "GB",
    ...more,
  };
  const made = toCommand(effect, context);
  if (made.kind !== "ready") return null;
  await made.send();
  const [request, ...others] = requests;
  expect(others).toEqual([]);
  if (request === undefined) throw new Error("nothing was sent");
  expectValidCommand(request);
  return request;
}
const bodyOf = async (of: Command) => (await wire(command(1, of)))?.body;

describe("the command for an effect", () => {
  it("answers and listens in one", async () => {
    expect(await bodyOf({ kind: "answer", listen: "deepgram" })).toMatchObject({
      transcription: true,
      transcription_config: {
        transcription_engine: "Deepgram",
        transcription_tracks: "inbound",
        transcription_engine_config: {
          transcription_engine: "Deepgram",
          transcription_model: "deepgram/nova-3",
          interim_results: true,
          language: "en-US",
        },
      },
    });
    expect(await bodyOf({ kind: "answer", listen: null })).not.toHaveProperty("transcription");
  });

  it("asks for the webhooks that matter most to be retried for longer", async () => {
    const retries = { retries_ms: [1_000, 2_000, 5_000, 15_000] };
    const policies = { "call.answered": retries, "call.bridged": retries, "call.hangup": retries };
    expect(await bodyOf({ kind: "answer", listen: null })).toMatchObject({ webhook_retries_policies: policies });
    expect((await wire(dial(1, "p1")))?.body).toMatchObject({ webhook_retries_policies: policies });
  });

  it.each<[string, Command, string, Record<string, unknown>]>([
    ["rejects", { kind: "reject", cause: "USER_BUSY" }, "reject", { cause: "USER_BUSY" }],
    ["hangs up", { kind: "hangup" }, "hangup", {}],
    [
      "says",
      { kind: "say", speech: 1, text: "Hello <b>&</b>" },
      "speak",
      { payload: "Hello <b>&</b>", payload_type: "text", voice: "Telnyx.KokoroTTS.af" },
    ],
    ["stops saying", { kind: "stop-saying" }, "playback_stop", { stop: "all" }],
    [
      "plays",
      { kind: "play", audio: "ringback" },
      "playback_start",
      { audio_url: "https://firstring.example/audio/ringback.wav?country=GB", audio_type: "wav", loop: "infinity" },
    ],
    ["stops playing", { kind: "stop-playing" }, "playback_stop", { stop: "all" }],
    [
      "listens",
      { kind: "listen", engine: "google" },
      "transcription_start",
      { transcription_engine: "Google", transcription_tracks: "inbound" },
    ],
    [
      "listens with Telnyx's own engine",
      { kind: "listen", engine: "telnyx" },
      "transcription_start",
      { transcription_engine: "Telnyx" },
    ],
    ["stops listening", { kind: "stop-listening" }, "transcription_stop", {}],
    [
      "asks for a key",
      { kind: "ask-key", speech: 2, text: "Press 1.", keys: "1", timeoutMs: 8_000 },
      "gather_using_speak",
      {
        payload: "Press 1.",
        valid_digits: "1",
        minimum_digits: 1,
        maximum_digits: 1,
        maximum_tries: 1,
        timeout_millis: 8_000,
      },
    ],
    [
      "bridges, and keeps the caller when the person leaves",
      { kind: "bridge", with: "p1" },
      "bridge",
      { call_control_id: "v3:p1", park_after_unbridge: "self", prevent_double_bridge: true },
    ],
  ])("%s", async (_, of, action, expected) => {
    const request = await wire(command(1, of));
    expect(request).toMatchObject({ method: "POST", path: `/v2/calls/v3:caller/actions/${action}` });
    expect(request?.body).toEqual({ ...expected, ...request?.body, command_id: id(1), client_state: btoa("caller") });
  });

  it("dials linked to the caller, once, for as long as it says", async () => {
    expect(await wire(dial(7, "p1"))).toMatchObject({
      method: "POST",
      path: "/v2/calls",
      body: {
        command_id: id(7),
        client_state: btoa("p1"),
        connection_id: "42",
        to: SAM,
        from: LINE,
        link_to: "v3:caller",
        prevent_double_bridge: true,
        timeout_secs: 25,
        time_limit_secs: 3600,
        retry_on_timeout: false,
      },
    });
  });

  it("dials alone once the caller has gone", async () => {
    const body = (await wire({ ...dial(7, "p1"), linkTo: null } as CallEffect))?.body;
    expect(body).not.toHaveProperty("link_to");
    expect(body).not.toHaveProperty("prevent_double_bridge");
  });

  it("looks at a leg", async () => {
    expect(await wire(command(1, { kind: "check" }))).toMatchObject({ method: "GET", path: "/v2/calls/v3:caller" });
  });

  it("transfers, and names the new leg", async () => {
    const transfer: Transfer = {
      id: id(90_000),
      lane: "call",
      leg: "caller",
      kind: "transfer",
      to: SAM,
      timeoutSecs: 18,
      timeLimitSecs: 7_200,
      target: "p9000",
    };
    expect((await wire(transfer))?.body).toMatchObject({
      to: SAM,
      timeout_secs: 18,
      time_limit_secs: 7_200,
      target_leg_client_state: btoa("p9000"),
      client_state: btoa("caller"),
    });
  });

  it("puts a token with a slash in it into the path safely", async () => {
    expect((await wire(say(1), { control: () => controlId("v3:a/../b") }))?.path).toBe(
      "/v2/calls/v3:a%2F..%2Fb/actions/speak",
    );
  });
});

describe("a text to be said", () => {
  it.each(["", "   \n", "\u0000\u0007"])("that is empty (%j) is not sent", async (text) => {
    expect(await wire(say(1, text))).toBeNull();
    expect(await wire(command(1, { kind: "ask-key", speech: 1, text, keys: "1", timeoutMs: 1 }))).toBeNull();
  });

  it("that is too long is cut to what Telnyx takes", async () => {
    const payload = String((await wire(say(1, "word ".repeat(2_000))))?.body?.payload);
    expect(payload.length).toBeLessThanOrEqual(3_000);
    expect(payload.endsWith("…")).toBe(true);
  });
});

describe("a leg without a token", () => {
  it("cannot be commanded yet, nor dialled for, nor joined", async () => {
    expect(await wire(say(1), { control: () => null })).toBeNull();
    expect(await wire(dial(1, "p1"), { control: () => null })).toBeNull();
    expect(
      await wire(command(1, { kind: "bridge", with: "p1" }), {
        control: (leg) => (leg === "p1" ? null : controlId("x")),
      }),
    ).toBeNull();
  });
});

describe("the language to listen in", () => {
  const language = async (engine: "deepgram" | "google" | "telnyx", tag: string) => {
    const body = (await wire(command(1, { kind: "listen", engine }), { voice: { ...BOOK.voice, language: tag } }))
      ?.body;
    const config: unknown = body?.transcription_engine_config;
    return typeof config === "object" && config !== null ? Reflect.get(config, "language") : null;
  };
  it.each([
    ["deepgram", "en-GB", "en-GB"],
    ["deepgram", "es-MX", "es"],
    ["deepgram", "pt-AO", "pt-BR"],
    ["deepgram", "ja-JP", "auto_detect"],
    ["google", "en-GB", "en"],
    ["google", "xx", "en"],
    ["telnyx", "fr-CA", "fr"],
    ["telnyx", "xx", "auto_detect"],
  ] as const)("with %s for %s is %s", async (engine, tag, expected) => {
    expect(await language(engine, tag)).toBe(expected);
  });
});
