/** What the owner wants when nobody is rung, or nobody could take the call. */
import type { Route } from "../rulebook/rulebook.ts";
import type { Draft } from "./draft.ts";
import { hangUpAfter } from "./parting.ts";
import { inSpeech } from "./said.ts";
import type { Plan } from "./state.ts";
import { startTaking } from "./taking.ts";
import { tellEnding } from "./telling.ts";
import { GOODBYE } from "./words.ts";

/** `plan` is the ringing that came to nothing; null where nobody was rung. */
export function finish(d: Draft, route: Route, plan: Plan | null): void {
  const { otherwise } = route;
  const words = otherwise.say ?? (plan === null ? route.say : null);
  if (otherwise.take === "callback") {
    startTaking(d, otherwise, plan, words);
    return;
  }
  d.call.disposition = "answered";
  tellEnding(d);
  hangUpAfter(d, words ? inSpeech(d, words) : GOODBYE);
}
