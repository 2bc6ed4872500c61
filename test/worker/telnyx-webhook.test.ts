import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writeClientState } from "../../durable-objects/client-state.ts";
import { callId } from "../../rules/ids.ts";
import { FAIL_OPEN_STATE } from "../../worker/fail-open.ts";
import { receiveWebhook } from "../../worker/telnyx-webhook.ts";
import { type Fake, fakeEnv, logsOf, never, RULEBOOK, SETTINGS } from "./support/fakes.ts";
import { post, sign } from "./support/posting.ts";
import { stranger, telnyx } from "./support/signing.ts";
import { stubTelnyx } from "./support/telnyx-api.ts";
import { arrival, CALLER, CONTROL, OURS, SESSION, webhook } from "./support/webhooks.ts";

const NOW = Date.UTC(2026, 0, 16, 2, 30, 0, 400);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const receive = (fake: Fake, request: Request) => receiveWebhook(request, fake.env, fake.ctx);
const untouched = (fake: Fake) => [fake.sessions.opened, fake.desks.opened, fake.kv.reads];

describe("a request that is not from Telnyx", () => {
  const body = JSON.stringify(arrival());
  const good = sign(body, NOW);
  it.each([
    ["nothing at all", body, {}, 401],
    ["no signature", body, { "telnyx-timestamp": good["telnyx-timestamp"] }, 401],
    ["no timestamp", body, { "telnyx-signature-ed25519": good["telnyx-signature-ed25519"] }, 401],
    ["the signature of another body", `${body} `, good, 401],
    ["the signature of another account", body, sign(body, NOW, stranger), 401],
    ["a signature of five minutes and a second ago", body, sign(body, NOW - 301_000), 401],
    ["a signature of five minutes and a second from now", body, sign(body, NOW + 301_000), 401],
    ["a form", body, { ...good, "content-type": "application/x-www-form-urlencoded" }, 415],
    ["a megabyte", "x".repeat(1_000_000), sign("x".repeat(1_000_000), NOW), 413],
  ])("with %s gets an empty answer, and nothing behind the Worker is touched", async (_, text, headers, status) => {
    const fake = fakeEnv();
    const response = await receive(fake, post(text, headers));
    expect([response.status, await response.text()]).toEqual([status, ""]);
    expect(untouched(fake)).toEqual([[], [], []]);
  });

  it("is counted with its reason and not with its content", async () => {
    const logs = await logsOf(() => receive(fakeEnv(), post(body, sign(body, NOW, stranger))));
    expect(logs).toEqual([{ event: "request.rejected", reason: "signature-mismatch", status: 401 }]);
  });
});

describe("when we are broken, a webhook is to come again", () => {
  it.each([
    ["the public key is missing", { TELNYX_PUBLIC_KEY: undefined }],
    [
      "the public key is a placeholder that anybody can sign for",
      { TELNYX_PUBLIC_KEY: "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
    ],
    ["the API key is missing", { TELNYX_API_KEY: undefined }],
    ["the objects are not bound", { CALLS: undefined }],
  ])("because %s", async (_, settings) => {
    const fake = fakeEnv(settings);
    expect((await receive(fake, post(JSON.stringify(arrival())))).status).toBe(503);
    expect(untouched(fake)).toEqual([[], [], []]);
  });

  it("because the key it was signed with may be the one that was mistyped", async () => {
    const fake = fakeEnv({ TELNYX_PUBLIC_KEY: `${telnyx.publicKey},mistyped` });
    const body = JSON.stringify(webhook("call.answered"));
    expect((await receive(fake, post(body, sign(body, NOW, stranger)))).status).toBe(503);
    expect((await receive(fake, post(body, sign(body, NOW)))).status).toBe(200);
  });

  it("because the call's object cannot be reached", async () => {
    const fake = fakeEnv();
    fake.session.receive.mockRejectedValue(Object.assign(new Error("no"), { overloaded: true }));
    const body = JSON.stringify(webhook("call.answered"));
    expect((await receive(fake, post(body, sign(body, NOW)))).status).toBe(503);
  });
});

async function take(fake: Fake, body: object, url?: string): Promise<Response> {
  const text = JSON.stringify(body);
  const response = await receive(fake, post(text, sign(text, NOW), url));
  await Promise.all(fake.waiting);
  return response;
}

describe("an event", () => {
  it.each(["committed", "duplicate", "ignored", "poisoned"] as const)("that is %s is taken", async (receipt) => {
    const fake = fakeEnv();
    fake.session.receive.mockResolvedValue(receipt);
    const response = await take(fake, webhook("call.answered"));
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("is not taken before it is on disk", async () => {
    const fake = fakeEnv();
    let commit = (_: "committed"): void => {};
    fake.session.receive.mockReturnValue(new Promise((resolve) => (commit = resolve)));
    let answered = false;
    const response = take(fake, webhook("call.answered")).then((taken) => {
      answered = true;
      return taken;
    });
    await vi.waitFor(() => expect(fake.session.receive).toHaveBeenCalled());
    expect(answered).toBe(false);
    commit("committed");
    expect((await response).status).toBe(200);
  });

  it("goes to the call of its session where our mark is not on the leg yet", async () => {
    const fake = fakeEnv();
    await take(fake, webhook("call.hangup", { hangup_cause: "originator_cancel" }));
    expect(fake.session.receive.mock.calls).toEqual([
      [
        {
          id: "evt-1",
          call: SESSION,
          happening: expect.objectContaining({ type: "leg.ended", leg: null, control: CONTROL, reason: "cancelled" }),
          pin: null,
        },
      ],
    ]);
  });

  it("goes to the call that our signed mark names, as of the leg that it names", async () => {
    const fake = fakeEnv();
    const mark = { call: callId("another-call"), leg: "p1", speech: 4 } as const;
    const client_state = writeClientState(SETTINGS.TELNYX_API_KEY, mark);
    await take(fake, webhook("call.speak.ended", { client_state, status: "completed" }));
    expect(fake.session.receive.mock.calls).toMatchObject([
      [{ call: "another-call", happening: { leg: "p1", speech: 4, completed: true } }],
    ]);
  });

  it("with our mark is ours even when its connection was taken off the list during the call", async () => {
    const fake = fakeEnv();
    const mark = { call: callId(SESSION), leg: "caller", speech: null } as const;
    const client_state = writeClientState(SETTINGS.TELNYX_API_KEY, mark);
    await take(fake, webhook("call.answered", { client_state, connection_id: "99" }));
    expect(fake.session.receive).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["is signed by somebody else", writeClientState("another key", { call: callId("victim"), leg: "p1", speech: 1 })],
    ["is no base64", "%%%"],
    ["is plain JSON", btoa('{"c":"victim","l":"p1","s":1}')],
    ["is empty", ""],
  ])("ignores a mark that %s", async (_, client_state) => {
    const fake = fakeEnv();
    await take(fake, webhook("call.answered", { client_state }));
    expect(fake.session.receive.mock.calls).toMatchObject([[{ call: SESSION, happening: { leg: null } }]]);
  });

  it.each([
    ["of a type that we do not use", webhook("call.cost", { total_cost: "0.01" }), "unknown-type"],
    ["of a call that failed open", webhook("call.answered", { client_state: FAIL_OPEN_STATE }), "failed-open"],
    ["of no call", webhook("call.answered", { call_session_id: null }), "no-call"],
    ["of another application", webhook("call.answered", { connection_id: "99" }), "connection-not-listed"],
    ["that is no event", { hello: "world" }, "not-an-event"],
    ["in the format of 2019", { event_type: "call_hangup", payload: {} }, "not-an-event"],
    ["of a caller without a leg", arrival({ call_control_id: null }), "no-leg"],
  ])("%s is acknowledged, counted, and reaches no object", async (_, body, reason) => {
    const fake = fakeEnv();
    const logs = await logsOf(async () => expect((await take(fake, body)).status).toBe(200));
    expect(logs).toMatchObject([{ event: "webhook.ignored", reason }]);
    expect(untouched(fake)).toEqual([[], [], []]);
  });

  it("counts which key it was signed with while there are several", async () => {
    const fake = fakeEnv({ TELNYX_PUBLIC_KEY: `${stranger.publicKey},${telnyx.publicKey}` });
    const logs = await logsOf(() => take(fake, webhook("call.answered")));
    expect(logs).toEqual([{ event: "webhook.key", key: 2 }]);
  });
});

describe("a caller", () => {
  it("arrives at the call of the session, and hears tones from the address that Telnyx knows us by", async () => {
    const fake = fakeEnv();
    const response = await take(fake, arrival(), "https://calls.example:8443/telnyx/webhooks?x=1");
    expect(response.status).toBe(200);
    const happening = { type: "call.arrived", from: CALLER, to: OURS, origin: "https://calls.example:8443" };
    expect(fake.session.receive.mock.calls).toMatchObject([[{ call: SESSION, happening }]]);
  });

  it.each(["99", null])(
    "on the connection %j, which nobody listed, is left to Telnyx's failover address",
    async (id) => {
      const fake = fakeEnv();
      const logs = await logsOf(async () =>
        expect((await take(fake, arrival({ connection_id: id }))).status).toBe(503),
      );
      expect(logs).toEqual([
        { event: "request.rejected", reason: "connection-not-listed", status: 503, connection: id },
      ]);
      expect(untouched(fake)).toEqual([[], [], []]);
    },
  );

  it.each([
    ["whose call has no name", { call_session_id: null }],
    ["who called something that is no number", { to: "acme" }],
  ])("%s is sent to the fallback number", async (_, payload) => {
    const api = stubTelnyx();
    const fake = fakeEnv();
    expect((await take(fake, arrival(payload))).status).toBe(200);
    expect(api.sent).toMatchObject([{ body: { to: SETTINGS.FALLBACK_NUMBER } }]);
    expect(fake.sessions.opened).toEqual([]);
  });

  it("is sent there too when what looks them up throws, which it must not", async () => {
    const api = stubTelnyx();
    const fake = fakeEnv();
    vi.spyOn(fake.ctx, "waitUntil").mockImplementationOnce(() => {
      throw new Error("a bug");
    });
    expect((await take(fake, arrival())).status).toBe(200);
    expect(api.sent).toHaveLength(1);
  });
});

describe("a text message", () => {
  const received = webhook("message.received", {
    id: "msg-1",
    from: { phone_number: CALLER },
    to: [{ phone_number: OURS }],
    text: "STOP",
  });

  it("goes to the desk of the business that has our number", async () => {
    const documents = { [`number:${OURS}`]: "blue-sky", "rulebook:blue-sky": RULEBOOK };
    const fake = fakeEnv({}, documents);
    expect((await take(fake, received)).status).toBe(200);
    expect(fake.desks.opened).toEqual(["desk:blue-sky"]);
    expect(fake.desk.message.mock.calls).toMatchObject([[{ id: "evt-1", text: "STOP", from: CALLER }]]);
  });

  it("is to come again when the desk does not take it", async () => {
    const fake = fakeEnv();
    fake.desk.message.mockRejectedValue(Object.assign(new Error("no"), { retryable: true }));
    expect((await take(fake, received)).status).toBe(503);
    expect(fake.desk.message).toHaveBeenCalledTimes(2);
  });

  it("goes to the desk that has the calls without a rulebook where there is none", async () => {
    const fake = fakeEnv({}, {});
    expect((await take(fake, received)).status).toBe(200);
    expect(fake.desks.opened).toEqual([`line:${OURS}`, "desk:fallback"]);
  });

  it("is to come again when nobody can say whose it is", async () => {
    const fake = fakeEnv();
    fake.kv.before = () => Promise.reject(new Error("down"));
    expect((await take(fake, received)).status).toBe(503);
    expect(fake.desk.message).not.toHaveBeenCalled();
  });
});

describe("a body that never ends", () => {
  it("is given up after two seconds, and may come again", async () => {
    vi.useRealTimers();
    vi.useFakeTimers({ now: NOW });
    const fake = fakeEnv();
    const body = new ReadableStream({ pull: never });
    const response = receive(fake, post(body, sign("", NOW)));
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await response).status).toBe(408);
    expect(untouched(fake)).toEqual([[], [], []]);
  });
});
