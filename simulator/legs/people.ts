/** The people whom we ring: what each does with a ringing phone, and with us on the line. */
import type { Exchange } from "../exchange.ts";
import type { Person } from "../types.ts";
import { forwardBack } from "./arriving.ts";
import {
  busy,
  declined,
  doNotDisturb,
  type Ending,
  endLeg,
  hungUpHere,
  hungUpThere,
  notFound,
  unreachable,
} from "./ending.ts";
import { pressKey } from "./gather.ts";
import { isAlive, type Leg, nobody, type Party } from "./leg.ts";

/** Between two keys of one hand. */
const NEXT_KEY_MS = 300;
/** Greeting and beep of an ordinary mailbox. */
export const MAILBOX_GREETING_MS = 8_000;
/** How long a mailbox records before it hangs up. */
const MAILBOX_RECORDS_MS = 120_000;
/** What the network needs to say that a phone is busy or does not exist. */
const NETWORK_ANSWERS_MS = 300;

type PickUp = (who: "human" | "machine") => void;

export function ring(exchange: Exchange, leg: Leg, person: Person, pickUp: PickUp): void {
  const after = (ms: number, act: () => void) => exchange.later(leg, exchange.now + ms, act);
  const refuse = (ms: number, ending: Ending) => after(ms, () => endLeg(exchange, leg, ending));
  switch (person.does) {
    case "answer":
      leg.party = { ...nobody, ...listener(exchange, leg, person) };
      after(person.afterMs, () => pickUp("human"));
      return;
    case "hang-up":
      after(person.afterMs, () => pickUp("human"));
      after(person.afterMs + person.stayMs, () => endLeg(exchange, leg, hungUpThere(leg)));
      return;
    case "voicemail":
      after(person.afterMs, () => pickUp("machine"));
      refuse(person.afterMs + MAILBOX_GREETING_MS + MAILBOX_RECORDS_MS, ended);
      return;
    case "decline":
      refuse(person.afterMs, declined);
      return;
    case "busy":
      refuse(NETWORK_ANSWERS_MS, busy);
      return;
    case "not-found":
      refuse(NETWORK_ANSWERS_MS, notFound);
      return;
    case "do-not-disturb":
      refuse(NETWORK_ANSWERS_MS, doNotDisturb);
      return;
    case "unreachable":
      refuse(NETWORK_ANSWERS_MS, unreachable);
      return;
    case "forward":
      after(person.afterMs, () => forward(exchange, leg, person.to, pickUp));
      return;
    case "ignore":
      return;
    case "in-turn":
      return ring(exchange, leg, whoseTurn(exchange, leg, person.each), pickUp);
  }
}

const ended: Ending = { cause: "normal_clearing", source: "callee", sip: "200" };

function whoseTurn(exchange: Exchange, leg: Leg, each: Person[]): Person {
  const rung = exchange.rings.get(leg.to) ?? 0;
  exchange.rings.set(leg.to, rung + 1);
  return each[Math.min(rung, each.length - 1)] ?? { does: "ignore" };
}

/** Presses once, during the first thing we say or after it, and talks when joined. */
function listener(exchange: Exchange, leg: Leg, person: Extract<Person, { does: "answer" }>): Partial<Party> {
  const { presses, pressAfterMs, talksMs } = person;
  let heardUs = false;
  return {
    hears: (_text, phase) => {
      if (phase !== "begins" || heardUs) return;
      heardUs = true;
      pressKeys(exchange, leg, presses ?? "", pressAfterMs);
    },
    bridged: () => {
      if (talksMs === null) return;
      exchange.later(leg, exchange.now + talksMs, () => endLeg(exchange, leg, hungUpThere(leg)));
    },
  };
}

export function pressKeys(exchange: Exchange, leg: Leg, keys: string, afterMs: number): void {
  [...keys].forEach((key, index) => {
    exchange.later(leg, exchange.now + afterMs + index * NEXT_KEY_MS, () => pressKey(exchange, leg, key));
  });
}

/** The mobile calls us with the caller id it was rung with, and is answered when we answer ourselves. */
function forward(exchange: Exchange, leg: Leg, to: string, pickUp: PickUp): void {
  const back = forwardBack(exchange, leg, to, {
    answered: () => {
      if (isAlive(leg)) pickUp("human");
    },
    ended: () => endLeg(exchange, leg, leg.answeredAt === null ? busy : hungUpThere(leg)),
  });
  leg.party = { ...nobody, ended: () => endLeg(exchange, back, forwardedEnd(back)) };
}

const forwardedEnd = (back: Leg): Ending => (back.answeredAt === null ? hungUpThere(back) : hungUpHere(back));
