/**
 * `client_state`: what Telnyx gives back with every later webhook of a leg. It says which call and which of our legs
 * that is, and it is signed, because whoever could write it could speak for any call. A bad one counts as none.
 */
import { Webhook } from "standardwebhooks";
import { type CallId, callId, type LegId, legId } from "../rules/ids.ts";

export type Mark = {
  readonly call: CallId;
  readonly leg: LegId;
  /** The newest utterance on that leg when the command was sent. */
  readonly speech: number | null;
};

/** 96 bits of the MAC: nobody gets to try more than a few, and the length limit of the field is unpublished. */
const MAC_CHARACTERS = 16;
/** Longer than any that we write; what is longer is not worth decoding. */
const LONGEST = 512;

/** `secret` is the Telnyx API key: it changes when a key is rotated, and old marks then count as none. */
export function writeClientState(secret: string, { call, leg, speech }: Mark): string {
  const text = JSON.stringify({ c: call, l: leg, s: speech });
  return btoa(`${mac(secret, text)}${text}`);
}

export function readClientState(secret: string, state: string | null): Mark | null {
  if (state === null || secret === "" || state.length > LONGEST) return null;
  const text = decode(state);
  if (text === null) return null;
  const body = text.slice(MAC_CHARACTERS);
  if (!isSame(mac(secret, body), text.slice(0, MAC_CHARACTERS))) return null;
  const { c, l, s }: { c?: unknown; l?: unknown; s?: unknown } = JSON.parse(body);
  const leg = typeof l === "string" ? legId(l) : null;
  if (typeof c !== "string" || leg === null) return null;
  return { call: callId(c), leg, speech: typeof s === "number" ? s : null };
}

/** HMAC-SHA256 as Standard Webhooks computes it, over `client_state.0.<text>`: the only one at hand that need not be awaited. */
function mac(secret: string, text: string): string {
  const [, signature = ""] = new Webhook(secret, { format: "raw" }).sign("client_state", new Date(0), text).split(",");
  return signature.slice(0, MAC_CHARACTERS);
}

/** Takes as long whichever character differs. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function decode(state: string): string | null {
  try {
    return atob(state);
  } catch {
    return null;
  }
}
