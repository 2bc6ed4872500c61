import { describe, expect, it } from "vitest";
import { GOLDEN } from "./golden.ts";
import { type Outcome, runPlan } from "./run-seed.ts";

describe.skipIf(process.env.SEED !== undefined)(
  "a process that dies once, at every point between two effects in turn",
  () => {
    it.each(GOLDEN)(
      "%s: no promise breaks, and it ends as it would have",
      { timeout: 300_000 },
      async (_title, plan) => {
        const undisturbed = await runPlan(plan);
        expect(undisturbed.offences).toEqual([]);
        const points = undisturbed.figures.points;
        expect(points).toBeGreaterThan(50);
        const wrong: string[] = [];
        for (let point = 1; point <= points; point++) {
          const outcome = await runPlan(plan, {
            tamper: (world) => {
              world.platform.knobs.dies = ({ number }) => number === point;
            },
          });
          const fault = whatIsWrong(outcome, undisturbed);
          if (fault !== null) wrong.push(`point ${point}: ${fault}`);
        }
        expect(wrong).toEqual([]);
      },
    );
  },
);

function whatIsWrong(outcome: Outcome, undisturbed: Outcome): string | null {
  const [offence] = outcome.offences;
  if (offence !== undefined) return `${offence.name}: ${offence.detail}`;
  const [ended, shouldHave] = [outcome.dispositions.join(), undisturbed.dispositions.join()];
  return ended === shouldHave ? null : `ended as ${ended}, not as ${shouldHave}`;
}
