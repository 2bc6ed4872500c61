/** How legs end: once each, with a cause, and what that means for the leg at the other side of the bridge. */
import type { Exchange } from "../exchange.ts";
import type { Json } from "../types.ts";
import { stopGather } from "./gather.ts";
import { isAlive, isAnswered, type Leg } from "./leg.ts";
import { silence } from "./speech.ts";

export type Ending = {
  readonly cause: string;
  readonly source: "caller" | "callee" | "unknown";
  /** A SIP code, or `unspecified` where Telnyx had no SIP answer. */
  readonly sip: string;
};

/** The person at the far end put the phone down. */
export const hungUpThere = (leg: Leg): Ending =>
  isAnswered(leg)
    ? { cause: "normal_clearing", source: leg.direction === "incoming" ? "caller" : "callee", sip: "200" }
    : { cause: "originator_cancel", source: "caller", sip: "487" };

/** We, or the leg we were bridged to, let go of it. */
export const hungUpHere = (leg: Leg): Ending => {
  if (isAnswered(leg)) return { cause: "normal_clearing", source: ourSide(leg), sip: "200" };
  if (leg.direction === "outgoing") return { cause: "originator_cancel", source: "caller", sip: "487" };
  return { cause: "call_rejected", source: "callee", sip: "603" };
};

const ourSide = (leg: Leg): "caller" | "callee" => (leg.direction === "incoming" ? "callee" : "caller");

export const timeLimit: Ending = { cause: "time_limit", source: "unknown", sip: "unspecified" };
export const busy: Ending = { cause: "user_busy", source: "callee", sip: "486" };
export const declined: Ending = { cause: "call_rejected", source: "callee", sip: "603" };
export const notFound: Ending = { cause: "not_found", source: "callee", sip: "404" };
export const doNotDisturb: Ending = { cause: "normal_clearing", source: "callee", sip: "480" };
export const unreachable: Ending = { cause: "destination_unavailable", source: "unknown", sip: "503" };
export const rangOut = (retries: boolean): Ending => ({
  cause: retries ? "timeout" : "no_answer",
  source: "unknown",
  sip: "unspecified",
});

/** A leg that already ended stays as it ended. */
export function endLeg(exchange: Exchange, leg: Leg, ending: Ending): void {
  if (!isAlive(leg)) return;
  const wasAnswered = leg.answeredAt !== null;
  silence(exchange, leg);
  stopGather(exchange, leg, "call_hangup");
  leg.transcription = null;
  leg.state = "ended";
  leg.endedAt = exchange.now;
  leg.hangupCause = ending.cause;
  for (const timer of leg.timers) exchange.schedule.cancel(timer);
  leg.timers.clear();
  exchange.emit(
    leg,
    "call.hangup",
    {
      calling_party_type: "pstn",
      hangup_cause: ending.cause,
      hangup_source: ending.source,
      sip_hangup_cause: ending.sip,
      start_time: exchange.shown(leg.session, leg.startAt),
      end_time: exchange.shown(leg.session, exchange.now),
      call_quality_stats: wasAnswered ? qualityOf(leg, exchange.now) : null,
    },
    "with numbers",
  );
  leg.party.ended();
  release(exchange, leg);
  if (leg.direction === "incoming" && exchange.account.quirks.callerHangupEndsLinkedLegs) endLinked(exchange, leg);
}

/** Undoes a leg's bridge: the other leg is parked if it asked for that, and otherwise hung up. */
export function release(exchange: Exchange, leg: Leg): void {
  const { bridge } = leg;
  if (leg.bridging !== null) leg.bridging.bridging = null;
  leg.bridging = null;
  if (bridge === null) return;
  const { other, talk } = bridge;
  leg.bridge = null;
  talk.endAt = exchange.now;
  if (other.bridge !== null) other.bridge.talk.endAt = exchange.now;
  other.bridge = null;
  if (leg.state === "bridged") leg.state = "answered";
  other.state = "answered";
  if (!other.parks) endLeg(exchange, other, hungUpHere(other));
}

function endLinked(exchange: Exchange, caller: Leg): void {
  for (const leg of exchange.legs.values()) {
    if (leg !== caller && leg.session === caller.session) endLeg(exchange, leg, hungUpHere(leg));
  }
}

/** 50 packets a second, none lost. */
function qualityOf(leg: Leg, now: number): { [key: string]: Json } {
  const packets = String(Math.round((now - (leg.answeredAt ?? now)) / 20));
  return {
    inbound: {
      jitter_max_variance: "0.00",
      jitter_packet_count: "0",
      mos: "4.50",
      packet_count: packets,
      skip_packet_count: "0",
    },
    outbound: { packet_count: packets, skip_packet_count: "0" },
  };
}
