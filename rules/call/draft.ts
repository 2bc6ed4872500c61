/**
 * One decision in the making: a private copy of the call, and what is to be done about it. Handlers change the copy
 * through here; the call they were given is never touched, so that a throw leaves nothing half done.
 */
import type { EffectId, EpochMs, LegId, PersonId } from "../ids.ts";
import { effectId } from "../ids.ts";
import type { Person, Route, Rulebook } from "../rulebook/rulebook.ts";
import type { Command, DeskMessage, Effect, Line } from "./effects.ts";
import type { Call, Leg, Phase, TimerName } from "./state.ts";

/** Enough to explain a call; older notes give way. */
const NOTES_KEPT = 40;

export class Draft {
  readonly call: Call;
  readonly at: EpochMs;
  readonly effects: Effect[] = [];
  readonly lines: Line[] = [];
  readonly #book: Rulebook | null;

  constructor(call: Call, at: EpochMs, book: Rulebook | null) {
    this.call = copy(call);
    this.at = at;
    this.#book = book;
  }

  get pinned(): boolean {
    return this.#book !== null;
  }

  /** Only phases after `arriving` ask for it, and none of them is entered before the rulebook is pinned. */
  get book(): Rulebook {
    if (!this.#book) throw new Error("bug: a rulebook was asked for before one was pinned");
    return this.#book;
  }

  /** The route that won, `otherwise` included; null while undecided. */
  get route(): Route | null {
    return this.call.route === null ? null : (this.book.routes[this.call.route] ?? this.book.otherwise);
  }

  person(id: PersonId): Person {
    const person = this.book.people[id];
    if (!person) throw new Error("bug: a plan names a person whom the pinned rulebook does not have");
    return person;
  }

  command(leg: LegId, command: Command): EffectId {
    const id = this.#nextId();
    this.effects.push({ id, lane: "call", leg, ...command });
    return id;
  }

  desk(message: DeskMessage): EffectId {
    const id = this.#nextId();
    this.effects.push({ id, lane: "desk", ...message });
    return id;
  }

  alert(name: string, text: string): EffectId {
    const to = this.book.alerts?.to ?? this.book.business.owner;
    return this.desk({ kind: "alert", name, text, to: this.book.people[to]?.phone ?? null, from: this.call.to });
  }

  enter(phase: Phase): void {
    this.call.phase = phase;
  }

  arm(timer: TimerName, at: EpochMs): void {
    this.call.timers[timer] = at;
  }

  disarm(...timers: TimerName[]): void {
    for (const timer of timers) delete this.call.timers[timer];
  }

  leg(id: LegId): Leg | null {
    return this.call.legs[id] ?? null;
  }

  note(text: string): void {
    this.call.notes.push({ at: this.at, text });
    if (this.call.notes.length > NOTES_KEPT) this.call.notes.shift();
  }

  #nextId(): EffectId {
    this.call.seq += 1;
    return effectId(this.call.id, this.call.seq);
  }
}

/** A deep copy of plain JSON; `structuredClone` belongs to a platform, which this folder does not know. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (value === null || typeof value !== "object") return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) result[key] = copy(inner);
  return result as T;
}
