import { afterEach, describe, expect, it, vi } from "vitest";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { runSeed } from "./run-seed.ts";

afterEach(() => void vi.restoreAllMocks());

/** Far fewer than the suite runs; a mutant that hides for longer is hardly found. */
const WITHIN = 150;

async function findOffence(mutant: Mutant): Promise<{ seed: number; name: string } | null> {
  const { ports, tamper } = mutant;
  for (let seed = 1; seed <= WITHIN; seed++) {
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

describe("a planted bug is caught by the seeds", () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))("%s", async (name, mutant) => {
    const found = await findOffence(mutant);
    console.log(`${name}: ${found === null ? "not caught" : `seed ${found.seed}, ${found.name}`}`);
    expect(found, `${WITHIN} seeds did not notice that ${name}`).not.toBeNull();
  });
});
