/**
 * Text that strangers wrote, made harmless where it enters: whole characters only, no controls that could end a line,
 * a statement or a column, no bidirectional overrides that make a text read otherwise than it is, and no more than
 * anyone says or is called.
 */

/** A fragment of speech is a sentence or two; SQLite rows and logs of a call are budgeted by it (platform §2.2). */
const SPEECH_CAP_BYTES = 8 * 1024;
/** Twice the longest caller name a carrier sends; it is spoken and texted, so it stays short. */
const NAME_CAP_CHARACTERS = 64;
const UTF8_CHARACTER_BYTES = 4;

/** Tabs and line ends become spaces. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** What is left of C0, DEL and C1; marks, embeddings, overrides and isolates of direction; the byte order mark. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export function cleanSpeech(text: string): string {
  return cleanText(text, SPEECH_CAP_BYTES);
}

/** Null when nothing is left, or when the carrier only repeats the number, which is no name. */
export function cleanName(text: string): string | null {
  const whole = cleanText(text, NAME_CAP_CHARACTERS * UTF8_CHARACTER_BYTES);
  const name = Array.from(whole).slice(0, NAME_CAP_CHARACTERS).join("").trim();
  return name === "" || /^[+\d\s().-]+$/.test(name) ? null : name;
}

/** Encoding makes half characters (lone surrogates) whole, and stops between characters when the room is used up. */
function cleanText(text: string, capBytes: number): string {
  const room = new Uint8Array(Math.min(capBytes, text.length * UTF8_CHARACTER_BYTES));
  const { written } = new TextEncoder().encodeInto(text, room);
  return new TextDecoder().decode(room.subarray(0, written)).replace(BREAKS, " ").replace(CONTROLS, "").trim();
}
