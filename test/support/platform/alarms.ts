/**
 * The alarm of one object: at least once, one handler at a time, repeated after 2, 4, 8, 16, 32 and 64 s when the
 * handler throws and then given up, unless the handler armed a new one (platform §2.1).
 */
import type { Clock, Scheduled } from "./clock.ts";
import type { Points } from "./points.ts";
import { runIn, type Scope } from "./scope.ts";
import type { Store } from "./storage.ts";

export type AlarmHost = {
  readonly clock: Clock;
  readonly points: Points;
  /** How much later than asked this alarm comes; negative is early. */
  readonly alarmLatenessMs: (object: string, at: number) => number;
};

export type Alarms = {
  readonly running: boolean;
  readonly abandoned: boolean;
  arm(at: number | null): void;
  /** The instance was discarded: a handler that was running did not succeed. */
  instanceGone(): void;
  /** Runs the handler now, due or not: a second or an early run, which the platform may also make. */
  fireNow(): void;
};

const RETRY_START_MS = 2000;
const RETRY_MAX = 6;
/** An object whose process is gone is made again within a second. */
const RESTART_MS = 500;

type Handled = { readonly scope: Scope; readonly object: object; readonly gate: Promise<unknown> };

export function createAlarms(
  key: string,
  store: Store,
  host: AlarmHost,
  start: () => Handled,
  crash: () => void,
): Alarms {
  let scheduled: Scheduled | null = null;
  let run: { retryCount: number } | null = null;
  let retryCount = 0;
  let abandoned = false;

  function scheduleAt(at: number): void {
    scheduled = host.clock.schedule(at, `alarm ${key}`, () => void fire());
  }

  function arm(at: number | null): void {
    if (scheduled !== null) host.clock.cancel(scheduled);
    scheduled = null;
    retryCount = 0;
    if (at === null || run !== null) return;
    abandoned = false;
    scheduleAt(at + host.alarmLatenessMs(key, at));
  }

  async function fire(): Promise<void> {
    if (run !== null) return;
    if (scheduled !== null) host.clock.cancel(scheduled);
    scheduled = null;
    const mine = { retryCount };
    run = mine;
    store.beginAlarm();
    let handled: Handled | null = null;
    try {
      handled = start();
      const { scope, object, gate } = handled;
      if (host.points.dies("alarm-starts", key)) return crash();
      await gate;
      if (!scope.alive) return;
      await runIn(scope, () => callAlarm(object, mine.retryCount));
      if (!scope.alive) return;
      if (host.points.dies("alarm-ends", key)) return crash();
      finish(null);
    } catch {
      // A handler that threw because its instance is gone has been dealt with by `instanceGone`.
      if (run === mine && handled?.scope.alive !== false) failed(mine.retryCount);
    }
  }

  function finish(keptAt: number | null): void {
    run = null;
    store.endAlarm(keptAt);
  }

  function failed(count: number): void {
    const givenUp = count >= RETRY_MAX;
    const again = store.alarmReplaced || givenUp ? null : store.alarmAt;
    abandoned = givenUp && !store.alarmReplaced;
    finish(again);
    if (again === null || scheduled === null) return;
    host.clock.cancel(scheduled);
    retryCount = count + 1;
    scheduleAt(host.clock.now + RETRY_START_MS * 2 ** count);
  }

  return {
    get running() {
      return run !== null;
    },
    get abandoned() {
      return abandoned;
    },
    arm,
    instanceGone() {
      if (run === null) return;
      // Deletion waits for success, so the alarm that was being handled is still there and overdue, and counts as new.
      const replaced = store.alarmReplaced;
      finish(store.alarmAt);
      if (replaced || scheduled === null) return;
      host.clock.cancel(scheduled);
      scheduleAt(host.clock.now + RESTART_MS);
    },
    fireNow: () => void fire(),
  };
}

function callAlarm(object: object, retryCount: number): unknown {
  const alarm: unknown = Reflect.get(object, "alarm");
  if (typeof alarm !== "function") throw new TypeError("the object has an alarm but no alarm() handler");
  return alarm.call(object, { retryCount, isRetry: retryCount > 0 });
}
