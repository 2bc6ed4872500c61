/** Waiting no longer than a caller can: what has not come by then is not lost, only not waited for any longer. */

export const LATE = Symbol("late");
export type Late = typeof LATE;

/** One deadline for several waits. `end` releases the timer; a budget that is not ended keeps the request open. */
export type Budget = {
  race<T>(promise: Promise<T>): Promise<T | Late>;
  end(): void;
};

export function startBudget(ms: number): Budget {
  let end = () => {};
  const late = new Promise<Late>((resolve) => {
    const timer = setTimeout(() => resolve(LATE), ms);
    end = () => clearTimeout(timer);
  });
  return { race: (promise) => Promise.race([promise, late]), end: () => end() };
}

export async function within<T>(promise: Promise<T>, ms: number): Promise<T | Late> {
  const budget = startBudget(ms);
  try {
    return await budget.race(promise);
  } finally {
    budget.end();
  }
}
