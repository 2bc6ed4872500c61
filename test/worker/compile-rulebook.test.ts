import { describe, expect, it } from "vitest";
import { compileRulebook } from "../../worker/compile-rulebook.ts";
import { RULEBOOK } from "./support/fakes.ts";

const padded = (n: number) => `${RULEBOOK}# ${n} ${"x".repeat(200 * 1024)}\n`;

describe("compiling a rulebook", () => {
  it("happens once for a text, whether it is sound or not", async () => {
    for (const text of [RULEBOOK, "routes: ["]) expect(await compileRulebook(text)).toBe(await compileRulebook(text));
  });

  it("gives a version that is the text's own", async () => {
    const versions = await Promise.all([RULEBOOK, `${RULEBOOK}\n`].map(compileRulebook));
    const [one, other] = versions.map((compiled) => (compiled.ok ? compiled.rulebook.version : null));
    expect(one).toMatch(/^[0-9a-f]{12}$/);
    expect(other).not.toBe(one);
  });

  it("keeps no more than four megabytes of documents", async () => {
    const first = await compileRulebook(padded(0));
    expect(await compileRulebook(padded(0))).toBe(first);
    for (let n = 1; n <= 20; n += 1) await compileRulebook(padded(n));
    expect(await compileRulebook(padded(0))).not.toBe(first);
  });

  it("does not begin with one of more than 256 KB", async () => {
    const compiled = await compileRulebook(`${RULEBOOK}#${"x".repeat(256 * 1024)}`);
    expect(compiled).toMatchObject({ ok: false, problems: [{ line: 1, hint: "At most 256 KB are." }] });
  });
});
