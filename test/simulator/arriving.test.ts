import { describe, expect, it } from "vitest";
import { CALLER, codeOf, Line, OURS, SAM } from "./line.ts";

describe("an incoming call", () => {
  it("is parked and unanswered, and says who calls whom", () => {
    const line = new Line();
    const control = line.arrive();
    expect(line.seen()).toHaveLength(1);
    expect(line.seen()[0]?.payload).toMatchObject({
      call_control_id: control,
      client_state: null,
      direction: "incoming",
      state: "parked",
      from: CALLER,
      to: OURS,
      caller_id_name: CALLER,
    });
    expect(control).toMatch(/^v3:[\w-]{54}$/);
    expect(line.carrier.legs()[0]?.state).toBe("parked");
  });

  it.each(["A", "B", "C"] as const)("carries attestation %s when the carrier gave one", (attestation) => {
    const line = new Line();
    line.arrive({ attestation, callerName: "MORGAN LEE" });
    expect(line.seen()[0]?.payload).toMatchObject({
      shaken_stir_attestation: attestation,
      shaken_stir_validated: true,
      caller_id_name: "MORGAN LEE",
    });
  });

  it("says nothing about attestation when the carrier did not", () => {
    const line = new Line();
    line.arrive();
    expect(line.seen()[0]?.payload).not.toHaveProperty("shaken_stir_attestation");
  });

  it("is answered 0.9 s after the command", () => {
    const line = new Line();
    const control = line.arrive();
    expect(line.post(control, "answer").body).toEqual({ data: { result: "ok" } });
    line.run(899);
    expect(line.types()).toEqual(["call.initiated"]);
    line.run(1);
    expect(line.types()).toEqual(["call.initiated", "call.answered"]);
  });

  it("carries the client state of the last command from then on", () => {
    const line = new Line();
    const control = line.arrive();
    line.post(control, "answer", { client_state: "Y2FsbGVy" });
    line.run(900);
    line.send("PUT", `/v2/calls/${encodeURIComponent(control)}/actions/client_state_update`, {
      client_state: "bGF0ZXI=",
    });
    line.post(control, "hangup");
    line.run(0);
    expect(line.seen().map(({ payload }) => payload.client_state)).toEqual([null, "Y2FsbGVy", "bGF0ZXI="]);
  });

  it("takes a second answer and does nothing about it", () => {
    const line = new Line();
    const control = line.arrive();
    line.post(control, "answer");
    line.run(500);
    expect(line.post(control, "answer").status).toBe(200);
    line.run(5_000);
    expect(line.post(control, "answer").status).toBe(200);
    line.run(5_000);
    expect(line.types()).toEqual(["call.initiated", "call.answered"]);
  });

  it("is never answered when the caller leaves before the answer has its effect", () => {
    const line = new Line();
    const control = line.arrive({ steps: [{ atMs: 600, hangsUp: true }] });
    line.post(control, "answer");
    line.run(10_000);
    expect(line.types()).toEqual(["call.initiated", "call.hangup"]);
  });

  it("rings for two minutes at most", () => {
    const line = new Line();
    line.arrive();
    line.run(200_000);
    expect(line.seen({ type: "call.hangup" })).toMatchObject([
      { ms: 120_000, payload: { hangup_cause: "originator_cancel" } },
    ]);
  });
});

describe("how an incoming call ends", () => {
  const cases: [string, (line: Line) => void, { [key: string]: string }][] = [
    [
      "the caller gives up while it rings",
      (line) => {
        line.arrive({ steps: [{ atMs: 3_000, hangsUp: true }] });
      },
      { hangup_cause: "originator_cancel", hangup_source: "caller", sip_hangup_cause: "487" },
    ],
    [
      "the caller hangs up after the answer",
      (line) => {
        Line.answered(line, { steps: [{ atMs: 3_000, hangsUp: true }] });
      },
      { hangup_cause: "normal_clearing", hangup_source: "caller", sip_hangup_cause: "200" },
    ],
    [
      "we hang up",
      (line) => {
        line.post(Line.answered(line), "hangup");
      },
      { hangup_cause: "normal_clearing", hangup_source: "callee", sip_hangup_cause: "200" },
    ],
    [
      "we turn it away as busy",
      (line) => {
        line.post(line.arrive(), "reject", { cause: "USER_BUSY" });
      },
      { hangup_cause: "user_busy", hangup_source: "callee", sip_hangup_cause: "486" },
    ],
    [
      "we reject it",
      (line) => {
        line.post(line.arrive(), "reject", { cause: "CALL_REJECTED" });
      },
      { hangup_cause: "call_rejected", hangup_source: "callee", sip_hangup_cause: "603" },
    ],
    [
      "we hang up without having answered",
      (line) => {
        line.post(line.arrive(), "hangup");
      },
      { hangup_cause: "call_rejected", hangup_source: "callee", sip_hangup_cause: "603" },
    ],
  ];
  it.each(cases)("%s", (_, play, expected) => {
    const line = new Line();
    play(line);
    line.run(10_000);
    expect(line.seen({ type: "call.hangup" })).toHaveLength(1);
    expect(line.seen({ type: "call.hangup" })[0]?.payload).toMatchObject(expected);
  });

  it("with call quality only if it was answered", () => {
    const line = new Line();
    line.post(line.arrive(), "reject", { cause: "USER_BUSY" });
    const answered = Line.answered(line);
    line.run(30_000);
    line.post(answered, "hangup");
    line.run(0);
    const stats = line.seen({ type: "call.hangup" }).map(({ payload }) => payload.call_quality_stats);
    expect(stats).toMatchObject([null, { inbound: { packet_count: "1500" } }]);
  });

  it("once, and cannot be rejected after the answer", () => {
    const line = new Line();
    const control = Line.answered(line);
    expect(codeOf(line.post(control, "reject", { cause: "USER_BUSY" }))).toBe("10015");
    line.post(control, "hangup");
    expect(codeOf(line.post(control, "hangup"))).toBe("90018");
    line.run(1_000);
    expect(line.seen({ type: "call.hangup" })).toHaveLength(1);
  });
});

describe("the status of a call", () => {
  const statusOf = (line: Line, control: string) => line.send("GET", `/v2/calls/${encodeURIComponent(control)}`, null);

  it("says whether it lives", () => {
    const line = new Line();
    const control = Line.answered(line, {}, { client_state: "Y2FsbGVy" });
    expect(statusOf(line, control).body).toMatchObject({
      data: { call_control_id: control, is_alive: true, client_state: "Y2FsbGVy", record_type: "call" },
    });
    line.post(control, "hangup");
    expect(statusOf(line, control).body).toMatchObject({ data: { is_alive: false, call_duration: 1 } });
  });

  it("is forgotten ten minutes after the end", () => {
    const line = new Line();
    const control = line.arrive({ from: SAM });
    line.post(control, "hangup");
    line.run(600_000);
    expect(statusOf(line, control).status).toBe(200);
    line.run(1);
    expect(statusOf(line, control).status).toBe(404);
  });

  it("of a call that never was is refused", () => {
    expect(codeOf(statusOf(new Line(), "v3:nobody"))).toBe("90015");
  });
});
