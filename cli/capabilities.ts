/**
 * docs/capabilities.md: which test shows which row of the capability list. A test that proves a row carries the row's
 * id in its title, as in `[S1-46]`.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./bundle.ts";

export type Proof = { readonly row: string; readonly title: string; readonly file: string };

/** Rows S1-01 to S4-…, as the list counts them. */
const ROWS = 192;
const page = join(projectRoot, "docs", "capabilities.md");
/** A quoted text on one line that holds an id. */
const TITLE = /(["'`])((?:\\.|(?!\1)[^\\\n])*\[S[1-4]-\d{2,3}\](?:\\.|(?!\1)[^\\\n])*)\1/g;
const ID = /\[(S[1-4]-\d{2,3})\]/g;

export function findProofs(file: string, text: string): readonly Proof[] {
  return [...text.matchAll(TITLE)].flatMap(([, , title = ""]) =>
    [...title.matchAll(ID)].map(([, row = ""]) => ({ row, title: title.replace(ID, "").trim(), file })),
  );
}

export function describeProofs(proofs: readonly Proof[]): string {
  const rows = [...new Set(proofs.map(({ row }) => row))].sort(byNumber);
  const lines = rows.map((row) => {
    const shown = proofs.filter((proof) => proof.row === row).map(({ title, file }) => `  - ${title} (\`${file}\`)`);
    return [`- ${row}`, ...shown].join("\n");
  });
  return `# What is shown to work

The ids are those of the list of ${ROWS} capabilities that Firstring is measured by. ${rows.length} of them have a test that
carries the id in its title. This page is made from those titles by \`npm run capabilities\`.

${lines.join("\n")}
`;
}

function capabilitiesNow(): string {
  const files = globSync("test/**/*.test.ts", { cwd: projectRoot, exclude: ["test/bench/node_modules/**"] }).sort();
  return describeProofs(files.flatMap((file) => findProofs(file, readFileSync(join(projectRoot, file), "utf8"))));
}

export function writeCapabilities(): void {
  writeFileSync(page, capabilitiesNow());
}

export function capabilitiesAreWritten(): boolean {
  try {
    return readFileSync(page, "utf8") === capabilitiesNow();
  } catch {
    return false;
  }
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
