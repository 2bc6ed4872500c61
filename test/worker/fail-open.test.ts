import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FAIL_OPEN_STATE } from "../../worker/fail-open.ts";
import { arrive, delivered, finish, NOW, stopTime } from "./support/arriving.ts";
import { FALLBACK, type Fake, fakeEnv, logsOf, never } from "./support/fakes.ts";
import { ok, refusal, stubTelnyx, type TelnyxApi } from "./support/telnyx-api.ts";
import { CONTROL, OURS, SESSION } from "./support/webhooks.ts";

let telnyx: TelnyxApi;
beforeEach(async () => {
  telnyx = stubTelnyx();
  await stopTime();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const failure = (flags: object) => Object.assign(new Error("the object broke"), flags);
const hour = Math.floor(NOW / 3_600_000);

const transfer = {
  path: `/v2/calls/${CONTROL}/actions/transfer`,
  body: {
    to: FALLBACK,
    timeout_secs: 60,
    time_limit_secs: 7_200,
    command_id: `fail-open:${SESSION}`,
    client_state: FAIL_OPEN_STATE,
    target_leg_client_state: FAIL_OPEN_STATE,
  },
};

function broken(flags: object = { remote: true }): Fake {
  const fake = fakeEnv();
  fake.session.receive.mockRejectedValue(failure(flags));
  return fake;
}

describe("a caller whom no object takes", () => {
  it("is sent to the fallback number, by one command, and Telnyx is answered that all is well", async () => {
    const fake = broken();
    expect((await arrive(fake)).status).toBe(200);
    expect(telnyx.sent).toEqual([transfer]);
  });

  it.each([
    ["after a second try", { retryable: true }, 2],
    ["at once when it is overloaded", { retryable: true, overloaded: true }, 1],
    ["at once when its own code or its migration threw", { remote: true }, 1],
  ])("is sent there %s", async (_, flags, tries) => {
    const fake = broken(flags);
    await arrive(fake);
    expect(fake.session.receive).toHaveBeenCalledTimes(tries);
    expect(telnyx.sent).toHaveLength(1);
  });

  it("is sent there after 1.4 s when it hangs", async () => {
    const fake = fakeEnv();
    fake.session.receive.mockImplementation(never);
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(1_399);
    expect(telnyx.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect((await response).status).toBe(200);
    expect(telnyx.sent).toEqual([transfer]);
  });

  it("is not sent there when the second try succeeds", async () => {
    const fake = fakeEnv();
    fake.session.receive.mockRejectedValueOnce(failure({ retryable: true }));
    expect((await arrive(fake)).status).toBe(200);
    expect(telnyx.sent).toEqual([]);
  });

  it("is sent by the same command when Telnyx delivers the arrival again, so that nobody is rung twice", async () => {
    const fake = broken();
    await arrive(fake);
    await arrive(fake);
    expect(telnyx.sent.map(({ body }) => body.command_id)).toEqual([`fail-open:${SESSION}`, `fail-open:${SESSION}`]);
  });

  it("is told to the owner once an hour", async () => {
    const fake = broken();
    await arrive(fake);
    await finish(fake);
    const alert = {
      id: `alert/lone-star/failed-open/${hour}:0`,
      name: "failed-open",
      text: "Firstring could not take a call and sent the caller straight to your fallback number.",
      from: OURS,
    };
    expect(fake.desk.accept.mock.calls).toMatchObject([["lone-star", [alert]]]);
  });

  it("is sent there as well when the desk is down with everything else", async () => {
    const fake = broken();
    fake.kv.before = () => Promise.reject(new Error("down"));
    fake.line.lastGoodRulebook.mockRejectedValue(new Error("down"));
    fake.desk.screen.mockRejectedValue(new Error("down"));
    fake.desk.accept.mockRejectedValue(new Error("down"));
    expect((await arrive(fake)).status).toBe(200);
    await finish(fake);
    expect(telnyx.sent).toEqual([transfer]);
  });

  it("has hung up meanwhile, which needs nothing", async () => {
    telnyx.answer = () => refusal(422, "90018");
    expect((await arrive(broken())).status).toBe(200);
  });
});

describe("Telnyx is asked to try its failover address", () => {
  it("where there is no fallback number, and the owner hears of it", async () => {
    const fake = fakeEnv({ FALLBACK_NUMBER: undefined });
    fake.session.receive.mockRejectedValue(failure({}));
    expect((await arrive(fake)).status).toBe(503);
    await finish(fake);
    expect(telnyx.sent).toEqual([]);
    const text = expect.stringContaining("could not send the caller to a fallback number either");
    expect(fake.desk.accept.mock.calls).toMatchObject([["lone-star", [{ name: "failed-open", text }]]]);
  });

  it.each([
    ["500", () => refusal(500, "10007")],
    ["403", () => refusal(403, "10010")],
    ["429", () => refusal(429, "10011")],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } })],
    ["nothing, ever", never],
  ])("where Telnyx answers %s to the transfer", async (_, answer) => {
    telnyx.answer = answer;
    const response = arrive(broken());
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await response).status).toBe(503);
    expect(telnyx.sent).toHaveLength(1);
  });
});

describe("a phone that forwards a fail-open ring back to us", () => {
  it.each([
    ["our own number", OURS],
    ["the fallback number", FALLBACK],
  ])("shows %s, and is told that we are busy instead of being rung in circles", async (_, from) => {
    expect((await arrive(broken(), { from })).status).toBe(200);
    const path = `/v2/calls/${CONTROL}/actions/reject`;
    expect(telnyx.sent).toMatchObject([{ path, body: { cause: "USER_BUSY", command_id: `fail-open:${SESSION}` } }]);
  });
});

describe("with mode bypass", () => {
  function bypassed(settings: Parameters<typeof fakeEnv>[0] = {}): Fake {
    const fake = fakeEnv(settings);
    fake.kv.values.set("mode", "bypass\n");
    return fake;
  }

  it("every caller goes to the fallback number at once, with no object on the path", async () => {
    const fake = bypassed();
    telnyx.answer = () => {
      expect([fake.sessions.opened, fake.desks.opened]).toEqual([[], []]);
      return ok();
    };
    expect((await arrive(fake)).status).toBe(200);
    expect(telnyx.sent).toEqual([transfer]);
    expect(delivered(fake)).toEqual([]);
  });

  it("the owner hears of it once an hour", async () => {
    const fake = bypassed();
    await arrive(fake);
    await arrive(fake);
    await finish(fake);
    const ids = fake.desk.accept.mock.calls.flatMap(([, effects]) => effects.map(({ id }) => id));
    expect(new Set(ids)).toEqual(new Set([`alert/lone-star/bypass/${hour}:0`]));
  });

  it("calls are handled as ever where there is no number to send them to", async () => {
    const fake = bypassed({ FALLBACK_NUMBER: undefined });
    await arrive(fake);
    expect(telnyx.sent).toEqual([]);
    expect(delivered(fake)).toHaveLength(1);
  });

  it.each([
    ["cannot be read", () => Promise.reject(new Error("down"))],
    ["does not come in time", never],
  ])("that %s is no order to bypass", async (_, before) => {
    const fake = bypassed();
    fake.kv.before = (key) => (key === "mode" ? before() : Promise.resolve());
    const response = arrive(fake);
    await vi.advanceTimersByTimeAsync(100);
    await response;
    expect(telnyx.sent).toEqual([]);
    expect(delivered(fake)[0]?.happening.type).toBe("call.arrived");
  });
});

describe("the log of a call that failed open", () => {
  it("names the call and nobody in it", async () => {
    const logs = await logsOf(async () => {
      await arrive(broken());
    });
    expect(logs.map(({ event }) => event)).toEqual(["object.failed", "call.failed-open"]);
    expect(JSON.stringify(logs)).not.toContain("214555");
  });

  it("says why a caller could not even be sent on", async () => {
    telnyx.answer = () => refusal(403, "10010");
    const logs = await logsOf(async () => {
      await arrive(broken());
    });
    expect(logs.slice(2)).toMatchObject([
      { event: "call.not-taken", call: SESSION, reason: "transfer-failed", error: "refused 10010" },
      { event: "request.rejected", reason: "call-not-taken", status: 503 },
    ]);
  });
});
