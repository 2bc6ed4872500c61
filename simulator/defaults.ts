import type { Messaging, Quirks, Timing } from "./types.ts";

/** One real call of 2025-11-23 gave the first two; the rest is how telephones and speech engines usually behave. */
export const LIFELIKE: Timing = {
  answeredMs: 900,
  speechStartsMs: 1400,
  // About 150 English words a minute, for us and for callers.
  charactersPerSecond: 15,
  interimMs: 300,
  // Deepgram and Google close an utterance after roughly this much silence.
  finalMs: 700,
  dialMs: 500,
  bridgeMs: 200,
  // A file that Telnyx has cached; nothing has to be synthesised.
  playbackStartsMs: 300,
  messageSentMs: 500,
  messageFinalizedMs: 2500,
};

/** What Telnyx documents, and where it is silent, what is most likely. Each line is explained in docs/assumptions.md. */
export const LIKELY: Quirks = {
  redeliveryChangesId: false,
  duplicateCommand: "ok",
  callerHangupEndsLinkedLegs: false,
  stoppedSpeech: "completed",
  deafWhileSpeaking: false,
  deafEngines: [],
  muteWhileListening: false,
  bridgeEndsPlayback: true,
  bridgedOnBothLegs: true,
  dialWithoutControlId: false,
  staleClientState: false,
  promptSendsSpeakEvents: false,
  unstartedSpeechEnds: false,
  refusalIsRemembered: false,
  linkToEndedLeg: "refused",
  timeoutCountsFrom: "dial",
};

export const OPEN_MESSAGING: Messaging = { stopped: [], landlines: [], spendLimitReached: false };
