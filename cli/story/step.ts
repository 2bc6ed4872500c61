/** One line of a call's story. Instants are of the carrier's clock, which is this machine's. */
export type Step = {
  /** The same for the same thing however often the story is made anew, so that nothing is told twice. */
  readonly key: string;
  readonly at: number;
  readonly who: string;
  readonly text: string;
  /** What we took: from the webhook that asked for it to our command arriving at the carrier. Null where nothing of ours was asked for. */
  readonly oursMs: number | null;
  /** What the telephone network took after that, as the simulator models it. */
  readonly networkMs: number | null;
  /** Indented beneath, each a line of its own. */
  readonly details: readonly string[];
  readonly tone: Tone;
};

export type Tone = "speech" | "decision" | "good" | "bad" | "plain" | "quiet";

export const step = (from: Pick<Step, "key" | "at" | "who" | "text"> & Partial<Step>): Step => ({
  oursMs: null,
  networkMs: null,
  details: [],
  tone: "plain",
  ...from,
});
