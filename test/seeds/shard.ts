/** One share of the seeds, so that several cores work on them. SEED=n runs that one alone; SEEDS=n sets how many there are. */
import { describe, expect, it } from "vitest";
import { describeFailure, shrink } from "./report.ts";
import { type Figures, type Outcome, runSeed } from "./run-seed.ts";

const SHARDS = 4;
const SEEDS = 2_000;
/** More than these teach nothing new at once. */
const FAILURES_SHOWN = 3;

export function describeShard(shard: number): void {
  const only = process.env.SEED === undefined ? null : Number(process.env.SEED);
  const without = new Set<string>(
    String(process.env.WITHOUT ?? "")
      .split(",")
      .filter((fault) => fault !== ""),
  );
  const count = Number(process.env.SEEDS ?? SEEDS);
  const seeds = (only === null ? Array.from({ length: count }, (_, index) => index + 1) : [only]).filter(
    (seed) => seed % SHARDS === shard,
  );

  describe.runIf(seeds.length > 0)(`seeds, share ${shard + 1} of ${SHARDS}`, () => {
    it(`${seeds.length} seeds break no promise`, { timeout: 600_000 }, async () => {
      const outcomes: Outcome[] = [];
      const failures: string[] = [];
      for (const seed of seeds) {
        const outcome = await runSeed(seed, { without });
        outcomes.push(outcome);
        if (outcome.offences.length === 0) continue;
        failures.push(describeFailure(await shrink(outcome, { without })));
        if (failures.length >= FAILURES_SHOWN) break;
      }
      console.log(JSON.stringify({ seeds: outcomes.length, ...sum(outcomes.map(({ figures }) => figures)) }));
      if (failures.length > 0) expect.fail(failures.join("\n\n"));
    });
  });
}

function sum(all: readonly Figures[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const figures of all)
    for (const [name, value] of Object.entries(figures)) total[name] = (total[name] ?? 0) + value;
  return total;
}
