/**
 * From facts to a route, and from a route to what is done. Decisions stay live until the bridge: an earlier route that
 * becomes true pre-empts what is running, a later one never does; a route that stops being true is withdrawn.
 */
import { isOpen } from "../facts/hours.ts";
import { chooseRoute, evaluate, type RouteFacts } from "../routing/choose-route.ts";
import type { Rulebook } from "../rulebook/rulebook.ts";
import { noteReason } from "./details.ts";
import type { Draft } from "./draft.ts";
import { finish } from "./ending.ts";
import { dropPeople, livePeople } from "./legs.ts";
import { armSilence } from "./patience.ts";
import { startRinging, stillRinging } from "./ringing.ts";
import type { Call } from "./state.ts";
import { tellPeople, tellWithdrawn } from "./telling.ts";
import * as voice from "./voice.ts";
import { WITHDRAWN } from "./words.ts";

/** What the routes may know now. Urgency and words are open until the first turn has ended, unless they already say enough. */
export function factsOf(call: Call, book: Rulebook, at: number): RouteFacts {
  const turnEnded = call.heard.turns.length > 0 && call.timers.turn === undefined;
  const settled = turnEnded || call.timers.budget === undefined || call.heard.keys !== "";
  const level = call.urgency.level;
  const words = [...call.heard.turns.map((turn) => turn.text), call.heard.interim?.text ?? ""].join(" ").trim();
  return {
    urgency: settled || level === "emergency" ? { state: "known", value: level } : { state: "open" },
    said: settled || words !== "" ? { state: "known", value: words } : { state: "open" },
    open: { state: "known", value: isOpen(book.hours, book.business.timeZone, at) },
    spoken: settled,
  };
}

/** True when a route won and took over. */
export function decideRoute(d: Draft): boolean {
  const { phase } = d.call;
  if (phase.name === "connecting" || phase.name === "connected" || d.call.leaving) return false;
  const choice = chooseRoute(d.book, factsOf(d.call, d.book, d.at));
  if (choice.kind === "waiting") return false;
  const { route: current } = d.call;
  if (current !== null && choice.route >= current) return false;
  voice.hush(d);
  take(d, choice.route);
  return true;
}

/** What the caller said last may have taken back what made the route true. */
export function reconsider(d: Draft): void {
  const { phase, route } = d.call;
  if (route === null || (phase.name !== "ringing" && !(phase.name === "connecting" && !phase.bridgeSent))) return;
  const condition = d.book.routes[route]?.when;
  if (!condition || evaluate(condition, factsOf(d.call, d.book, d.at)) !== "false") return;
  d.note("the caller took back what made the route true");
  tellWithdrawn(d, livePeople(d.call));
  dropPeople(d);
  d.disarm("hop", "bridge");
  d.disarm("turn");
  d.call.route = null;
  voice.hush(d);
  voice.setLoop(d, null);
  voice.say(d, WITHDRAWN);
  d.enter({ name: "talking", prompts: 0, answeredAt: d.at });
  const anew = chooseRoute(d.book, factsOf(d.call, d.book, d.at));
  if (anew.kind === "won") take(d, anew.route);
  else armSilence(d);
}

function take(d: Draft, index: number): void {
  const preempted = d.call.route !== null;
  d.call.route = index;
  const route = d.book.routes[index] ?? d.book.otherwise;
  d.note(`${preempted ? "pre-empted by" : "took"} route "${route.name}"`);
  d.disarm("silence", "turn", "budget");
  const ringing = stillRinging(d, route);
  dropPeople(d, ringing);
  d.call.promised = null;
  d.call.disposition = null;
  d.call.endingTold = false;
  noteReason(d);
  tellPeople(d, route.tell);
  if (!route.ring || !startRinging(d, route, index, ringing)) finish(d, route, null);
}
