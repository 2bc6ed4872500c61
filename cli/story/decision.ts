/** Why a call went where it went, rebuilt from the facts that the call's object keeps and the rulebook it was pinned to. */
import type { CallView } from "../../durable-objects/protocol.ts";
import { factsOf } from "../../rules/call/routing.ts";
import { explainRoutes } from "../../rules/routing/trace.ts";
import type { Rulebook } from "../../rules/rulebook/rulebook.ts";
import type { CallReport } from "../../simulator/control.ts";
import { type Step, step } from "./step.ts";
import { FIRSTRING } from "./steps.ts";

/** Null while no route has won. `shiftMs`: how far the call's clock is ahead of the carrier's. */
export function tellDecision(view: CallView, book: Rulebook, report: CallReport, shiftMs: number): Step | null {
  const { call } = view;
  if (call.route === null) return null;
  const took = call.notes.findLast(({ text }) => text.includes("route "));
  const takenAt = took === undefined ? Date.now() : took.at - shiftMs;
  const dial = report.commands.find(({ name, at }) => name === "dial" && at >= takenAt - 1);
  const name = (book.routes[call.route] ?? book.otherwise).name;
  return step({
    key: `decision ${call.route}`,
    at: Math.min(takenAt, dial?.at ?? takenAt),
    who: FIRSTRING,
    text: `decides: route "${name}"`,
    tone: "decision",
    details: [...tellHeard(report, takenAt), ...tellUrgency(view), ...tellRoutes(view, book, takenAt + shiftMs)],
  });
}

/** The words that had arrived by then; before the end of a sentence that is only its beginning. */
function tellHeard({ webhooks, utterances }: CallReport, at: number): readonly string[] {
  const heard = webhooks.findLast((webhook) => webhook.type === "call.transcription" && webhook.at <= at);
  const data = heard?.payload.transcription_data;
  const transcript = data !== null && typeof data === "object" && !Array.isArray(data) ? data?.transcript : undefined;
  if (typeof transcript !== "string") return [];
  const speaking = utterances.some((utterance) => utterance.at <= at && at < utterance.endAt);
  return [`heard: “${transcript}”${speaking ? ", and the caller is still speaking" : ""}`];
}

function tellUrgency({ call: { urgency } }: CallView): readonly string[] {
  const reasons = urgency.reasons.map(({ text, weight }) => `${text} ${weight >= 0 ? "+" : ""}${weight}`);
  const why = reasons.length > 0 ? ` (${reasons.join(", ")})` : "";
  return [`urgency: ${urgency.level}, score ${urgency.score}${why}`];
}

/** The routes that were read before the winner say why not; those behind it were not needed. */
function tellRoutes(view: CallView, book: Rulebook, at: number): readonly string[] {
  const { routes } = explainRoutes(book, factsOf(view.call, book, at));
  const read = routes.filter(({ outcome }) => outcome !== "passed");
  const passed = routes.filter(({ outcome }) => outcome === "passed").map(({ name }) => `"${name}"`);
  return [
    ...read.map(({ name, outcome, because }) => `route "${name}" ${outcome}: ${because}`),
    ...(passed.length > 0 ? [`not read any more: ${passed.join(", ")}`] : []),
  ];
}
