/**
 * When an effect that did not get through is tried again. Pure arithmetic: every instant follows from the row, so
 * that a second instance, or the same one after a crash, comes to the same answer.
 */
import type { EpochMs } from "../rules/ids.ts";

export type Lane = "call" | "desk" | "notify" | "record";

export type Tried = {
  readonly id: string;
  /** Attempts made, the one that just failed included. */
  readonly attempts: number;
  readonly firstAt: EpochMs;
  readonly now: EpochMs;
  /** What the receiver asked for, in milliseconds from now. */
  readonly afterMs: number | null;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * How long a claim holds, and so how long a crash costs. Longer than the longest try of the lane, so that a lease that ran out means that whoever
 * held it is gone.
 */
export const LEASE_MS: Readonly<Record<Lane, number>> = {
  call: 3 * SECOND,
  desk: 8 * SECOND,
  notify: 20 * SECOND,
  record: 20 * SECOND,
};

/** Telnyx advises to resend after 500 ms without an answer; the rest is what a caller can still be kept waiting for. */
const CALL_OFFSETS_MS = [0, 600, 2 * SECOND, 5 * SECOND, 12 * SECOND];
/** Telnyx forgets a command id after 60 s; a resend past that would be a second dial. */
export const CALL_LAST_SEND_MS = 45 * SECOND;

const DESK_DELAYS_MS = [300, 1 * SECOND, 3 * SECOND, 10 * SECOND, 30 * SECOND];
/** A desk is ours and comes back; what it is owed is kept until it does. */
const DESK_FOREVER_MS = 60 * SECOND;

/** About an hour: a page that is later than that is worth less than the alert that it failed. */
const NOTIFY_DELAYS_MS = [
  5 * SECOND,
  30 * SECOND,
  1 * MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  25 * MINUTE,
];

/** 5 s, 5 min, 35 min, 2 h 35, 7 h 35, 17 h 35, 31 h 35, 51 h 35 and 75 h 35 after the first: over a weekend and a day. */
const RECORD_DELAYS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** When to try again, or null when it has been tried enough. */
export function nextAttempt(lane: Lane, tried: Tried): EpochMs | null {
  switch (lane) {
    case "call":
      return nextCommand(tried);
    case "desk":
      return tried.now + (DESK_DELAYS_MS[tried.attempts - 1] ?? DESK_FOREVER_MS);
    case "notify":
      return delayed(NOTIFY_DELAYS_MS, tried);
    case "record":
      return delayed(RECORD_DELAYS_MS, tried);
  }
}

/** Whether a command may be sent once more; the one about to start is counted in `attempts`. */
export function mayStillSend(attempts: number, firstAt: EpochMs, now: EpochMs): boolean {
  return attempts <= CALL_OFFSETS_MS.length && now - firstAt <= CALL_LAST_SEND_MS;
}

function nextCommand({ attempts, firstAt, now, afterMs }: Tried): EpochMs | null {
  const offset = CALL_OFFSETS_MS[attempts];
  if (offset === undefined) return null;
  const at = Math.max(now, firstAt + offset, now + (afterMs ?? 0));
  return at - firstAt <= CALL_LAST_SEND_MS ? at : null;
}

function delayed(delays: readonly number[], { id, attempts, now, afterMs }: Tried): EpochMs | null {
  const delay = delays[attempts - 1];
  if (delay === undefined) return null;
  const base = Math.round(delay * (0.8 + 0.4 * fraction(`${id}#${attempts}`)));
  return now + clamp(afterMs ?? base, base, 2 * base);
}

/** A receiver may slow us down, but neither hurry us nor send us away for a week. */
const clamp = (value: number, low: number, high: number) =>
  Number.isFinite(value) ? Math.min(Math.max(value, low), high) : low;

/** FNV-1a into [0, 1): spreads the retries of many effects after an outage, and is the same on every machine. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // The low bits of FNV of near-equal texts are the ones that differ.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (hash >>> 0) / 2 ** 32;
}
