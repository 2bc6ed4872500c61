import { afterEach, describe, expect, it, vi } from "vitest";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { drawPlan } from "./plan.ts";
import { runSeed } from "./run-seed.ts";

afterEach(() => void vi.restoreAllMocks());

const SEEDS = 2_000;
/** Of those that have the trouble it needs; a mutant that hides for longer is hardly found. */
const TRIES = 80;

async function findOffence(mutant: Mutant): Promise<{ seed: number; name: string } | null> {
  const { ports, tamper, needs } = mutant;
  let tries = 0;
  for (let seed = 1; seed <= SEEDS && tries < TRIES; seed++) {
    if (needs !== undefined && !drawPlan(seed, new Set()).faults.has(needs)) continue;
    tries += 1;
    mutant.plant?.();
    const mutated = await runSeed(seed, { ...(ports ? { ports } : {}), ...(tamper ? { tamper } : {}) });
    vi.restoreAllMocks();
    const [first] = mutated.offences;
    if (first === undefined) continue;
    // It counts only if it is the mutant that breaks the seed.
    if ((await runSeed(seed)).offences.length === 0) return { seed, name: first.name };
  }
  return null;
}

describe.skipIf(process.env.SEED !== undefined)("a planted bug is caught by the seeds", () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))("%s", async (name, mutant) => {
    const found = await findOffence(mutant);
    console.log(`${name}: ${found === null ? "not caught" : `seed ${found.seed}, ${found.name}`}`);
    expect(found, `${TRIES} seeds did not notice that ${name}`).not.toBeNull();
  });
});
