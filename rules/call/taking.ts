/** Capturing a callback: who, on which number, about what. It keeps what it has whenever the caller leaves. */
import { promise } from "../facts/promise.ts";
import type { Ending } from "../rulebook/rulebook.ts";
import type { Draft } from "./draft.ts";
import * as legs from "./legs.ts";
import { hangUpAfter } from "./parting.ts";
import { armSilence } from "./patience.ts";
import { inSpeech } from "./said.ts";
import type { Plan, Question } from "./state.ts";
import { tellEnding } from "./telling.ts";
import * as voice from "./voice.ts";
import {
  ASK_AGAIN,
  ASK_NAME,
  ASK_NAME_AND_NUMBER,
  ASK_NUMBER,
  ASK_REASON,
  CLOSING,
  CLOSING_WITH_NUMBER,
  NO_NUMBER,
  WE_WILL_CALL,
} from "./words.ts";

const TIMES_ASKED = 2;
/** Three questions and their answers; what is known by then is enough. */
const BUDGET_MS = 75_000;

const ASK: Readonly<Record<Question, string>> = {
  "name-and-number": ASK_NAME_AND_NUMBER,
  name: ASK_NAME,
  number: ASK_NUMBER,
  reason: ASK_REASON,
};

/** `words` are the owner's; when they end in a question they have asked for themselves. */
export function startTaking(d: Draft, ending: Ending, plan: Plan | null, words: string | null): void {
  const promised = promise(ending.promise, d.book, d.at, plan !== null && canStillRing(d, plan));
  d.call.promised = promised;
  d.call.standby = promised.kind === "within" ? plan : null;
  d.disarm("hop", "silence", "turn");
  voice.setLoop(d, null);
  voice.listen(d);
  const said = inSpeech(d, words ?? WE_WILL_CALL);
  d.arm("budget", d.at + BUDGET_MS);
  const first = d.call.details.name === null ? "name-and-number" : nextQuestion(d, "name");
  if (!first) {
    voice.say(d, said);
    complete(d);
    return;
  }
  d.enter({ name: "taking", asking: first, asked: 1 });
  voice.say(d, said.endsWith("?") && first === "name-and-number" ? said : `${said} ${ASK[first]}`);
  armSilence(d);
}

/** Key 2, or a caller who asks for it: the callback of the route that would win, or of `otherwise`. */
export function askedForCallback(d: Draft): void {
  d.call.route ??= d.book.routes.length;
  voice.hush(d);
  startTaking(d, (d.route ?? d.book.otherwise).otherwise, null, null);
}

/** Whoever declined, was busy, or was out of a carrier's reach may take it in three minutes; a number that does not exist will not. */
function canStillRing(d: Draft, plan: Plan): boolean {
  const gone = new Set(legs.entries(d.call).map(([, leg]) => (leg.reason === "unreachable" ? leg.person : null)));
  return plan.people.some((person) => !gone.has(person));
}

/** The caller's turn has ended. */
export function answered(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "taking") return;
  if (!isAnswered(d, phase.asking) && phase.asked < TIMES_ASKED) askAgain(d);
  else moveOn(d);
}

export function unanswered(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "taking") return;
  if (d.call.voice.speaking) armSilence(d);
  else if (phase.asked < TIMES_ASKED && phase.asking !== "reason") askAgain(d);
  else moveOn(d);
}

function isAnswered(d: Draft, question: Question): boolean {
  const { name, callbackNumber } = d.call.details;
  switch (question) {
    case "name-and-number":
      return name !== null || callbackNumber !== null;
    case "name":
      return name !== null;
    case "number":
      return callbackNumber !== null || d.call.from !== null;
    case "reason":
      return true;
  }
}

function askAgain(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "taking") return;
  phase.asked += 1;
  voice.say(d, `${ASK_AGAIN} ${ASK[phase.asking]}`);
  armSilence(d);
}

function moveOn(d: Draft): void {
  const { phase } = d.call;
  if (phase.name !== "taking") return;
  const next = nextQuestion(d, phase.asking);
  if (!next) {
    complete(d);
    return;
  }
  phase.asking = next;
  phase.asked = 1;
  voice.say(d, ASK[next]);
  armSilence(d);
}

/** In an emergency nothing is asked that is known already; otherwise the number is confirmed and one more thing may be added. */
function nextQuestion(d: Draft, after: Question): Question | null {
  const { name, callbackNumber, reason } = d.call.details;
  const hurried = d.call.urgency.level === "emergency";
  if (after === "name-and-number" && name === null && callbackNumber !== null) return "name";
  if (after !== "number" && after !== "reason" && callbackNumber === null && !(hurried && d.call.from)) return "number";
  if (after !== "reason" && (reason === null || !hurried)) return "reason";
  return null;
}

export function complete(d: Draft): void {
  d.call.details.callbackNumber ??= d.call.from;
  d.disarm("silence", "turn", "budget");
  if (d.call.details.callbackNumber === null) {
    d.call.promised = null;
    d.call.standby = null;
    d.call.disposition = "lost";
    hangUpAfter(d, NO_NUMBER);
    return;
  }
  d.call.disposition = "callback";
  tellEnding(d);
  const stated = d.call.details.callbackNumber !== d.call.from;
  hangUpAfter(d, inSpeech(d, stated ? CLOSING_WITH_NUMBER : CLOSING));
}
