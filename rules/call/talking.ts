/** Greeting, and the patience with a caller who says nothing. What is heard is judged in `hearing.ts`. */
import { hasSpoken } from "./disposition.ts";
import type { Draft } from "./draft.ts";
import { dropPeople } from "./legs.ts";
import { hangUpAfter } from "./parting.ts";
import { armSilence } from "./patience.ts";
import { decideRoute } from "./routing.ts";
import { inSpeech } from "./said.ts";
import * as voice from "./voice.ts";
import { SILENCE, SILENT_GOODBYE } from "./words.ts";

/** A conversation before any decision (design §4): then the call is decided with what there is. */
const BUDGET_MS = 90_000;

export function greet(d: Draft): void {
  const { notice, greeting } = d.book;
  d.enter({ name: "talking", prompts: 0, answeredAt: d.at });
  d.arm("budget", d.at + BUDGET_MS);
  d.call.voice.lastSoundAt = d.at;
  if (notice.mode === "none") d.call.voice.noticed = true;
  voice.listen(d);
  if (decideRoute(d)) return;
  voice.say(d, inSpeech(d, greeting));
  armSilence(d);
}

export function silent(d: Draft): void {
  const { phase, voice: v } = d.call;
  if (phase.name !== "talking") return;
  if (v.speaking) {
    armSilence(d);
    return;
  }
  if (phase.prompts === 0 && !v.heardAny) voice.listenWithOther(d);
  const words = SILENCE[phase.prompts];
  phase.prompts += 1;
  if (words !== undefined) {
    voice.say(d, words);
    armSilence(d);
    return;
  }
  dropPeople(d);
  d.call.disposition = hasSpoken(d.call) ? "lost" : "silent";
  hangUpAfter(d, SILENT_GOODBYE);
}
