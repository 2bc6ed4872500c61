/** What happens next, in order of time; at the same instant, in the order it was planned. */
export type Timer = { readonly at: number; readonly order: number; readonly act: () => void };

export class Schedule {
  #timers: Timer[] = [];
  #order = 0;

  plan(at: number, act: () => void): Timer {
    const timer = { at, order: this.#order++, act };
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1]?.at ?? 0) > at) index -= 1;
    this.#timers.splice(index, 0, timer);
    return timer;
  }

  /** Nothing if it has already happened. */
  cancel(timer: Timer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }

  next(): number | null {
    return this.#timers[0]?.at ?? null;
  }

  take(): Timer | null {
    return this.#timers.shift() ?? null;
  }
}
