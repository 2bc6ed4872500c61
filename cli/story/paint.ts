/** Colours, where the terminal shows them and nobody has asked for none (https://no-color.org). */
import { styleText } from "node:util";
import type { Tone } from "./step.ts";

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && process.env.NO_COLOR === undefined
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;

export const STYLES: Readonly<Record<Tone, Style>> = {
  speech: "cyan",
  decision: ["bold", "yellow"],
  good: "green",
  bad: "red",
  plain: "reset",
  quiet: "dim",
};
