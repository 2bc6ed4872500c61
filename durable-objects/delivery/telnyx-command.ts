/**
 * An effect of a call as the Telnyx command it stands for. The body depends on nothing but the effect and what was
 * fixed before it, because a resend under the same `command_id` has to be the same command.
 */
import type Telnyx from "telnyx";
import type { ActionAnswerParams } from "telnyx/resources/calls/actions";
import type { CallDialResponse } from "telnyx/resources/calls/calls";
import type { CallEffect } from "../../rules/call/effects.ts";
import { type ControlId, controlId, type LegId } from "../../rules/ids.ts";
import type { VoiceSettings } from "../../rules/rulebook/rulebook.ts";
import type { Transfer } from "../bail-out.ts";
import { cutText } from "../cut-text.ts";
import { transcriptionWith } from "./transcription.ts";

export type CommandContext = {
  readonly client: Telnyx;
  /** Telnyx's token of a leg; null for one that has been dialled and has not shown itself yet. */
  control(leg: LegId): ControlId | null;
  /** Signed, for the leg's later webhooks. */
  clientState(leg: LegId): string;
  readonly voice: VoiceSettings;
  readonly connectionId: string;
  /** Where `/audio/*` is served. */
  readonly origin: string;
  /** ISO 3166 alpha-2, for the tones people are used to. */
  readonly country: string;
};

export type Reply = {
  /** The token of the leg that was dialled. */
  readonly control: ControlId | null;
  /** What `check` found; null where the answer did not say. */
  readonly alive: boolean | null;
};

export type Command =
  | { readonly kind: "ready"; send(): Promise<Reply> }
  /** A leg it needs has no token yet. */
  | { readonly kind: "too-early" }
  /** There is nothing that could be sent. */
  | { readonly kind: "empty" };

/** Telnyx's limit is 3,000 characters of text; these are bytes, so never more characters than that. */
const SPEECH_MAX_BYTES = 3_000;
/**
 * Before it comes, Telnyx has given up on it everywhere else: the sum may be 60 s at most. These are the events that
 * nothing else tells us soon: without `call.gather.ended`, a person who pressed the key would wait for the hop to end.
 */
const WEBHOOK_RETRIES: ActionAnswerParams["webhook_retries_policies"] = Object.fromEntries(
  ["call.answered", "call.bridged", "call.gather.ended", "call.hangup"].map((type) => [
    type,
    { retries_ms: [1_000, 2_000, 5_000, 15_000] },
  ]),
);

const NOTHING: Reply = { control: null, alive: null };

export function toCommand(effect: CallEffect | Transfer, context: CommandContext): Command {
  if (effect.kind === "dial") return dial(effect, context);
  const leg = context.control(effect.leg);
  if (leg === null) return { kind: "too-early" };
  const { actions } = context.client.calls;
  const common = { command_id: effect.id, client_state: context.clientState(effect.leg) };
  switch (effect.kind) {
    case "answer": {
      const { listen } = effect;
      const transcription =
        listen === null
          ? {}
          : { transcription: true, transcription_config: transcriptionWith(listen, context.voice.language) };
      return ready(() =>
        actions.answer(leg, { ...common, ...transcription, webhook_retries_policies: { ...WEBHOOK_RETRIES } }),
      );
    }
    case "reject":
      return ready(() => actions.reject(leg, { ...common, cause: effect.cause }));
    case "hangup":
      return ready(() => actions.hangup(leg, common));
    case "say": {
      const payload = spoken(effect.text);
      if (payload === null) return { kind: "empty" };
      return ready(() => actions.speak(leg, { ...common, ...voiced(payload, context) }));
    }
    case "ask-key": {
      const payload = spoken(effect.text);
      if (payload === null) return { kind: "empty" };
      return ready(() =>
        actions.gatherUsingSpeak(leg, {
          ...common,
          ...voiced(payload, context),
          valid_digits: effect.keys,
          minimum_digits: 1,
          maximum_digits: 1,
          // Asked once: whoever does not press is a voicemail, or does not want it.
          maximum_tries: 1,
          timeout_millis: effect.timeoutMs,
        }),
      );
    }
    case "stop-saying":
    case "stop-playing":
      return ready(() => actions.stopPlayback(leg, { ...common, stop: "all" }));
    case "play": {
      const url = `${context.origin}/audio/${effect.audio}.wav?country=${encodeURIComponent(context.country)}`;
      return ready(() =>
        actions.startPlayback(leg, { ...common, audio_url: url, audio_type: "wav", loop: "infinity" }),
      );
    }
    case "listen":
      return ready(() =>
        actions.startTranscription(leg, { ...common, ...transcriptionWith(effect.engine, context.voice.language) }),
      );
    case "stop-listening":
      return ready(() => actions.stopTranscription(leg, common));
    case "bridge": {
      const other = context.control(effect.with);
      if (other === null) return { kind: "too-early" };
      return ready(() =>
        actions.bridge(leg, {
          ...common,
          call_control_id_to_bridge_with: other,
          // The person may drop at once; the caller then stays with us.
          park_after_unbridge: "self",
          prevent_double_bridge: true,
        }),
      );
    }
    case "check":
      return { kind: "ready", send: async () => ({ control: null, alive: await isAlive(context.client, leg) }) };
    case "transfer":
      return ready(() =>
        actions.transfer(leg, {
          ...common,
          to: effect.to,
          timeout_secs: effect.timeoutSecs,
          time_limit_secs: effect.timeLimitSecs,
          target_leg_client_state: context.clientState(effect.target),
          webhook_retries_policies: { ...WEBHOOK_RETRIES },
        }),
      );
  }
}

function dial(effect: Extract<CallEffect, { kind: "dial" }>, context: CommandContext): Command {
  const linked = effect.linkTo === null ? null : context.control(effect.linkTo);
  if (effect.linkTo !== null && linked === null) return { kind: "too-early" };
  return {
    kind: "ready",
    send: async () => {
      const response: CallDialResponse = await context.client.calls.dial({
        command_id: effect.id,
        client_state: context.clientState(effect.leg),
        connection_id: context.connectionId,
        to: effect.to,
        from: effect.from,
        timeout_secs: effect.timeoutSecs,
        time_limit_secs: effect.timeLimitSecs,
        // At the timeout the next person is rung, not the same one by another way.
        retry_on_timeout: false,
        ...(linked === null ? {} : { link_to: linked, prevent_double_bridge: true }),
        webhook_retries_policies: { ...WEBHOOK_RETRIES },
      });
      const control: unknown = response.data?.call_control_id;
      return { control: typeof control === "string" && control !== "" ? controlId(control) : null, alive: null };
    },
  };
}

async function isAlive(client: Telnyx, leg: ControlId): Promise<boolean | null> {
  const { data } = await client.calls.retrieveStatus(leg);
  const alive: unknown = data?.is_alive;
  return typeof alive === "boolean" ? alive : null;
}

function ready(send: () => PromiseLike<unknown>): Command {
  return {
    kind: "ready",
    send: async () => {
      await send();
      return NOTHING;
    },
  };
}

const voiced = (payload: string, { voice }: CommandContext) =>
  ({ payload, payload_type: "text", voice: voice.name }) as const;

/** Null when there is nothing to be heard: Telnyx refuses an empty text. */
function spoken(text: string): string | null {
  const payload = cutText(text, SPEECH_MAX_BYTES).trim();
  return payload === "" ? null : payload;
}
