/** What a caller says, and what a speech engine makes of it: interim results while they speak, a final one after. */
import type { Exchange } from "../exchange.ts";
import { isAnswered, type Leg, type Transcription } from "./leg.ts";
import { isSpeaking, speechMs } from "./speech.ts";

type Word = {
  readonly text: string;
  readonly startAt: number;
  readonly endAt: number;
  heardBy: Transcription | "nobody" | null;
};

/** Engines that the API gives no `interim_results` setting. */
const WITHOUT_INTERIMS = ["Telnyx", "B"];

export function startTranscription(exchange: Exchange, leg: Leg, engine: string, wantsInterims: boolean): void {
  const { deafEngines } = exchange.account.quirks;
  leg.transcription = {
    engine,
    interims: wantsInterims && !WITHOUT_INTERIMS.includes(engine),
    deaf: deafEngines.some((name) => name.toLowerCase() === engine.toLowerCase()),
    sinceAt: exchange.now,
  };
}

/** Speaks at the far end of a leg and returns when the last word was said. */
export function utter(exchange: Exchange, leg: Leg, text: string): number {
  const words = spreadWords(exchange, text);
  const endAt = words.at(-1)?.endAt ?? exchange.now;
  exchange.utterances.push({ at: exchange.now, endAt, session: leg.session, leg: leg.control, text });
  const { interimMs, finalMs } = exchange.account.timing;
  const tick = () => {
    if (listen(exchange, leg, words) && leg.transcription?.interims) report(exchange, leg, words, false);
  };
  for (let at = exchange.now + interimMs; at < endAt; at += interimMs) exchange.later(leg, at, tick);
  exchange.later(leg, endAt, tick);
  exchange.later(leg, endAt + finalMs, () => report(exchange, leg, words, true));
  return endAt;
}

function spreadWords(exchange: Exchange, text: string): Word[] {
  const words: Word[] = [];
  let spoken = "";
  let startAt = exchange.now;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    spoken += `${word} `;
    const endAt = exchange.now + speechMs(exchange, spoken);
    words.push({ text: word, startAt, endAt, heardBy: null });
    startAt = endAt;
  }
  return words;
}

/** Marks the words that were said since the last look and reached an engine; true if there were any. */
function listen(exchange: Exchange, leg: Leg, words: Word[]): boolean {
  const engine = leg.transcription;
  if (engine === null || engine.deaf || !isAnswered(leg)) return false;
  const deafened = exchange.account.quirks.deafWhileSpeaking && isSpeaking(leg);
  const fresh = words.filter(
    (word) => word.heardBy === null && word.endAt <= exchange.now && word.startAt >= engine.sinceAt,
  );
  for (const word of fresh) word.heardBy = deafened ? "nobody" : engine;
  return fresh.length > 0 && !deafened;
}

function report(exchange: Exchange, leg: Leg, words: Word[], isFinal: boolean): void {
  const engine = leg.transcription;
  if (engine === null) return;
  const heard = words.filter((word) => word.heardBy === engine);
  if (heard.length === 0) return;
  // Interim results carry no confidence; those of the Telnyx engine alone name their track.
  const confidence = isFinal ? 0.9 + exchange.random.between(0, 99) / 1000 : 0;
  const track = engine.engine === "Telnyx" || engine.engine === "B" ? { transcription_track: "inbound" } : {};
  exchange.emit(leg, "call.transcription", {
    transcription_data: {
      transcript: heard.map((word) => word.text).join(" "),
      confidence,
      is_final: isFinal,
      ...track,
    },
  });
}
