/** A day's worth of trouble with canaries in every field that holds something private: none may show in a log line. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { route } from "../../worker/routes.ts";
import { sweep } from "../../worker/sweep.ts";
import { FALLBACK, type Fake, fakeEnv, RULEBOOK, SETTINGS, TOKEN } from "./support/fakes.ts";
import { post, sign } from "./support/posting.ts";
import { stranger } from "./support/signing.ts";
import { refusal, stubTelnyx } from "./support/telnyx-api.ts";
import { arrival, type Body, CALLER, type Json, OURS, webhook } from "./support/webhooks.ts";

const WORDS = "grandmother swallowed a canary";
const SECRETS = [
  ...[CALLER, OURS, FALLBACK, "+12145550101"].map((number) => number.slice(2)),
  ...["grandmother", "canary", "SMITH", SETTINGS.TELNYX_API_KEY, SETTINGS.TELNYX_PUBLIC_KEY, TOKEN],
];

const talk: { [key: string]: Json } = {
  caller_id_name: "SMITH CANARY",
  digits: "5550111",
  transcription_data: { transcript: WORDS, is_final: true },
  text: WORDS,
};
const bodies: readonly Body[] = [
  arrival(talk),
  arrival({ ...talk, to: "acme" }),
  arrival({ ...talk, connection_id: "99" }),
  ...["call.transcription", "call.hangup", "call.gather.ended", "call.cost", "call.dtmf.received"].map((type) =>
    webhook(type, { ...talk, digit: WORDS, hangup_cause: WORDS }),
  ),
  webhook("message.received", { ...talk, id: "m", from: { phone_number: CALLER }, to: [{ phone_number: OURS }] }),
  webhook(`${WORDS} ${CALLER}`, talk),
];

let lines: string[];
beforeEach(() => {
  lines = [];
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void lines.push(parts.map(String).join(" ")));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function send(fake: Fake): Promise<void> {
  const ctx = { ...fake.ctx, passThroughOnException: () => undefined, props: {} } as unknown as ExecutionContext;
  for (const body of bodies) {
    const text = JSON.stringify(body);
    await route(post(text, sign(text, Date.now())), fake.env, ctx);
    await route(post(text, sign(text, Date.now(), stranger)), fake.env, ctx);
    await route(post(`${text}${CALLER}`), fake.env, ctx);
  }
  const headers = { authorization: `Bearer ${TOKEN}${WORDS}` };
  await route(new Request(`https://x.example/api/calls/${encodeURIComponent(CALLER)}`, { headers }), fake.env, ctx);
  await sweep(fake.env);
  await Promise.all(fake.waiting);
}

function expectPrivacy(): void {
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) for (const secret of SECRETS) expect(line).not.toContain(secret);
}

describe("no number, no word and no secret is logged", () => {
  it("when all is well", async () => {
    stubTelnyx();
    await send(fakeEnv());
    expectPrivacy();
  });

  it("when everything that can fail does, and says in its error what it was given", async () => {
    const api = stubTelnyx();
    api.answer = () => refusal(422, `${CALLER} ${WORDS}`);
    const fake = fakeEnv({}, { rulebook: `${RULEBOOK}\n${WORDS}: [${CALLER}`, "number:+12145550102": "x" });
    const fail = () => Promise.reject(Object.assign(new Error(`${WORDS} ${CALLER}`), { retryable: true }));
    fake.session.receive.mockImplementation(fail);
    for (const method of Object.values(fake.desk)) method.mockImplementation(fail);
    for (const method of Object.values(fake.line)) method.mockImplementation(fail);
    await send(fake);
    expectPrivacy();
  });

  it("when KV is down as well", async () => {
    stubTelnyx();
    const fake = fakeEnv();
    fake.kv.before = (key) => Promise.reject(new Error(`no ${key} for ${CALLER}`));
    await send(fake);
    expectPrivacy();
  });
});
