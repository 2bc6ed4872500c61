import type {
  ActionSpeakParams,
  ActionStartPlaybackParams,
  ActionStopPlaybackParams,
} from "telnyx/resources/calls/actions";
import { z } from "zod";
import { missing } from "../errors.ts";
import { AUDIO_FILE_MS, enqueue, speechMs, stopAudio } from "../legs/speech.ts";
import { type Action, perform } from "./command.ts";
import { common, type FieldsOf, payload, read, text, voice } from "./fields.ts";

const which = z.enum(["current", "all"]);
const loop = z.union([z.literal("infinity"), z.int().min(1).max(100)]);

const speakFields = z.object({
  ...common,
  payload,
  voice,
  payload_type: z.enum(["text", "ssml"]).optional(),
  stop: which.optional(),
  loop: loop.optional(),
} satisfies FieldsOf<ActionSpeakParams>);

export const speak: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(speakFields, body), "answered", (fields) => {
    if (fields.stop !== undefined) stopAudio(exchange, leg, fields.stop);
    if (exchange.account.quirks.muteWhileListening && leg.transcription !== null) return;
    enqueue(exchange, leg, {
      kind: "speech",
      text: fields.payload,
      durationMs: times(fields.loop, speechMs(exchange, fields.payload)),
      readyAt: exchange.now + exchange.account.timing.speechStartsMs,
      mediaName: null,
      onEnd: () => {},
    });
  });

const playFields = z.object({
  ...common,
  audio_url: text.optional(),
  media_name: text.optional(),
  loop: loop.optional(),
  stop: which.optional(),
} satisfies FieldsOf<ActionStartPlaybackParams>);

export const playbackStart: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(playFields, body), "answered", (fields) => {
    const source = fields.audio_url ?? fields.media_name;
    if (source === undefined) return missing("audio_url");
    if (fields.stop !== undefined) stopAudio(exchange, leg, fields.stop);
    enqueue(exchange, leg, {
      kind: "playback",
      text: source,
      durationMs: times(fields.loop, AUDIO_FILE_MS),
      readyAt: exchange.now + exchange.account.timing.playbackStartsMs,
      mediaName: fields.audio_url === undefined ? source : null,
      onEnd: () => {},
    });
  });

const stopFields = z.object({ ...common, stop: which.optional() } satisfies FieldsOf<ActionStopPlaybackParams>);

/** Also stops speech, and without anything to stop it is taken all the same. */
export const playbackStop: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(stopFields, body), "answered", ({ stop }) => {
    stopAudio(exchange, leg, stop ?? "all");
  });

const times = (count: number | "infinity" | undefined, ms: number): number | null =>
  count === "infinity" ? null : ms * (count ?? 1);
