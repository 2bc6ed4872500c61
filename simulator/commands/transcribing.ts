import type { ActionStartTranscriptionParams, ActionStopTranscriptionParams } from "telnyx/resources/calls/actions";
import { z } from "zod";
import { transcriptionActive } from "../errors.ts";
import { startTranscription } from "../legs/transcription.ts";
import { type Action, perform } from "./command.ts";
import { common, type FieldsOf, read } from "./fields.ts";

const ENGINES = [
  "Google",
  "Telnyx",
  "Deepgram",
  "Azure",
  "xAI",
  "AssemblyAI",
  "Speechmatics",
  "Soniox",
  "Parakeet",
  "A",
  "B",
] as const;

/** Of an engine's own settings only this one changes what is sent. */
const settings = z.object({ interim_results: z.boolean().optional() });

export const transcriptionFields = z.object({
  ...common,
  transcription_engine: z.enum(ENGINES).optional(),
  transcription_engine_config: settings.optional(),
  transcription_tracks: z.enum(["inbound", "outbound", "both"]).optional(),
} satisfies FieldsOf<ActionStartTranscriptionParams>);
export type TranscriptionFields = z.infer<typeof transcriptionFields>;

/** Off unless asked for, with every engine. */
export const wantsInterims = (config: TranscriptionFields): boolean =>
  config.transcription_engine_config?.interim_results ?? false;

export const transcriptionStart: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(transcriptionFields, body), "answered", (config) => {
    if (leg.transcription !== null) return transcriptionActive;
    startTranscription(exchange, leg, config.transcription_engine ?? "Google", wantsInterims(config));
  });

const stopFields = z.object({ ...common } satisfies FieldsOf<ActionStopTranscriptionParams>);

/** Sends no event; what was being said is not reported any more. */
export const transcriptionStop: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(stopFields, body), "answered", () => {
    leg.transcription = null;
  });
