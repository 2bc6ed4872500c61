import { describe, expect, it } from "vitest";
import { runSeed } from "./run-seed.ts";

describe.skipIf(process.env.SEED !== undefined)("a seed", () => {
  it.each([1, 2, 3, 8, 13, 14, 15, 16])("run twice leaves the same trace, byte for byte (%i)", async (seed) => {
    const first = await runSeed(seed);
    const second = await runSeed(seed);
    expect(second.trace).toEqual(first.trace);
  });

  it("differs from another one", async () => {
    expect((await runSeed(1)).trace).not.toEqual((await runSeed(2)).trace);
  });
});
