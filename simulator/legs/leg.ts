/** One end of a call: the caller's phone, or the phone of a person whom we dialled. */
import type { Timer } from "../schedule.ts";
import type { LegState, LegView, Sound } from "../types.ts";

export type Leg = {
  readonly control: string;
  readonly id: string;
  readonly session: string;
  readonly direction: "incoming" | "outgoing";
  readonly from: string;
  readonly to: string;
  readonly startAt: number;
  state: LegState;
  /** `answer` was taken and has not had its effect yet. */
  answering: boolean;
  answeredAt: number | null;
  endedAt: number | null;
  hangupCause: string | null;
  clientState: { now: string | null; before: string | null; since: number };
  /** `webhook_retries_policies`, by event type. */
  retriesMs: Map<string, number[]>;
  party: Party;
  audio: { current: Audio | null; waiting: Audio[] };
  gather: Gather | null;
  transcription: Transcription | null;
  /** Asked for and not there yet. */
  bridging: Leg | null;
  bridge: { other: Leg; talk: Sound } | null;
  /** `park_after_unbridge`: stays when the other leg leaves. */
  parks: boolean;
  /** Happen only while the leg lives. */
  timers: Set<Timer>;
};

/** Who holds the phone. Nothing that a party does depends on what it cannot hear. */
export type Party = {
  /** Something that we say begins, or stops, on this leg. */
  hears(text: string, phase: "begins" | "ends"): void;
  bridged(): void;
  ended(): void;
  answered(): void;
};

export const nobody: Party = { hears: () => {}, bridged: () => {}, ended: () => {}, answered: () => {} };

export type Audio = {
  readonly kind: "speech" | "prompt" | "playback";
  /** What is said, or the address of what is played. */
  readonly text: string;
  /** Null plays for ever. */
  readonly durationMs: number | null;
  /** Synthesised or fetched; cannot begin earlier. */
  readonly readyAt: number;
  readonly id: string;
  readonly mediaName: string | null;
  sound: Sound | null;
  timer: Timer | null;
  /** After it was heard to its end or was stopped; not when the leg ended. */
  readonly onEnd: () => void;
};

export type Gather = {
  readonly prompt: { text: string; invalid: string } | null;
  readonly leastDigits: number;
  readonly mostDigits: number;
  readonly validDigits: string;
  readonly terminatingDigit: string;
  readonly interDigitMs: number;
  /** For the first key: after the prompt, or from the beginning where there is none. */
  readonly firstDigitMs: number;
  readonly tries: number;
  readonly gatherId: string | null;
  tried: number;
  digits: string;
  audio: Audio | null;
  timer: Timer | null;
};

export type Transcription = {
  readonly engine: string;
  readonly interims: boolean;
  readonly deaf: boolean;
  readonly sinceAt: number;
};

export const isAlive = (leg: Leg): boolean => leg.state !== "ended";
export const isAnswered = (leg: Leg): boolean => leg.state === "answered" || leg.state === "bridged";

/** The number of the phone at the far end. */
export const phoneOf = (leg: Leg): string => (leg.direction === "incoming" ? leg.from : leg.to);

export const viewLeg = (leg: Leg): LegView => ({
  control: leg.control,
  leg: leg.id,
  session: leg.session,
  direction: leg.direction,
  from: leg.from,
  to: leg.to,
  state: leg.state,
  startAt: leg.startAt,
  answeredAt: leg.answeredAt,
  endedAt: leg.endedAt,
  hangupCause: leg.hangupCause,
  clientState: leg.clientState.now,
  bridgedWith: leg.bridge?.other.control ?? null,
});
