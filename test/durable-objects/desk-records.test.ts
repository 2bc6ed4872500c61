import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { callId } from "../../rules/ids.ts";
import { CRM_SECRET, createCrmReceiver } from "../support/crm-receiver.ts";
import type { Reply } from "../support/platform/network.ts";
import { DANA } from "./support/build.ts";
import { alert, createDeskBench, type DeskBench, record, seconds } from "./support/desk-bench.ts";

const HOUR = 3_600_000;
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: "" });
const at = (bench: DeskBench) => bench.posts.map((post) => seconds(post.at));
/** Without their resends. */
const alerts = (bench: DeskBench) => [...new Set(bench.texts.map(({ text }) => text))];
/** Somebody to tell: the desk tells whom it was told to tell before. */
const withOwner = async (bench: DeskBench) => {
  await bench.accept(alert("hello", { to: DANA }), {
    ...record(),
    kind: "call.opened",
    call: callId("x"),
    from: null,
    to: "+12145550100",
    openedAt: 0,
  } as never);
  await bench.run(60_000);
  bench.texts.length = 0;
};

describe("a record", () => {
  it("is posted once, signed, under the effect's own id", async () => {
    using bench = createDeskBench();
    const sent = record();
    const verified: unknown[] = [];
    bench.crm = ({ body, headers }) => {
      verified.push(new Webhook(CRM_SECRET).verify(body, Object.fromEntries(headers)));
      return answer(200);
    };
    await bench.accept(sent);
    await bench.run(HOUR);
    expect(verified).toEqual([sent.body]);
    expect(bench.posts.map(({ headers, redirect }) => [headers.get("webhook-id"), redirect])).toEqual([
      [sent.id, "manual"],
    ]);
  });

  it("survives six hours without the CRM, and is then there once", async () => {
    using bench = createDeskBench();
    const back = 6 * HOUR;
    bench.crm = ({ at: now }) => (seconds(now) * 1_000 < back ? answer(503) : answer(200));
    await bench.accept(record());
    await bench.run(30 * HOUR);
    expect(bench.posts.filter((post) => seconds(post.at) * 1_000 >= back)).toHaveLength(1);
    expect(new Set(bench.posts.map(({ body, headers }) => body + headers.get("webhook-id")))).toHaveLength(1);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("whose answer was lost is known to the CRM by its id when it comes again", async () => {
    using bench = createDeskBench();
    const crm = createCrmReceiver();
    let lost = 0;
    bench.crm = (post) => crm.handle(post) as Reply;
    bench.platform.knobs.weather = () =>
      lost++ === 0 ? { kind: "answer-lost", how: "hangs" } : { kind: "fine", upMs: 0, downMs: 0 };
    await bench.accept(record());
    await bench.run(HOUR);
    expect(crm.deliveries.map(({ verdict }) => verdict)).toEqual(["recorded", "repeated"]);
    expect(crm.records).toHaveLength(1);
  });

  it("is set aside after four days without the CRM, told, and delivered when it is sent again", async () => {
    using bench = createDeskBench();
    await withOwner(bench);
    bench.crm = () => answer(500);
    const sent = record();
    await bench.accept(sent);
    await bench.run(96 * HOUR);
    expect(at(bench).at(-1)).toBeGreaterThan((0.8 * 75 * HOUR) / 1_000);
    expect(await bench.desk.parked()).toMatchObject([
      { id: sent.id, kind: "record", attempts: 10, lastError: "http-500" },
    ]);
    expect(alerts(bench)[0]).toContain("could not deliver a record to your CRM");

    bench.crm = () => answer(204);
    expect(await bench.desk.replay(sent.id)).toBe(true);
    await bench.run(1_000);
    expect(bench.posts.at(-1)?.headers.get("webhook-id")).toBe(sent.id);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("is not sent beside a try that is under way, however often somebody asks", async () => {
    using bench = createDeskBench();
    bench.crm = () => answer(500);
    const sent = record();
    await bench.accept(sent);
    await bench.run(4 * 24 * HOUR);
    const before = bench.posts.length;
    bench.platform.knobs.weather = () => ({ kind: "fine", upMs: 2_000, downMs: 2_000 });
    bench.crm = () => answer(200);
    const asked = await Promise.all(Array.from({ length: 50 }, () => bench.desk.replay(sent.id)));
    await bench.run(60_000);
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(bench.posts.length - before).toBe(1);
  });

  it("that was handed over twice is posted once, also when the first has been delivered", async () => {
    using bench = createDeskBench();
    const sent = record();
    expect(await bench.accept(sent)).toEqual([sent.id]);
    await bench.run(10_000);
    bench.slot.evict();
    expect(await bench.accept(sent)).toEqual([sent.id]);
    await bench.run(HOUR);
    expect(bench.posts).toHaveLength(1);
  });

  it("of a call waits for the one before it, other calls do not", async () => {
    using bench = createDeskBench();
    const [one, two] = [callId("one"), callId("two")];
    const first = record({}, one);
    bench.crm = ({ headers }) => (headers.get("webhook-id") === first.id ? answer(500) : answer(200));
    const second = record({}, one);
    const other = record({}, two);
    await bench.accept(first, second, other);
    await bench.run(60_000);
    expect(bench.posts.map(({ headers }) => headers.get("webhook-id"))).toEqual([first.id, other.id, first.id]);
  });

  it("does not wait behind a slow CRM's answer for a page", async () => {
    using bench = createDeskBench();
    bench.platform.knobs.weather = ({ url }) =>
      url.host === "crm.example" ? { kind: "hangs" } : { kind: "fine", upMs: 0, downMs: 0 };
    await bench.accept(...Array.from({ length: 20 }, () => record()));
    await bench.accept(alert("now"));
    expect(bench.texts).toHaveLength(1);
  });
});

describe("an answer of the CRM", () => {
  it.each([
    ["its own error", answer(500)],
    ["a redirect", answer(302, { location: "http://169.254.169.254/" })],
    ["not found", answer(404)],
    ["too many", answer(429, { "retry-after": "0" })],
  ])("that is %s is a try that failed, and nothing is followed", async (_, reply) => {
    using bench = createDeskBench();
    bench.crm = (_post, n) => (n === 1 ? reply : answer(200));
    await bench.accept(record());
    await bench.run(10_000);
    expect(bench.posts).toHaveLength(2);
    expect(bench.platform.offences).toEqual([]);
  });

  it.each([
    ["seconds", "7", 7],
    ["far too long", "999999", 12],
    ["a time that has passed", "Wed, 21 Oct 2015 07:28:00 GMT", 6],
  ])("that asks for %s is heard within bounds", async (_, retryAfter, atMost) => {
    using bench = createDeskBench();
    bench.crm = (_post, n) => (n === 1 ? answer(503, { "retry-after": retryAfter }) : answer(200));
    await bench.accept(record());
    await bench.run(60_000);
    expect(at(bench)[1]).toBeGreaterThanOrEqual(4);
    expect(at(bench)[1]).toBeLessThanOrEqual(atMost);
  });

  it("that it is gone for good stops all that goes there, until somebody sends one again", async () => {
    using bench = createDeskBench();
    await withOwner(bench);
    bench.crm = () => answer(410);
    const [first, second] = [record(), record()];
    await bench.accept(first);
    await bench.accept(second);
    await bench.run(HOUR);
    expect(bench.posts).toHaveLength(1);
    expect(alerts(bench)[0]).toContain("its address is gone");

    bench.crm = () => answer(200);
    await bench.desk.replay(first.id);
    await bench.desk.replay(second.id);
    await bench.run(HOUR);
    expect(bench.posts).toHaveLength(3);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it.each([401, 403])(
    "that it does not know us (%i) is told at once, and tried on until it is mended",
    async (status) => {
      using bench = createDeskBench();
      await withOwner(bench);
      bench.crm = (_post, n) => (n < 3 ? answer(status) : answer(200));
      await bench.accept(record());
      await bench.run(HOUR);
      expect(alerts(bench).filter((text) => text.includes("not let in"))).toHaveLength(1);
      expect(await bench.desk.parked()).toEqual([]);
    },
  );

  it("that does not come is given up after 10 s and tried again", async () => {
    using bench = createDeskBench();
    let lost = 0;
    bench.platform.knobs.weather = () => (lost++ === 0 ? { kind: "hangs" } : { kind: "fine", upMs: 0, downMs: 0 });
    await bench.accept(record());
    await bench.run(60_000);
    expect(at(bench)).toHaveLength(1);
    expect(at(bench)[0]).toBeGreaterThan(13);
  });
});

describe("a CRM that is down", () => {
  it("is asked about once a minute, however many records wait, and then gets them all", async () => {
    using bench = createDeskBench();
    const back = HOUR;
    bench.crm = ({ at: now }) => (seconds(now) * 1_000 < back ? answer(503) : answer(200));
    const records = Array.from({ length: 200 }, () => record());
    await bench.accept(...records);
    await bench.run(back);
    await bench.run(12 * HOUR);
    const after = bench.posts.filter((post) => seconds(post.at) * 1_000 >= back);
    expect(bench.posts.length - after.length).toBeLessThan(110);
    expect(after).toHaveLength(200);
    expect(new Set(after.map(({ headers }) => headers.get("webhook-id")))).toHaveLength(200);
  });
});

describe("a record that cannot be sent as it is set up", () => {
  it.each([
    ["its secret is not set", { secret: "RULEBOOK_OTHER" }, {}],
    ["its secret is no secret of rulebooks", { secret: "TELNYX_API_KEY" }, { TELNYX_API_KEY_HOST: "crm.example" }],
    ["its secret belongs to another host", {}, { RULEBOOK_CRM_SECRET_HOST: "other.example" }],
    ["its secret belongs to no host", {}, { RULEBOOK_CRM_SECRET_HOST: undefined }],
    ["its secret is not base64", {}, { RULEBOOK_CRM_SECRET: "%%%" }],
    ["its address is no URL", { url: "crm.example" }, {}],
    ["its address is private", { url: "https://127.0.0.1/x" }, { RULEBOOK_CRM_SECRET_HOST: "127.0.0.1" }],
  ])("because %s is set aside and told, and nothing leaves", async (_, more, env) => {
    using bench = createDeskBench(env as never);
    await withOwner(bench);
    await bench.accept(record(more));
    await bench.run(HOUR);
    expect(bench.posts).toEqual([]);
    expect(bench.platform.offences).toEqual([]);
    expect(await bench.desk.parked()).toMatchObject([
      { kind: "record", lastError: expect.stringMatching(/^(secret|url)$/) },
    ]);
    expect(alerts(bench)[0]).toContain("cannot post to your CRM");
  });
});
