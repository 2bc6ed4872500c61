/**
 * What everything in the carrier shares: its clock, what is planned, its legs, and what it has sent. It knows neither
 * commands nor people.
 */
import { type Leg, nobody } from "./legs/leg.ts";
import type { Random } from "./random.ts";
import { Schedule, type Timer } from "./schedule.ts";
import type {
  ArriveOptions,
  Json,
  Messaging,
  Person,
  Quirks,
  SentMessage,
  Sound,
  Timing,
  Utterance,
  Webhook,
} from "./types.ts";

export type Account = {
  readonly timing: Timing;
  readonly quirks: Quirks;
  readonly people: Record<string, Person>;
  readonly numbers: readonly string[];
  readonly connectionId: string;
  readonly webhookUrl: string;
  readonly messaging: Messaging;
};

/** What the legs of one `call_session_id` have in common. */
type Session = { readonly receivedOn: string; readonly shownLaterMs: number; readonly people: Record<string, Person> };

type NewLeg = Pick<Leg, "session" | "direction" | "from" | "to" | "state">;

/** An event that happens this soon after a command may still carry the `client_state` from before it. */
const IN_FLIGHT_MS = 400;

export class Exchange {
  now = Number.NEGATIVE_INFINITY;
  readonly account: Account;
  readonly random: Random;
  readonly schedule = new Schedule();
  readonly legs = new Map<string, Leg>();
  readonly sounds: Sound[] = [];
  readonly utterances: Utterance[] = [];
  readonly messages: SentMessage[] = [];
  /** How often each number has been rung, for people who behave differently from ring to ring. */
  readonly rings = new Map<string, number>();
  readonly #sessions = new Map<string, Session>();
  #outbox: Webhook[] = [];
  #sameInstant = 0;
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(account: Account, random: Random) {
    this.account = account;
    this.random = random;
  }

  openSession(receivedOn: string, at: number, options: ArriveOptions): string {
    const session = this.random.uuid();
    const shownLaterMs = options.shownAt === undefined ? 0 : options.shownAt - at;
    this.#sessions.set(session, { receivedOn, shownLaterMs, people: options.people ?? {} });
    return session;
  }

  /** The newest session of one of our numbers: to which a message or an unlinked dial from that number belongs. */
  sessionOf(number: string): string | null {
    return [...this.#sessions].findLast(([, session]) => session.receivedOn === number)?.[0] ?? null;
  }

  /** An unlinked dial is a call of its own; its clock and its people are those of the last call on that number. */
  openSessionLike(number: string): string {
    const like = this.#sessions.get(this.sessionOf(number) ?? "");
    const session = this.random.uuid();
    this.#sessions.set(session, { receivedOn: "", shownLaterMs: like?.shownLaterMs ?? 0, people: like?.people ?? {} });
    return session;
  }

  /** Somebody whom nobody described has no phone. */
  personOf(session: string, number: string): Person {
    return this.#sessions.get(session)?.people[number] ?? this.account.people[number] ?? { does: "not-found" };
  }

  addLeg(of: NewLeg, at: number, clientState: string | null): Leg {
    const leg: Leg = {
      control: `v3:${this.random.token(54)}`,
      id: this.random.uuid(),
      session: of.session,
      direction: of.direction,
      from: of.from,
      to: of.to,
      startAt: at,
      state: of.state,
      answering: false,
      answeredAt: null,
      endedAt: null,
      hangupCause: null,
      clientState: { now: clientState, before: null, since: Number.NEGATIVE_INFINITY },
      retriesMs: new Map(),
      party: nobody,
      audio: { current: null, waiting: [] },
      gather: null,
      transcription: null,
      bridging: null,
      bridge: null,
      parks: false,
      timers: new Set(),
    };
    this.legs.set(leg.control, leg);
    return leg;
  }

  /** Plans something that happens only if the leg still lives then. */
  later(leg: Leg, at: number, act: () => void): Timer {
    const timer = this.schedule.plan(at, () => {
      leg.timers.delete(timer);
      act();
    });
    leg.timers.add(timer);
    return timer;
  }

  cancel(leg: Leg, timer: Timer | null): void {
    if (timer === null) return;
    leg.timers.delete(timer);
    this.schedule.cancel(timer);
  }

  setClientState(leg: Leg, clientState: string | undefined): void {
    if (clientState === undefined) return;
    leg.clientState = { now: clientState, before: leg.clientState.now, since: this.now };
  }

  /** Sends a webhook about a leg. `from` and `to` are added unless the event type has none. */
  emit(leg: Leg, eventType: string, payload: { [key: string]: Json }, numbers: "with numbers" | "without" = "without") {
    const { now, before, since } = leg.clientState;
    const inFlight = this.account.quirks.staleClientState && this.now - since < IN_FLIGHT_MS;
    this.send(
      eventType,
      {
        call_control_id: leg.control,
        call_leg_id: leg.id,
        call_session_id: leg.session,
        connection_id: this.account.connectionId,
        client_state: inFlight ? before : now,
        ...(numbers === "with numbers" ? { from: leg.from, to: leg.to } : {}),
        ...payload,
      },
      leg.session,
      leg.retriesMs.get(eventType) ?? null,
    );
  }

  send(eventType: string, payload: { [key: string]: Json }, session: string | null, retriesMs: number[] | null): void {
    this.#sameInstant = this.#lastSentAt === this.now ? this.#sameInstant + 1 : 0;
    this.#lastSentAt = this.now;
    this.#outbox.push({
      at: this.now,
      retriesMs,
      body: {
        data: {
          record_type: "event",
          event_type: eventType,
          id: this.random.uuid(),
          occurred_at: this.shown(session, this.now, this.#sameInstant),
          payload,
        },
        meta: { attempt: 1, delivered_to: this.account.webhookUrl },
      },
    });
  }

  /** As Telnyx writes instants, with microseconds; no two events of one instant look alike. */
  shown(session: string | null, at: number, micros = 0): string {
    const shownLaterMs = this.#sessions.get(session ?? "")?.shownLaterMs ?? 0;
    return `${new Date(at + shownLaterMs).toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, "0")}Z`;
  }

  hasSent(): boolean {
    return this.#outbox.length > 0;
  }

  /** Hands over what was sent since the last time, oldest first. */
  collect(): Webhook[] {
    const sent = this.#outbox;
    this.#outbox = [];
    return sent;
  }
}
