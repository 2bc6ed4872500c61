/** What Telnyx is told to listen with. Only the caller's own voice, and every fragment as soon as there is one. */
import type {
  DeepgramNova3Config,
  TranscriptionEngineGoogleConfig,
  TranscriptionEngineTelnyxConfig,
  TranscriptionStartRequest,
} from "telnyx/resources/calls/actions";
import type { Engine } from "../../rules/rulebook/rulebook.ts";

type Language<Config extends { language?: string }> = NonNullable<Config["language"]>;

/** After this much silence Deepgram calls an utterance ended; its default, said so that it stays so. */
const UTTERANCE_END_MS = 1_000;

/** `language` is BCP 47. An engine that does not know it is told the nearest one that it knows. */
export function transcriptionWith(engine: Engine, language: string): TranscriptionStartRequest {
  switch (engine) {
    case "deepgram":
      return { ...LISTEN, transcription_engine: "Deepgram", transcription_engine_config: deepgram(language) };
    case "google":
      return { ...LISTEN, transcription_engine: "Google", transcription_engine_config: google(language) };
    case "telnyx":
      return { ...LISTEN, transcription_engine: "Telnyx", transcription_engine_config: telnyx(language) };
  }
}

const LISTEN = { transcription_tracks: "inbound" } as const;

function deepgram(language: string): DeepgramNova3Config {
  const config = {
    transcription_engine: "Deepgram",
    transcription_model: "deepgram/nova-3",
    interim_results: true,
    utterance_end_ms: UTTERANCE_END_MS,
    language: nearest(language, DEEPGRAM, "auto_detect"),
  } as const;
  // The API description has "Deepgram" here, and so do Telnyx's examples; the SDK's type repeats the model's name.
  return {
    ...config,
    transcription_engine: config.transcription_engine as string as DeepgramNova3Config["transcription_engine"],
  };
}

function google(language: string): TranscriptionEngineGoogleConfig {
  return { transcription_engine: "Google", interim_results: true, language: nearest(language, GOOGLE, "en") };
}

/** Whisper sends no interim results. */
function telnyx(language: string): TranscriptionEngineTelnyxConfig {
  return {
    transcription_engine: "Telnyx",
    transcription_model: "openai/whisper-large-v3-turbo",
    language: nearest(language, WHISPER, "auto_detect"),
  };
}

/** `en-US` itself, else `en`, else the engine's first regional form of it. */
function nearest<L extends string>(language: string, known: readonly L[], otherwise: L): L {
  const [base = ""] = language.split("-");
  const find = (test: (each: L) => boolean) => known.find(test);
  return (
    find((each) => each === language) ??
    find((each) => each === base) ??
    find((each) => each.startsWith(`${base}-`)) ??
    otherwise
  );
}

const DEEPGRAM: readonly Language<DeepgramNova3Config>[] = [
  "en-US",
  "en-GB",
  "en-AU",
  "en-IN",
  "en-NZ",
  "es",
  "es-419",
  "fr",
  "fr-CA",
  "de",
  "nl",
  "pt-BR",
  "pt-PT",
  "sv-SE",
  "da-DK",
];
/** Those that a voice can be set to; both engines take the language without its region. */
const WITHOUT_REGION = [
  "en",
  "es",
  "fr",
  "de",
  "nl",
  "pt",
  "sv",
  "da",
  "no",
  "fi",
  "is",
  "it",
  "pl",
  "ro",
  "tr",
  "el",
  "ru",
  "hi",
  "ar",
  "ja",
  "ko",
  "zh",
] as const;
const GOOGLE: readonly Language<TranscriptionEngineGoogleConfig>[] = WITHOUT_REGION;
const WHISPER: readonly Language<TranscriptionEngineTelnyxConfig>[] = WITHOUT_REGION;
