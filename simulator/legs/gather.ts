/** Keys: every one is reported, and a gather, while there is one, collects them. */
import type { Exchange } from "../exchange.ts";
import { type Gather, isAnswered, type Leg } from "./leg.ts";
import { enqueue, speechMs, stopOne } from "./speech.ts";

type Status = "valid" | "invalid" | "timeout" | "cancelled" | "call_hangup";
export type GatherSpec = Omit<Gather, "tried" | "digits" | "audio" | "timer">;

/** A gather that was still running is cancelled by the new one. */
export function startGather(exchange: Exchange, leg: Leg, spec: GatherSpec, totalMs: number | null): void {
  stopGather(exchange, leg, "cancelled");
  const gather: Gather = { ...spec, tried: 0, digits: "", audio: null, timer: null };
  leg.gather = gather;
  if (totalMs !== null) {
    exchange.later(leg, exchange.now + totalMs, () => {
      if (leg.gather === gather) conclude(exchange, leg, gather, "timeout");
    });
  }
  attempt(exchange, leg, gather, gather.prompt?.text ?? null);
}

export function stopGather(exchange: Exchange, leg: Leg, status: "cancelled" | "call_hangup"): void {
  if (leg.gather !== null) conclude(exchange, leg, leg.gather, status);
}

export function pressKey(exchange: Exchange, leg: Leg, digit: string): void {
  if (!isAnswered(leg)) return;
  exchange.emit(leg, "call.dtmf.received", { digit }, "with numbers");
  const gather = leg.gather;
  if (gather === null) return;
  hush(exchange, leg, gather);
  exchange.cancel(leg, gather.timer);
  gather.timer = null;
  if (digit === gather.terminatingDigit) return close(exchange, leg, gather);
  if (!gather.validDigits.includes(digit)) {
    gather.digits += digit;
    return tryAgain(exchange, leg, gather, "invalid");
  }
  gather.digits += digit;
  if (gather.digits.length >= gather.mostDigits) return conclude(exchange, leg, gather, "valid");
  gather.timer = exchange.later(leg, exchange.now + gather.interDigitMs, () => close(exchange, leg, gather));
}

function attempt(exchange: Exchange, leg: Leg, gather: Gather, text: string | null): void {
  gather.tried += 1;
  gather.digits = "";
  if (text === null) return awaitKey(exchange, leg, gather);
  gather.audio = enqueue(exchange, leg, {
    kind: "prompt",
    text,
    durationMs: speechMs(exchange, text),
    readyAt: exchange.now + exchange.account.timing.speechStartsMs,
    mediaName: null,
    onEnd: () => {
      if (gather.audio === null) return;
      gather.audio = null;
      awaitKey(exchange, leg, gather);
    },
  });
}

function awaitKey(exchange: Exchange, leg: Leg, gather: Gather): void {
  exchange.cancel(leg, gather.timer);
  gather.timer = exchange.later(leg, exchange.now + gather.firstDigitMs, () =>
    tryAgain(exchange, leg, gather, "timeout"),
  );
}

/** Enough digits are an answer, too few a wrong one. */
function close(exchange: Exchange, leg: Leg, gather: Gather): void {
  if (gather.digits.length >= gather.leastDigits) conclude(exchange, leg, gather, "valid");
  else tryAgain(exchange, leg, gather, "invalid");
}

function tryAgain(exchange: Exchange, leg: Leg, gather: Gather, why: "invalid" | "timeout"): void {
  if (gather.prompt === null || gather.tried >= gather.tries) return conclude(exchange, leg, gather, why);
  attempt(exchange, leg, gather, why === "invalid" ? gather.prompt.invalid : gather.prompt.text);
}

function conclude(exchange: Exchange, leg: Leg, gather: Gather, status: Status): void {
  leg.gather = null;
  exchange.cancel(leg, gather.timer);
  if (status !== "call_hangup") hush(exchange, leg, gather);
  const id = gather.gatherId === null ? {} : { gather_id: gather.gatherId };
  exchange.emit(leg, "call.gather.ended", { digits: gather.digits, status, ...id }, "with numbers");
}

/** A key interrupts the prompt. */
function hush(exchange: Exchange, leg: Leg, gather: Gather): void {
  const { audio } = gather;
  gather.audio = null;
  if (audio !== null) stopOne(exchange, leg, audio);
}
