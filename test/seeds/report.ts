/** A failing seed in the words of whoever has to understand it, with the smallest set of faults that still breaks it. */
import type { Fault } from "./faults.ts";
import { type Outcome, runSeed, type SeedOptions } from "./run-seed.ts";

const LINES_SHOWN = 150;

/** Leaves out one class of faults after the other for as long as the same promise breaks. */
export async function shrink(
  failed: Outcome,
  options: SeedOptions = {},
): Promise<{ outcome: Outcome; without: Set<string> }> {
  const name = failed.offences[0]?.name;
  const without = new Set<string>(options.without ?? []);
  let outcome = failed;
  for (const fault of failed.faults) {
    const smaller = await runSeed(failed.seed, { ...options, without: new Set([...without, fault]) });
    if (smaller.offences[0]?.name !== name) continue;
    without.add(fault);
    outcome = smaller;
  }
  return { outcome, without };
}

export function describeFailure({ outcome, without }: { outcome: Outcome; without: ReadonlySet<string> }): string {
  const [first] = outcome.offences;
  const command = `SEED=${outcome.seed}${without.size > 0 ? ` WITHOUT=${[...without].join(",")}` : ""}`;
  const shown = process.env.TRACE ? outcome.trace : outcome.trace.slice(-LINES_SHOWN);
  return [
    `SEED=${outcome.seed} STEP=${first?.step}: ${first?.name}: ${first?.detail}`,
    `Faults that matter: ${outcome.faults.filter((fault: Fault | string) => !without.has(fault)).join(", ") || "none"}.`,
    `Again: ${command} npx vitest run --project node test/seeds   (TRACE=1 prints every line)`,
    ...shown,
  ].join("\n");
}
