/**
 * What the code under test reaches for without being handed it: fetch, timers, the date, randomness, crypto, the
 * console. A world takes them over while it lives; two worlds cannot live at once.
 */
import type { Clock, Scheduled } from "./clock.ts";
import { createCrypto } from "./crypto.ts";
import type { Random } from "./random.ts";
import { currentScope, isGone, runIn } from "./scope.ts";

export type LogLine = { readonly at: number; readonly level: string; readonly text: string };

export type GlobalsHost = {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly random: Random;
  readonly log: (line: LogLine) => void;
  /** A timer's work threw, and nobody caught it. */
  readonly uncaught: (error: unknown, who: string) => void;
};

const LEVELS = ["debug", "log", "info", "warn", "error"] as const;
let installed = false;

/** Returns what puts everything back. */
export function installGlobals(host: GlobalsHost): () => void {
  if (installed) throw new Error("another test world is still installed; dispose of it first");
  installed = true;
  const undo: (() => void)[] = [];
  const replace = (target: object, name: string, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
    undo.push(() => before && Object.defineProperty(target, name, before));
  };

  const timers = virtualTimers(host.clock, host.uncaught);
  replace(globalThis, "setTimeout", timers.setTimeout);
  replace(globalThis, "clearTimeout", timers.clear);
  replace(globalThis, "setInterval", timers.setInterval);
  replace(globalThis, "clearInterval", timers.clear);
  replace(globalThis, "Date", virtualDate(host.clock));
  replace(globalThis, "fetch", host.fetch);
  replace(globalThis, "crypto", createCrypto(host.random));
  replace(Math, "random", host.random.next);
  replace(AbortSignal, "timeout", (ms: number) => {
    const controller = new AbortController();
    timers.setTimeout(
      () => controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      ms,
    );
    return controller.signal;
  });
  for (const level of LEVELS) {
    replace(console, level, (...parts: unknown[]) =>
      host.log({ at: host.clock.now, level, text: parts.map(asText).join(" ") }),
    );
  }
  return () => {
    for (const put of undo.reverse()) put();
    installed = false;
  };
}

function asText(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return part.stack ?? part.message;
  return JSON.stringify(part) ?? String(part);
}

type Timer = { scheduled: Scheduled; ref(): Timer; unref(): Timer; hasRef(): boolean };

function virtualTimers(clock: Clock, uncaught: GlobalsHost["uncaught"]) {
  const make = (ms: number, repeats: boolean, work: () => void): Timer => {
    const scope = currentScope();
    const delayMs = Math.max(1, Number(ms) || 0);
    const arm = (): Scheduled =>
      clock.schedule(clock.now + delayMs, `timer of ${scope?.name ?? "the test"}`, () => {
        if (isGone(scope)) return;
        if (repeats) timer.scheduled = arm();
        try {
          runIn(scope, work);
        } catch (error) {
          // Whatever a dying process throws, nobody hears.
          if (!isGone(scope)) uncaught(error, scope?.name ?? "the test");
        }
      });
    const timer: Timer = { scheduled: arm(), ref: () => timer, unref: () => timer, hasRef: () => true };
    return timer;
  };
  type Work = (...args: unknown[]) => void;
  return {
    setTimeout: (work: Work, ms = 0, ...args: unknown[]): Timer => make(ms, false, () => work(...args)),
    setInterval: (work: Work, ms = 0, ...args: unknown[]): Timer => make(ms, true, () => work(...args)),
    clear: (timer: Timer | undefined | null): void => {
      if (timer?.scheduled !== undefined) clock.cancel(timer.scheduled);
    },
  };
}

function virtualDate(clock: Clock): DateConstructor {
  const RealDate = Date;
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now] : args, newTarget),
    apply: () => new RealDate(clock.now).toString(),
    get: (target, name) => (name === "now" ? () => clock.now : Reflect.get(target, name)),
  });
}
