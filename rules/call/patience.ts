/** How long a caller who says nothing is waited for. */
import type { Draft } from "./draft.ts";

/** After the answer, when a caller who has said nothing is asked again, is offered keys, is let go. */
const SILENCE_AT_MS = [6_000, 14_000, 22_000] as const;
/** A caller gets at least this long to begin after we stopped talking. */
const PATIENCE_MS = 3_000;

/** The scheduled moment, but never while we speak nor right after. */
export function armSilence(d: Draft): void {
  const { phase, voice: v, heard } = d.call;
  if (phase.name !== "talking") return;
  const scheduled = phase.answeredAt + (SILENCE_AT_MS[phase.prompts] ?? SILENCE_AT_MS[2]);
  const patient = (v.speaking ? v.speaking.expectedEndAt : v.lastSoundAt) + PATIENCE_MS;
  const sinceHeard = heard.lastAt === null ? 0 : heard.lastAt + SILENCE_AT_MS[0];
  d.arm("silence", Math.max(scheduled, patient, sinceHeard));
}
