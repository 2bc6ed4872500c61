import { describe, expect, test } from "vitest";
import { BUDGET_GZIP_BYTES, judgeBundle } from "../../cli/bundle-size.ts";
import { describeProofs, findProofs } from "../../cli/capabilities.ts";

describe("the budget of the bundle", () => {
  test("is kept to the byte", () => {
    expect(judgeBundle({ bytes: 1, gzipBytes: BUDGET_GZIP_BYTES }).ok).toBe(true);
    expect(judgeBundle({ bytes: 1, gzipBytes: BUDGET_GZIP_BYTES + 1 }).ok).toBe(false);
  });

  test("says by how much it is broken and where it is raised", () => {
    const { text } = judgeBundle({ bytes: 900_000, gzipBytes: BUDGET_GZIP_BYTES + 2_500 });
    expect(text).toMatch(/2\.5 kB over the budget.*cli\/bundle-size\.ts/);
  });
});

describe("the page of capabilities", () => {
  // Put together here, so that this file shows no row itself.
  const id = (row: string): string => `[${row}]`;

  test("takes a row from the title that carries its id", () => {
    const source = `test("rings the owner ${id("S1-27")} ${id("S1-28")}", () => {});`;
    expect(findProofs("a.test.ts", source)).toEqual([
      { row: "S1-27", title: "rings the owner", file: "a.test.ts" },
      { row: "S1-28", title: "rings the owner", file: "a.test.ts" },
    ]);
  });

  test("takes nothing from a comment", () => {
    expect(findProofs("a.test.ts", `// shows ${id("S1-27")}`)).toEqual([]);
  });

  test("orders rows by their numbers and gathers what shows the same one", () => {
    const page = describeProofs([
      { row: "S2-03", title: "c", file: "c.test.ts" },
      { row: "S1-12", title: "b", file: "b.test.ts" },
      { row: "S1-12", title: "a", file: "a.test.ts" },
    ]);
    expect(page).toContain("- S1-12\n  - b (`b.test.ts`)\n  - a (`a.test.ts`)\n- S2-03\n  - c (`c.test.ts`)\n");
  });
});
