import { describe, expect, test } from "vitest";
import { bundleWorker } from "../../cli/bundle.ts";
import { type Moment, type Outcome, playAndKill } from "./killed-call.ts";

/** What this call comes to when nothing goes wrong. */
const UNDISTURBED: Outcome = {
  disposition: "connected",
  phase: "closed",
  handledBy: "dana",
  dialled: ["+12145550101", "+12145550102"],
  bridges: 1,
  records: ["call.completed"],
  pages: ["+12145550101"],
};

/** The request is on the wire and done by its receiver; its answer is lost with the process. */
const MOMENTS: readonly (readonly [when: string, moment: Moment])[] = [
  ["answers", { request: "answer", nth: 1 }],
  ["greets", { request: "speak", nth: 1 }],
  ["dials the owner", { request: "calls", nth: 1 }],
  ["dials the technician", { request: "calls", nth: 2 }],
  ["asks the technician for the key", { request: "gather_using_speak", nth: 1 }],
  ["joins the two", { request: "bridge", nth: 1 }],
  ["records the call", { request: "crm", nth: 1 }],
];

describe("real workerd, killed with SIGKILL in the middle of a call and started again", { timeout: 110_000 }, () => {
  const bundle = bundleWorker();

  test.concurrent("the call that nobody disturbs", async () => {
    expect(await playAndKill(await bundle, null)).toEqual(UNDISTURBED);
  });

  test.concurrent.each(MOMENTS)("killed as it %s, the call ends as it would have", async (_, moment) => {
    expect(await playAndKill(await bundle, moment)).toEqual(UNDISTURBED);
  });
});
