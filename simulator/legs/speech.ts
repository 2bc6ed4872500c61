/**
 * What is heard on a leg from us. Everything waits in one queue: speech, prompts of a gather and playbacks, so that words
 * behind an endless loop are never heard unless the loop is stopped.
 */
import type { Exchange } from "../exchange.ts";
import type { Json } from "../types.ts";
import { type Audio, type Leg, phoneOf } from "./leg.ts";

/** The length that every played file has here: one cycle of North American ringback. */
export const AUDIO_FILE_MS = 6000;

const MARKUP = /<[^>]*>/g;

export const speechMs = (exchange: Exchange, text: string): number =>
  Math.max(1, Math.round((text.replace(MARKUP, "").length / exchange.account.timing.charactersPerSecond) * 1000));

export function enqueue(exchange: Exchange, leg: Leg, audio: Omit<Audio, "id" | "sound" | "timer">): Audio {
  const queued: Audio = { ...audio, id: exchange.random.token(10), sound: null, timer: null };
  leg.audio.waiting.push(queued);
  playNext(exchange, leg);
  return queued;
}

/** `current` goes on with what waits, `all` forgets it. */
export function stopAudio(exchange: Exchange, leg: Leg, which: "current" | "all"): void {
  if (which === "all") {
    for (const audio of leg.audio.waiting.splice(0)) drop(exchange, leg, audio);
  }
  const audio = leg.audio.current;
  if (audio === null) return;
  exchange.cancel(leg, audio.timer);
  leg.audio.current = null;
  if (audio.sound === null) drop(exchange, leg, audio);
  else finish(exchange, leg, audio, "stopped");
  playNext(exchange, leg);
}

/** Stops one thing, wherever in the queue it is. */
export function stopOne(exchange: Exchange, leg: Leg, audio: Audio): void {
  if (leg.audio.current === audio) return stopAudio(exchange, leg, "current");
  const index = leg.audio.waiting.indexOf(audio);
  if (index >= 0) leg.audio.waiting.splice(index, 1);
}

/** The leg is ending: what is being heard stops with its last event. */
export function silence(exchange: Exchange, leg: Leg): void {
  const audio = leg.audio.current;
  leg.audio.waiting = [];
  leg.audio.current = null;
  if (audio?.sound) finish(exchange, leg, audio, "call_hangup");
}

export const isSpeaking = (leg: Leg): boolean => {
  const audio = leg.audio.current;
  return audio !== null && audio.kind !== "playback" && audio.sound !== null;
};

function playNext(exchange: Exchange, leg: Leg): void {
  if (leg.audio.current !== null) return;
  const audio = leg.audio.waiting.shift();
  if (audio === undefined) return;
  leg.audio.current = audio;
  audio.timer = exchange.later(leg, Math.max(audio.readyAt, exchange.now), () => begin(exchange, leg, audio));
}

function begin(exchange: Exchange, leg: Leg, audio: Audio): void {
  const what = audio.kind === "playback" ? "loop" : "speech";
  const number = phoneOf(leg);
  audio.sound = {
    at: exchange.now,
    endAt: null,
    session: leg.session,
    leg: leg.control,
    number,
    what,
    text: audio.text,
  };
  exchange.sounds.push(audio.sound);
  tell(exchange, leg, audio, "started", {});
  if (audio.durationMs !== null) {
    audio.timer = exchange.later(leg, exchange.now + audio.durationMs, () => {
      leg.audio.current = null;
      finish(exchange, leg, audio, "completed");
      playNext(exchange, leg);
    });
  }
  if (audio.kind !== "playback") leg.party.hears(audio.text, "begins");
}

function finish(exchange: Exchange, leg: Leg, audio: Audio, how: "completed" | "stopped" | "call_hangup"): void {
  if (audio.sound !== null) audio.sound.endAt = exchange.now;
  const { stoppedSpeech } = exchange.account.quirks;
  const stopped = audio.kind === "playback" ? "cancelled" : stoppedSpeech;
  const status = how === "stopped" ? stopped : how;
  if (status !== "missing") tell(exchange, leg, audio, "ended", { status });
  if (how === "call_hangup") return;
  if (audio.kind !== "playback") leg.party.hears(audio.text, "ends");
  audio.onEnd();
}

/** It was never heard. Whether Telnyx says anything then is not known. */
function drop(exchange: Exchange, leg: Leg, audio: Audio): void {
  const { unstartedSpeechEnds, stoppedSpeech } = exchange.account.quirks;
  if (unstartedSpeechEnds && stoppedSpeech !== "missing" && audio.kind === "speech") {
    tell(exchange, leg, audio, "ended", { status: stoppedSpeech });
  }
  audio.onEnd();
}

function tell(exchange: Exchange, leg: Leg, audio: Audio, phase: "started" | "ended", more: { [key: string]: Json }) {
  if (audio.kind === "prompt" && !exchange.account.quirks.promptSendsSpeakEvents) return;
  if (audio.kind !== "playback") {
    exchange.emit(leg, `call.speak.${phase}`, { calling_party_type: "pstn", speak_id: audio.id, ...more });
    return;
  }
  const media: { [key: string]: Json } =
    audio.mediaName === null ? { media_url: audio.text } : { media_name: audio.mediaName };
  exchange.emit(leg, `call.playback.${phase}`, { ...media, overlay: false, ...more });
}
