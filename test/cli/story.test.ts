import { describe, expect, test } from "vitest";
import { printStep } from "../../cli/story/print.ts";
import { type Step, step } from "../../cli/story/step.ts";
import { tellSteps } from "../../cli/story/steps.ts";
import type { CallReport, WebhookReport } from "../../simulator/control.ts";
import type { CommandEntry, Json, LegView } from "../../simulator/types.ts";

const SAM = "+12145550101";
const cast = { nameOf: (number: string) => (number === SAM ? "Sam" : number) };

const caller: LegView = {
  control: "caller",
  leg: "caller",
  session: "s",
  direction: "incoming",
  from: "+12145550133",
  to: "+12145550100",
  state: "answered",
  startAt: 1_000,
  answeredAt: 1_912,
  endedAt: null,
  hangupCause: null,
  clientState: null,
  bridgedWith: null,
};

const webhook = (at: number, type: string, leg = "caller", payload: WebhookReport["payload"] = {}): WebhookReport => {
  return { at, type, id: `${type} ${at}`, leg, attempt: 1, outcome: 200, tookMs: 5, payload };
};
const command = (at: number, name: string, leg = "caller", body: Json = {}): CommandEntry => {
  return { at, method: "POST", path: "", name, body, status: 200, response: {}, duplicate: false, session: "s", leg };
};
const report = (parts: Partial<CallReport>): CallReport => ({
  session: "s",
  over: false,
  legs: [caller],
  sounds: [],
  utterances: [],
  commands: [],
  webhooks: [],
  messages: [],
  crm: [],
  ...parts,
});
const find = (steps: readonly Step[], text: string): Step | undefined => steps.find((one) => one.text === text);

describe("the story of a call", () => {
  test("keeps our time and the network's apart", () => {
    const steps = tellSteps(
      report({ webhooks: [webhook(1_000, "call.initiated")], commands: [command(1_012, "answer")] }),
      cast,
    );
    expect(find(steps, "answers")).toMatchObject({ at: 1_912, oursMs: 12, networkMs: 900 });
  });

  test("calls it nobody's time when a timer of ours was between", () => {
    const sound = { at: 5_400, endAt: null, session: "s", leg: "caller", number: caller.from, what: "speech" as const };
    const steps = tellSteps(
      report({
        webhooks: [webhook(2_000, "call.transcription")],
        commands: [command(4_000, "speak", "caller", { payload: "Are you there?" })],
        sounds: [{ ...sound, text: "Are you there?" }],
      }),
      cast,
    );
    expect(find(steps, "“Are you there?”")).toMatchObject({ oursMs: null, networkMs: 1_400 });
  });

  test.each([
    ["no_answer", "does not pick up, 20 s"],
    ["user_busy", "is busy"],
    ["call_rejected", "declines"],
    ["originator_cancel", "is no longer rung"],
    ["unallocated_number", "cannot be reached (unallocated_number)"],
  ])("says of a leg that ended with %s: %s", (hangupCause, text) => {
    const leg: LegView = {
      ...caller,
      ...{
        control: "p1",
        direction: "outgoing",
        to: SAM,
        state: "ended",
        answeredAt: null,
        endedAt: 21_000,
        hangupCause,
      },
    };
    expect(find(tellSteps(report({ legs: [caller, leg] }), cast), text)?.who).toBe("Sam");
  });
});

describe("a line of the story", () => {
  const page = { columns: 80, paint: (_: unknown, text: string) => text, clock: () => "12:30:00 PM" };
  const long = "we have no heat and the pipes are freezing and the baby is cold and nobody answers the door";

  test("never runs past the edge, nor do the lines under it", () => {
    const printed = printStep(step({ key: "k", at: 0, who: "Firstring", text: long, details: [long, long] }), page);
    expect(printed.split("\n").length).toBeGreaterThan(4);
    expect(Math.max(...printed.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("shows our time and the network's in columns of their own", () => {
    const line = printStep(step({ key: "k", at: 0, who: "Sam", text: "rings", oursMs: 4, networkMs: 900 }), page);
    expect(line).toMatch(/^ ?12:30:00 PM Sam +rings +4 ms +\+0\.9 s$/);
  });
});
