/**
 * What the caller hears, and whether we listen. One utterance at a time: the next is sent when the last one ended, so
 * that an end can never be taken for another's. A loop (ringback, hold) is heard whenever nobody speaks.
 */
import type { EpochMs } from "../ids.ts";
import type { Engine } from "../rulebook/rulebook.ts";
import type { Draft } from "./draft.ts";

/** How fast a synthetic voice speaks; only for deadlines, so the slow end. */
const CHARACTERS_PER_SECOND = 13;
/** Speech that has not begun by then never will: observed starts are 1.5 s after the command (digest §2.2). */
const START_BY_MS = 5_000;
/** Over the estimate, before the end is taken as lost. */
const END_SLACK_MS = 4_000;
const TRIES = 2;
/** Telnyx takes at most 3,000 characters in one `speak`. */
const LONGEST = 3_000;

export const lengthMs = (text: string): number => Math.round((text.length / CHARACTERS_PER_SECOND) * 1_000);

/** Says this after whatever is being said. */
export function say(d: Draft, text: string): void {
  const words = text.trim().slice(0, LONGEST);
  if (!words || d.leg("caller")?.status === "ended") return;
  if (d.call.voice.speaking) d.call.voice.queue.push(words);
  else speak(d, words, 1);
}

/** Says this instead of whatever is being said. */
export function sayNow(d: Draft, text: string): void {
  hush(d);
  say(d, text);
}

/** Stops what is being said and forgets what was to be said next. */
export function hush(d: Draft): void {
  const { voice } = d.call;
  voice.queue = [];
  if (!voice.speaking) return;
  markNotice(d, false);
  voice.speaking = null;
  voice.lastSoundAt = d.at;
  d.disarm("speech");
  d.command("caller", { kind: "stop-saying" });
}

function speak(d: Draft, words: string, tries: number): void {
  const { voice } = d.call;
  const leg = d.leg("caller");
  if (!leg) return;
  const text = withNotice(d, words);
  if (voice.looping) {
    voice.looping = false;
    d.command("caller", { kind: "stop-playing" });
  }
  if (voice.halfDuplex && voice.listening) {
    voice.listening = null;
    d.command("caller", { kind: "stop-listening" });
  }
  leg.speech += 1;
  voice.speaking = {
    speech: leg.speech,
    text,
    sentAt: d.at,
    startedAt: null,
    expectedEndAt: d.at + START_BY_MS + lengthMs(text),
    tries,
  };
  d.arm("speech", d.at + START_BY_MS);
  const effect = d.command("caller", { kind: "say", speech: leg.speech, text });
  d.call.awaiting[effect] = { kind: "say", speech: leg.speech };
}

export function speechStarted(d: Draft, speech: number | null): void {
  const { speaking } = d.call.voice;
  if (!speaking || (speech !== null && speech !== speaking.speech) || speaking.startedAt !== null) return;
  speaking.startedAt = d.at;
  speaking.expectedEndAt = d.at + lengthMs(speaking.text);
  d.call.voice.lastSoundAt = d.at;
  d.arm("speech", speaking.expectedEndAt + END_SLACK_MS);
}

/**
 * True when what was being said has now been said. An end that names an older utterance is late. One that names this
 * one may still be an older one's, because Telnyx reports the newest `client_state`: it counts only when this one was
 * heard to start, or could have been spoken by now.
 */
export function speechEnded(d: Draft, speech: number | null): boolean {
  const { speaking } = d.call.voice;
  if (!speaking || (speech !== null && speech !== speaking.speech)) return false;
  if (speaking.startedAt === null && d.at < speaking.sentAt + lengthMs(speaking.text) / 2) return false;
  return finish(d);
}

/** Nothing was heard of the speech in time. True when it is over as far as we can know. */
export function speechOverdue(d: Draft): boolean {
  const { voice } = d.call;
  const { speaking } = voice;
  if (!speaking) return false;
  // Not taken by Telnyx yet: whether this line can speak is still to be seen, and what it hears must not stop for it.
  const isOnItsWay = Object.values(d.call.awaiting).some(
    (awaited) => awaited.kind === "say" && awaited.speech === speaking.speech,
  );
  if (isOnItsWay) {
    speaking.expectedEndAt = d.at + START_BY_MS + lengthMs(speaking.text);
    d.arm("speech", d.at + START_BY_MS);
    return false;
  }
  if (speaking.startedAt !== null || speaking.tries >= TRIES) return finish(d);
  if (voice.listening) voice.halfDuplex = true;
  d.note("speech did not start; said again");
  voice.speaking = null;
  speak(d, speaking.text, speaking.tries + 1);
  return false;
}

/** The command to speak was refused: as good as said, and noted, so that the call goes on. */
export function speechRefused(d: Draft, speech: number): boolean {
  if (d.call.voice.speaking?.speech !== speech) return false;
  d.note("speech was refused");
  return finish(d, false);
}

/** @param heard whether it was heard to its end, as far as we can know */
function finish(d: Draft, heard = true): boolean {
  const { voice } = d.call;
  const { speaking } = voice;
  if (!speaking) return false;
  markNotice(d, heard);
  if (voice.noticed && heard) d.lines.push({ at: d.at, speaker: "us", text: speaking.text });
  voice.speaking = null;
  voice.lastSoundAt = d.at;
  d.disarm("speech");
  const next = voice.queue.shift();
  if (next !== undefined) {
    speak(d, next, 1);
    return true;
  }
  if (voice.listens) listen(d);
  resumeLoop(d);
  return true;
}

/** Whatever is said first carries the notice, and so does the next when that was cut short too early. */
function withNotice(d: Draft, words: string): string {
  const { notice } = d.book;
  return d.call.voice.noticed || words.startsWith(notice.text) ? words : `${notice.text} ${words}`;
}

/** The notice comes first in what is said: cut short after it, it was still given. */
function markNotice(d: Draft, whole: boolean): void {
  const { voice } = d.call;
  const { speaking } = voice;
  if (voice.noticed || !speaking) return;
  const heardMs = speaking.startedAt === null ? 0 : d.at - speaking.startedAt;
  if (whole || heardMs >= lengthMs(d.book.notice.text)) voice.noticed = true;
}

export function setLoop(d: Draft, loop: "ringback" | "hold" | null): void {
  const { voice } = d.call;
  if (voice.loop === loop && (loop === null || voice.looping || voice.speaking)) return;
  if (voice.looping) {
    voice.looping = false;
    d.command("caller", { kind: "stop-playing" });
  }
  voice.loop = loop;
  if (!voice.speaking) resumeLoop(d);
}

function resumeLoop(d: Draft): void {
  const { voice } = d.call;
  if (!voice.loop || voice.looping) return;
  voice.looping = true;
  d.command("caller", { kind: "play", audio: voice.loop });
}

/** The loop died on its own; the audio deadline brings words instead. */
export function loopFailed(d: Draft): void {
  d.call.voice.looping = false;
  d.call.voice.loop = null;
  d.note("the audio loop could not be played");
}

/** Starts as soon as it may: after the notice where that is asked for, and not while we speak on a line that mutes us. */
export function listen(d: Draft): void {
  const { voice } = d.call;
  voice.listens = true;
  if (voice.listening || (d.book.notice.mode === "strict" && !voice.noticed) || (voice.halfDuplex && voice.speaking))
    return;
  const engine: Engine = d.book.voice.engines[voice.engine];
  voice.listening = engine;
  const effect = d.command("caller", { kind: "listen", engine });
  d.call.awaiting[effect] = { kind: "listen" };
}

export function stopListening(d: Draft): void {
  const { voice } = d.call;
  voice.listens = false;
  if (!voice.listening) return;
  voice.listening = null;
  d.command("caller", { kind: "stop-listening" });
}

/** Another engine, because this one has never heard anything. */
export function listenWithOther(d: Draft): void {
  if (d.call.voice.engine === 1) return;
  stopListening(d);
  d.call.voice.engine = 1;
  listen(d);
}

/** When the caller last heard something, or will have: speech counts to its expected end. */
export function soundUntil(d: Draft): EpochMs {
  const { speaking, lastSoundAt } = d.call.voice;
  return speaking ? Math.max(speaking.expectedEndAt, lastSoundAt) : lastSoundAt;
}
