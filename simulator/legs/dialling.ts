/** Legs that we dial, from the command to the moment somebody picks up. */
import type { Exchange } from "../exchange.ts";
import { markAnswered } from "./arriving.ts";
import { bridgeLegs, isBridged } from "./bridging.ts";
import { endLeg, hungUpHere, rangOut, timeLimit } from "./ending.ts";
import { isAlive, isAnswered, type Leg } from "./leg.ts";
import { MAILBOX_GREETING_MS, ring } from "./people.ts";

/** How long each kind of detection listens; premium is told a person sooner than a machine. */
const HUMAN_DETECTED_MS = 2_000;
const MACHINE_DETECTED_MS = 3_500;

export type Outgoing = {
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly clientState: string | null;
  readonly timeoutMs: number;
  readonly timeLimitMs: number;
  readonly retriesOnTimeout: boolean;
  readonly detection: string;
  /** Joined as soon as it is picked up. */
  readonly joins: { leg: Leg; preventDouble: boolean } | null;
  readonly parks: boolean;
};

export function dial(exchange: Exchange, call: Outgoing): Leg {
  const { session, from, to } = call;
  const leg = exchange.addLeg(
    { session, direction: "outgoing", from, to, state: "ringing" },
    exchange.now,
    call.clientState,
  );
  leg.parks = call.parks;
  const { timing, quirks } = exchange.account;
  const ringsAt = exchange.now + timing.dialMs;
  exchange.later(leg, ringsAt, () => {
    announce(exchange, leg);
    ring(exchange, leg, exchange.personOf(session, to), (who) => pickUp(exchange, leg, call, who));
  });
  const countsFrom = quirks.timeoutCountsFrom === "dial" ? exchange.now : ringsAt;
  exchange.later(leg, countsFrom + call.timeoutMs, () => {
    if (leg.state === "ringing") endLeg(exchange, leg, rangOut(call.retriesOnTimeout));
  });
  return leg;
}

function announce(exchange: Exchange, leg: Leg): void {
  exchange.emit(
    leg,
    "call.initiated",
    {
      calling_party_type: "pstn",
      direction: "outgoing",
      state: "bridging",
      start_time: exchange.shown(leg.session, leg.startAt),
    },
    "with numbers",
  );
}

function pickUp(exchange: Exchange, leg: Leg, call: Outgoing, who: "human" | "machine"): void {
  markAnswered(exchange, leg);
  exchange.later(leg, exchange.now + call.timeLimitMs, () => endLeg(exchange, leg, timeLimit));
  detect(exchange, leg, call.detection, who);
  if (call.joins === null) return;
  const { leg: waiting, preventDouble } = call.joins;
  if (!isAlive(waiting) || (preventDouble && isBridged(waiting))) return endLeg(exchange, leg, hungUpHere(leg));
  if (!isAnswered(waiting)) markAnswered(exchange, waiting);
  bridgeLegs(exchange, leg, waiting);
}

function detect(exchange: Exchange, leg: Leg, detection: string, who: "human" | "machine"): void {
  if (detection === "disabled") return;
  const premium = detection === "premium";
  const family = premium ? "call.machine.premium" : "call.machine";
  const machine = who === "machine";
  const human = premium ? "human_residence" : "human";
  exchange.later(leg, exchange.now + (machine ? MACHINE_DETECTED_MS : HUMAN_DETECTED_MS), () =>
    exchange.emit(leg, `${family}.detection.ended`, { result: machine ? "machine" : human }, "with numbers"),
  );
  if (!machine || detection === "detect") return;
  exchange.later(leg, exchange.now + MAILBOX_GREETING_MS, () =>
    exchange.emit(leg, `${family}.greeting.ended`, { result: "beep_detected" }, "with numbers"),
  );
}
