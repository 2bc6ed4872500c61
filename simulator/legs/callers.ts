/** A caller who follows a script. */
import type { Exchange } from "../exchange.ts";
import type { Timer } from "../schedule.ts";
import type { CallerScript, CallerStep } from "../types.ts";
import { endLeg, hungUpThere } from "./ending.ts";
import { type Leg, nobody } from "./leg.ts";
import { pressKeys } from "./people.ts";
import { utter } from "./transcription.ts";

/** Nobody begins a sentence on the last syllable of their own last one. */
const BREATH_MS = 200;

export function follow(exchange: Exchange, leg: Leg, script: CallerScript): void {
  let speaksUntil = Number.NEGATIVE_INFINITY;
  const perform = (step: CallerStep): void => {
    if ("hangsUp" in step) return endLeg(exchange, leg, hungUpThere(leg));
    if ("presses" in step) return pressKeys(exchange, leg, step.presses, 0);
    if (exchange.now < speaksUntil) {
      exchange.later(leg, speaksUntil, () => perform(step));
      return;
    }
    speaksUntil = utter(exchange, leg, step.says) + BREATH_MS;
  };

  const waiting = new Set(script.steps.filter((step) => step.after !== undefined || step.during !== undefined));
  const turns = script.steps.filter((step) => step.next === true);
  let reply: Timer | null = null;
  const converse = (phase: "begins" | "ends"): void => {
    exchange.cancel(leg, reply);
    reply = null;
    const [step] = turns;
    if (phase === "begins" || step === undefined || exchange.now < speaksUntil) return;
    reply = exchange.later(leg, exchange.now + step.atMs, () => {
      reply = null;
      turns.shift();
      perform(step);
    });
  };
  for (const step of script.steps) {
    if (!waiting.has(step) && !turns.includes(step)) exchange.later(leg, leg.startAt + step.atMs, () => perform(step));
  }

  leg.party = {
    ...nobody,
    hears: (text, phase) => {
      converse(phase);
      for (const step of waiting) {
        const words = phase === "ends" ? step.after : step.during;
        if (words === undefined || !text.toLowerCase().includes(words.toLowerCase())) continue;
        waiting.delete(step);
        exchange.later(leg, exchange.now + step.atMs, () => perform(step));
      }
    },
    bridged: () => {
      if (script.talksMs === undefined) return;
      exchange.later(leg, exchange.now + script.talksMs, () => endLeg(exchange, leg, hungUpThere(leg)));
    },
  };
}
