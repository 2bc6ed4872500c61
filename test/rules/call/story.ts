/**
 * A call told step by step, in its own small time: commands are accepted at once and speech starts and ends by itself,
 * unless the story says otherwise. After every decision the invariants are asserted.
 */
import { expect } from "vitest";
import type { CallEffect, DeskEffect, Effect, Line } from "../../../rules/call/effects.ts";
import type { EndReason, Happening, Refusal } from "../../../rules/call/events.ts";
import { brokenInvariants, decide, due, nextDeadline, stillWanted } from "../../../rules/call/index.ts";
import type { Call, Phase } from "../../../rules/call/state.ts";
import { callId, controlId, type EpochMs, type LegId } from "../../../rules/ids.ts";
import type { Rulebook } from "../../../rules/rulebook/rulebook.ts";
import { CALLER, LINE, rulebook } from "./book.ts";

/** Tuesday 13 January 2026, 20:30 in Chicago: closed. */
export const NIGHT = Date.UTC(2026, 0, 14, 2, 30);
/** Tuesday 13 January 2026, 11:00 in Chicago: open. */
export const DAY = Date.UTC(2026, 0, 13, 17, 0);

type Options = {
  readonly book?: Rulebook | null;
  readonly at?: EpochMs;
  /** Answers to dials, in their order; `accept` when there is none left, `hold` for none yet. */
  readonly dials?: readonly ("accept" | "hold" | Refusal)[];
  /** Speech neither starts nor ends by itself. */
  readonly mute?: boolean;
  readonly from?: typeof CALLER | null;
  /** Commands of this kind get no outcome. */
  readonly hold?: CallEffect["kind"];
};

export class Story {
  call: Call | null = null;
  at: EpochMs;
  book: Rulebook | null;
  readonly effects: Effect[] = [];
  readonly lines: Line[] = [];
  readonly #dials: ("accept" | "hold" | Refusal)[];
  readonly #mute: boolean;
  readonly #from: typeof CALLER | null;
  readonly #hold: CallEffect["kind"] | null;
  #soon: { at: EpochMs; happening: Happening }[] = [];

  constructor(options: Options = {}) {
    this.book = options.book === undefined ? rulebook() : options.book;
    this.at = options.at ?? NIGHT;
    this.#dials = [...(options.dials ?? [])];
    this.#mute = options.mute ?? false;
    this.#hold = options.hold ?? null;
    this.#from = options.from === undefined ? CALLER : options.from;
  }

  /** One happening now; what it causes at once (accepted commands) follows. */
  happen(happening: Happening): this {
    const context = { id: callId("c1"), rulebook: this.book };
    const before = JSON.stringify(this.call);
    const decision = decide(this.call, { ...happening, at: this.at }, context);
    expect(JSON.stringify(this.call), "a decision must not touch the call it was given").toBe(before);
    this.call = decision.call;
    this.effects.push(...decision.effects);
    this.lines.push(...decision.lines);
    if (this.call)
      expect(brokenInvariants(this.call), `after ${happening.type} in ${this.call.phase.name}`).toEqual([]);
    for (const effect of decision.effects) if (effect.lane === "call") this.#settle(effect);
    return this;
  }

  #settle(effect: CallEffect): void {
    if (!this.call || !stillWanted(this.call, effect) || effect.kind === this.#hold) return;
    if (effect.kind === "dial") {
      const answer = this.#dials.shift() ?? "accept";
      if (answer === "hold") return;
      if (answer === "accept")
        this.happen({ type: "command.accepted", effect: effect.id, control: controlId(`v3:${effect.leg}`) });
      else this.happen({ type: "command.refused", effect: effect.id, refusal: answer });
      return;
    }
    this.happen({ type: "command.accepted", effect: effect.id, control: null });
    if (effect.kind !== "say" || this.#mute) return;
    const on = { leg: effect.leg, control: controlId(`v3:${effect.leg}`), speech: effect.speech };
    this.#later(300, { type: "speech.started", occurredAt: this.at, ...on });
    this.#later(300 + effect.text.length * 65, { type: "speech.ended", occurredAt: this.at, completed: true, ...on });
  }

  #later(ms: number, happening: Happening): void {
    this.#soon.push({ at: this.at + ms, happening });
    this.#soon.sort((a, b) => a.at - b.at);
  }

  /** Lets time pass: speech and timers happen when they fall due. */
  wait(ms: number): this {
    const until = this.at + ms;
    for (;;) {
      const speech = this.#soon[0];
      const deadline = this.call ? nextDeadline(this.call) : null;
      const next = Math.min(speech?.at ?? Number.POSITIVE_INFINITY, deadline ?? Number.POSITIVE_INFINITY);
      if (next > until) break;
      this.at = Math.max(this.at, next);
      if (speech && speech.at <= next) {
        this.#soon.shift();
        this.happen(speech.happening);
      } else if (this.call) {
        const [first] = due(this.call, this.at);
        if (first) this.happen({ type: "timer", ...first });
      }
    }
    this.at = until;
    return this;
  }

  arrives(): this {
    return this.happen({
      type: "call.arrived",
      control: controlId("v3:caller"),
      occurredAt: this.at,
      from: this.#from,
      to: LINE,
      callerName: null,
      attestation: null,
      connectionId: "1",
      origin: "https://firstring.example",
      screening: { verdict: "welcome", recentCalls: 0 },
    });
  }

  leg(leg: LegId): { leg: LegId; control: ReturnType<typeof controlId>; occurredAt: EpochMs } {
    return { leg, control: controlId(`v3:${leg}`), occurredAt: this.at };
  }

  /** Arrived and answered 900 ms later; greeted unless a route won before. */
  answered(): this {
    return this.arrives()
      .wait(900)
      .happen({ type: "leg.answered", ...this.leg("caller") });
  }

  says(text: string): this {
    return this.happen({ type: "heard", text, final: true, confidence: 0.9, ...this.leg("caller") });
  }

  mumbles(text: string): this {
    return this.happen({ type: "heard", text, final: false, confidence: 0, ...this.leg("caller") });
  }

  presses(digit: string, leg: LegId = "caller"): this {
    return this.happen({ type: "key.pressed", digit, ...this.leg(leg) });
  }

  rings(leg: LegId): this {
    return this.happen({ type: "leg.initiated", ...this.leg(leg) });
  }

  picksUp(leg: LegId): this {
    return this.rings(leg).happen({ type: "leg.answered", ...this.leg(leg) });
  }

  /** Picks up, hears the question, presses 1. */
  accepts(leg: LegId): this {
    this.picksUp(leg).wait(3_000);
    return this.happen({ type: "gather.ended", speech: null, digits: "1", ...this.leg(leg) });
  }

  bridged(): this {
    return this.happen({ type: "leg.bridged", ...this.leg("caller") });
  }

  ends(leg: LegId, reason: EndReason = "hung-up"): this {
    return this.happen({ type: "leg.ended", reason, by: "unknown", ...this.leg(leg) });
  }

  get phase(): Phase["name"] | null {
    return this.call?.phase.name ?? null;
  }

  sent<K extends CallEffect["kind"]>(kind: K): Extract<CallEffect, { kind: K }>[] {
    return this.effects.filter(
      (effect): effect is Extract<CallEffect, { kind: K }> => effect.lane === "call" && effect.kind === kind,
    );
  }

  told<K extends DeskEffect["kind"]>(kind: K): Extract<DeskEffect, { kind: K }>[] {
    return this.effects.filter(
      (effect): effect is Extract<DeskEffect, { kind: K }> => effect.lane === "desk" && effect.kind === kind,
    );
  }

  /** Everything said on a leg so far. */
  spoken(leg: LegId = "caller"): string[] {
    return this.effects.flatMap((e) =>
      e.lane === "call" && e.leg === leg && (e.kind === "say" || e.kind === "ask-key") ? [e.text] : [],
    );
  }

  /** Who was dialled, in order. */
  get rung(): string[] {
    return this.sent("dial").map((dial) => dial.to);
  }
}
