/**
 * The caller's words and keys. Urgency is judged on every fragment and acted on mid-sentence; everything else waits for
 * the end of the turn.
 */
import type { Rulebook } from "../rulebook/rulebook.ts";
import { assess } from "../urgency/assess.ts";
import { noteDetails } from "./details.ts";
import type { Draft } from "./draft.ts";
import type { Heard } from "./events.ts";
import { armSilence } from "./patience.ts";
import { decideRoute, reconsider } from "./routing.ts";
import type { Call, Verdict } from "./state.ts";
import { askedForCallback } from "./taking.ts";

/** A turn has ended when nothing followed the last final text for this long (design §4.3). */
const TURN_ENDS_MS = 700;
/** An interim result may be taken back by the next; two in a row, or a final one, are acted on. */
const FRAGMENTS_IN_A_ROW = 2;
/** What the engines read: older turns have done their work. */
const TURNS_KEPT = 12;
const TURN_LENGTH = 1_000;

export function heard(d: Draft, event: Heard): void {
  const { heard: so, voice: v } = d.call;
  v.heardAny = true;
  const text = event.text.trim();
  if (!text || !isListened(d.call)) return;
  // A final text comes a while after the last word, which the interim one before it already counted.
  if (!event.final || so.interim === null) v.lastSoundAt = d.at;
  so.lastAt = d.at;
  if (event.final) finalText(d, text);
  else interimText(d, text);
  armSilence(d);
}

function interimText(d: Draft, text: string): void {
  const { heard: so } = d.call;
  so.interim = { at: d.at, text: text.slice(0, TURN_LENGTH) };
  const verdict = judge(d.call, d.book);
  if (verdict.level !== "emergency" || d.call.urgency.level === "emergency") {
    so.alarmed = 0;
    return;
  }
  so.alarmed += 1;
  if (so.alarmed < FRAGMENTS_IN_A_ROW) return;
  d.call.urgency = verdict;
  decideRoute(d);
}

function finalText(d: Draft, text: string): void {
  if (d.call.heard.turns.at(-1)?.final === false) d.call.heard.turns.pop();
  if (d.call.voice.noticed) d.lines.push({ at: d.at, speaker: "caller", text });
  addTurn(d, text, true);
}

function addTurn(d: Draft, text: string, final: boolean): void {
  const { heard: so } = d.call;
  so.interim = null;
  so.alarmed = 0;
  so.turns.push({ at: d.at, text: text.slice(0, TURN_LENGTH), final });
  if (so.turns.length > TURNS_KEPT) so.turns.shift();
  const before = d.call.urgency.level;
  d.call.urgency = judgeAll(d);
  noteDetails(d, text);
  d.arm("turn", d.at + TURN_ENDS_MS);
  if (d.call.urgency.level === "emergency") decideRoute(d);
  else if (before === "emergency") reconsider(d);
}

/**
 * The verdict after a final text. An emergency that was confirmed ends when this text takes it back; that the words
 * which made it have slid out of what the engine reads does not end it.
 */
function judgeAll(d: Draft): Verdict {
  const { call, book } = d;
  const verdict = judge(call, book);
  if (verdict.level === "emergency") {
    call.heard.confirmed = true;
    return verdict;
  }
  const before = call.heard.turns.slice(0, -1);
  const withoutThis = judge({ ...call, heard: { ...call.heard, turns: before } }, book);
  if (call.heard.confirmed && withoutThis.level !== "emergency") return call.urgency;
  call.heard.confirmed = false;
  return verdict;
}

/** An interim text whose final never came is what the caller said. */
export function settleInterim(d: Draft): boolean {
  const { interim } = d.call.heard;
  if (interim === null || !isListened(d.call)) return false;
  addTurn(d, interim.text, false);
  return true;
}

/** A key that a caller pressed outside of any question of ours. */
export function pressed(d: Draft, digit: string): void {
  const { heard: so, phase } = d.call;
  if (!isListened(d.call)) return;
  so.keys = `${so.keys}${digit}`.slice(-20);
  so.lastAt = d.at;
  d.call.voice.lastSoundAt = d.at;
  if (phase.name === "taking") {
    noteDetails(d, so.keys);
    d.arm("turn", d.at + TURN_ENDS_MS * 3);
    return;
  }
  if (phase.name !== "talking") return;
  if (digit === "1") {
    d.call.urgency = { level: "emergency", score: 1, reasons: [{ text: "pressed 1 for an emergency", weight: 1 }] };
    if (!decideRoute(d)) armSilence(d);
  } else if (digit === "2") askedForCallback(d);
}

function judge(call: Call, book: Rulebook): Verdict {
  const turns = call.heard.turns.map((turn) => turn.text);
  const verdict = assess(turns, call.heard.interim?.text ?? null, book.urgency, book.business.trade);
  // Key 1 is the caller's own verdict, and words that do not mention it do not take it back.
  if (call.heard.keys.startsWith("1") && call.urgency.level === "emergency" && verdict.level !== "emergency")
    return call.urgency;
  return verdict;
}

/** Once a person is on the line, or the caller is being hung up, words are theirs alone. */
function isListened(call: Call): boolean {
  const name = call.phase.name;
  return (
    !call.leaving &&
    (name === "talking" || name === "taking" || name === "ringing" || name === "connecting" || name === "parting")
  );
}
