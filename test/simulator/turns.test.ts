import { describe, expect, it } from "vitest";
import { Line } from "./line.ts";

describe("a caller who takes turns", () => {
  const steps = ["my heater makes a noise", "my name is Pat Doe"].map((says) => ({
    atMs: 800,
    next: true as const,
    says,
  }));

  const said = (line: Line) => line.carrier.utterances().map(({ text }) => text);

  it("answers each thing that is said once it has ended", () => {
    const line = new Line();
    const caller = Line.answered(line, { steps });
    line.speak(caller, "How can I help?");
    line.run(20_000);
    expect(said(line)).toEqual(["my heater makes a noise"]);
    line.speak(caller, "What is your name?");
    line.run(20_000);
    expect(said(line)).toEqual(["my heater makes a noise", "my name is Pat Doe"]);
  });

  it("waits while more is said", () => {
    const line = new Line();
    const caller = Line.answered(line, { steps });
    line.speak(caller, "Thanks for calling.");
    line.speak(caller, "How can I help?");
    line.run(20_000);
    const [first, second] = line.carrier.sounds();
    const [reply] = line.carrier.utterances();
    expect(second?.at).toBeGreaterThanOrEqual(first?.endAt ?? Number.POSITIVE_INFINITY);
    expect(reply?.at).toBe((second?.endAt ?? 0) + 800);
    expect(said(line)).toHaveLength(1);
  });
});
