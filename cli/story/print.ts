/** Steps as lines of a terminal 80 to 100 columns wide. */
import { type Paint, STYLES } from "./paint.ts";
import type { Step } from "./step.ts";

export type Page = {
  readonly columns: number;
  readonly paint: Paint;
  /** Local time of the business at an instant of the carrier's clock, e.g. `8:30:04 PM`. */
  readonly clock: (at: number) => string;
};

const NARROWEST = 80;
const WIDEST = 100;
const CLOCK = 12;
const WHO = 11;
const OURS = 8;
const NETWORK = 9;

export const widthOf = (columns: number | undefined): number =>
  Math.min(Math.max(columns ?? WIDEST, NARROWEST), WIDEST);

export function header(page: Page): string {
  const label = " ".repeat(CLOCK + WHO) + " ".repeat(textWidth(page));
  return page.paint("dim", `${label}${"ours".padStart(OURS)}${"network".padStart(NETWORK)}`);
}

export function printStep(step: Step, page: Page): string {
  const { paint } = page;
  const style = STYLES[step.tone];
  const [first = "", ...more] = wrap(step.text, textWidth(page));
  const times = `${formatOurs(step.oursMs).padStart(OURS)}${formatNetwork(step.networkMs).padStart(NETWORK)}`;
  const head = `${page.clock(step.at).padStart(CLOCK - 1)} ${paint("bold", step.who.slice(0, WHO - 1).padEnd(WHO))}`;
  const indent = " ".repeat(CLOCK + WHO);
  return [
    `${head}${paint(style, first.padEnd(textWidth(page)))}${paint("dim", times)}`.trimEnd(),
    ...more.map((line) => `${indent}${paint(style, line)}`),
    ...step.details.flatMap((detail) => printDetail(detail, page)),
  ].join("\n");
}

/** Beneath a step, over its whole width, because no times stand beside it. */
function printDetail(detail: string, page: Page): readonly string[] {
  const indent = " ".repeat(CLOCK + WHO);
  return wrap(detail, page.columns - indent.length - 2).map(
    (line, index) => `${indent}${page.paint("dim", `${index === 0 ? "· " : "  "}${line}`)}`,
  );
}

const textWidth = (page: Page): number => page.columns - CLOCK - WHO - OURS - NETWORK;

const formatOurs = (ms: number | null): string => (ms === null ? "" : `${Math.max(ms, 1)} ms`);
const formatNetwork = (ms: number | null): string => (ms === null || ms < 50 ? "" : `+${(ms / 1000).toFixed(1)} s`);

export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
