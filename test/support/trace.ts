/** What happened, line by line in virtual time: what a failing test prints, and what two runs of one seed share. */
import type { Clock } from "./platform/clock.ts";

export type Trace = {
  readonly lines: readonly string[];
  add(text: string): void;
};

export function createTrace(clock: Clock, startAt: number): Trace {
  const lines: string[] = [];
  return {
    lines,
    add(text) {
      lines.push(`${((clock.now - startAt) / 1000).toFixed(3).padStart(9)} #${clock.step.number} ${text}`);
    },
  };
}
