/** What follows when we stop talking. */
import * as connecting from "./connecting.ts";
import type { Draft } from "./draft.ts";
import * as parting from "./parting.ts";
import { armSilence } from "./patience.ts";
import * as ringing from "./ringing.ts";

/** Something was said to the caller, whole or as far as it will go. */
export function afterSpeech(d: Draft): void {
  switch (d.call.phase.name) {
    case "talking":
    case "taking":
      if (!d.call.voice.speaking) armSilence(d);
      return;
    case "ringing":
      return ringing.announcementSpoken(d);
    case "connecting":
      return connecting.bridgeWhenReady(d);
    case "parting":
      return parting.lastWordsSpoken(d);
    default:
      return;
  }
}
