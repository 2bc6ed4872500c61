/**
 * Values are made harmless for the place they go to, by that place and not by the template's author. What the author
 * wrote around them stays as it is.
 */

/** `json` is the inside of a string in JSON text; the leaves of a JSON object need no escaping and are `leaf`. */
export type Destination = "speech" | "sms" | "json" | "url" | "leaf";

/** Of one value. A caller can talk for minutes; nobody reads or hears more than this in one place. */
const LONGEST_VALUE = 500;

export function escapeFor(destination: Destination): (value: unknown) => string {
  const neutralise = ESCAPES[destination];
  return (value) => neutralise(wellFormed(shorten(toText(value))));
}

const ESCAPES: Readonly<Record<Destination, (text: string) => string>> = {
  // Markup characters would make Telnyx read the payload as SSML, or a voice read them out.
  speech: (text) => oneLine(text.replace(/&/g, " and ").replace(/[<>]/g, " ")),
  sms: oneLine,
  json: (text) => JSON.stringify(text.replace(/\0/g, "")).slice(1, -1),
  url: encodeURIComponent,
  leaf: (text) => text.replace(/\0/g, ""),
};

/** Control characters, line ends and invisible marks (direction overrides above all) out; joiners inside emoji stay. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** Cuts between what a reader sees as characters. */
export function shorten(text: string, longest: number = LONGEST_VALUE): string {
  if (text.length <= longest) return text;
  let end = 0;
  // Segments beyond the limit are never looked at.
  for (const { segment, index } of new Intl.Segmenter().segment(text.slice(0, longest))) {
    if (index + segment.length >= longest) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
