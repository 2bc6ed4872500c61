/** How long a caller who says nothing is waited for. */
import type { Draft } from "./draft.ts";

/** After the answer, when a caller who has said nothing is asked again, is offered keys, is let go. */
const SILENCE_AT_MS = [6_000, 14_000, 22_000] as const;
/** A caller gets at least this long to begin after we stopped talking. */
const PATIENCE_MS = 3_000;
/** Without a word for this long, a question is asked again, then passed over. */
const ANSWER_WITHIN_MS = 6_000;

/** While talking, the scheduled moment, but never while we speak nor right after; after a question, the same wait each time. */
export function armSilence(d: Draft): void {
  const { phase, voice, heard } = d.call;
  const quietFrom = voice.speaking ? voice.speaking.expectedEndAt : voice.lastSoundAt;
  if (phase.name === "taking") d.arm("silence", quietFrom + ANSWER_WITHIN_MS);
  if (phase.name !== "talking") return;
  const scheduled = phase.answeredAt + (SILENCE_AT_MS[phase.prompts] ?? SILENCE_AT_MS[2]);
  const sinceHeard = heard.lastAt === null ? 0 : heard.lastAt + ANSWER_WITHIN_MS;
  d.arm("silence", Math.max(scheduled, quietFrom + PATIENCE_MS, sinceHeard));
}
