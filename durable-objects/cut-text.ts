/** Text from outside, made fit to be kept or sent: whole characters, nothing invisible, and no longer than it may be. */

/** C0 and C1 controls but for tab and newline, and the marks that turn the direction of text around. */
const INVISIBLE = /(?![\t\n])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Half of a pair, which UTF-8 cannot carry. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** At most `bytes` of UTF-8, cut between what a reader takes for characters and marked with "…" when it was. */
export function cutText(text: string, bytes: number): string {
  const clean = text.replace(LONE_SURROGATE, "\ufffd").replace(INVISIBLE, "");
  if (utf8Bytes(clean) <= bytes) return clean;
  let kept = "";
  let room = bytes - utf8Bytes("…");
  for (const { segment } of new Intl.Segmenter().segment(clean)) {
    room -= utf8Bytes(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).byteLength;
