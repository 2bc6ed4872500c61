/**
 * Virtual time. One heap holds everything that will happen (webhooks, alarms, timers of the code under test), so that
 * one seed has one order of events; nothing advances while code is still running.
 */
const realSetImmediate = setImmediate;

export type Scheduled = { readonly at: number; readonly label: string; cancelled: boolean };
type Entry = Scheduled & { readonly order: number; readonly run: () => void };

export type Clock = {
  readonly now: number;
  /** What is running now, or ran last: the number of the happening and what it was. */
  readonly step: { readonly number: number; readonly label: string };
  /** Runs once at `at` (at once in virtual time when it lies in the past), never inside the caller's stack. */
  schedule(at: number, label: string, run: () => void): Scheduled;
  cancel(scheduled: Scheduled): void;
  nextAt(): number | null;
  /** Lets all code that can run without time passing run to its end. */
  flush(): Promise<void>;
  /** Happening after happening until `done`, nothing is left, or the next one lies after `untilMs`, where time then stands. */
  run(options: { untilAt: number; done?: () => boolean; afterEach?: () => void | Promise<void> }): Promise<void>;
};

export function createClock(startAt: number): Clock {
  const heap: Entry[] = [];
  let now = startAt;
  let order = 0;
  const step = { number: 0, label: "start" };

  const dropCancelled = () => {
    while (heap[0]?.cancelled) pop(heap);
  };

  return {
    get now() {
      return now;
    },
    step,
    schedule(at, label, run) {
      const entry = { at: Math.max(at, now), label, cancelled: false, order: order++, run };
      push(heap, entry);
      return entry;
    },
    cancel(scheduled) {
      scheduled.cancelled = true;
    },
    nextAt() {
      dropCancelled();
      return heap[0]?.at ?? null;
    },
    flush,
    async run({ untilAt, done, afterEach }) {
      await flush();
      while (!done?.()) {
        dropCancelled();
        const next = heap[0];
        if (next === undefined || next.at > untilAt) break;
        pop(heap);
        now = next.at;
        step.number += 1;
        step.label = next.label;
        next.run();
        await flush();
        await afterEach?.();
      }
      if (!done?.() && untilAt > now && untilAt < Number.MAX_SAFE_INTEGER) now = untilAt;
    },
  };
}

/**
 * One turn of Node's loop: every promise chain that waits for nothing outside has then run to its end. Nothing here
 * uses threads or sockets, so there is nothing else to wait for.
 */
function flush(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
  });
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || !before(entry, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const child = right !== undefined && left !== undefined && before(right, left) ? right : left;
    if (child === undefined || !before(child, last)) break;
    heap[at] = child;
    at = child === right ? 2 * at + 2 : 2 * at + 1;
  }
  heap[at] = last;
}
