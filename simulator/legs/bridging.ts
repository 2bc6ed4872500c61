/** Two legs that hear each other. */
import type { Exchange } from "../exchange.ts";
import { release } from "./ending.ts";
import { isAnswered, type Leg, phoneOf } from "./leg.ts";
import { stopAudio } from "./speech.ts";

/** Joins two answered legs a moment later, unless one of them has gone by then. `commanded` hears of it in any case. */
export function bridgeLegs(exchange: Exchange, commanded: Leg, other: Leg): void {
  commanded.bridging = other;
  other.bridging = commanded;
  exchange.later(commanded, exchange.now + exchange.account.timing.bridgeMs, () => {
    if (commanded.bridging !== other) return;
    commanded.bridging = null;
    other.bridging = null;
    if (isAnswered(commanded) && isAnswered(other)) join(exchange, commanded, other);
  });
}

export const isBridged = (leg: Leg): boolean => leg.bridge !== null || leg.bridging !== null;

function join(exchange: Exchange, commanded: Leg, other: Leg): void {
  for (const leg of [commanded, other]) {
    release(exchange, leg);
    quieten(exchange, leg);
  }
  for (const [leg, far] of [
    [commanded, other],
    [other, commanded],
  ] as const) {
    const talk = { at: exchange.now, endAt: null, session: leg.session, leg: leg.control, number: phoneOf(leg) };
    const sound = { ...talk, what: "talk" as const, text: phoneOf(far) };
    exchange.sounds.push(sound);
    leg.bridge = { other: far, talk: sound };
    leg.state = "bridged";
    const { bridgedOnBothLegs } = exchange.account.quirks;
    if (bridgedOnBothLegs || leg === commanded) exchange.emit(leg, "call.bridged", {}, "with numbers");
  }
  commanded.party.bridged();
  other.party.bridged();
}

/** What was being said is cut off; a playback goes on if Telnyx leaves it. */
function quieten(exchange: Exchange, leg: Leg): void {
  const playing = leg.audio.current?.kind === "playback";
  if (!playing || exchange.account.quirks.bridgeEndsPlayback) stopAudio(exchange, leg, "all");
}
