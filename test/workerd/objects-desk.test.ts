/** A desk on the real runtime: what it takes over is delivered once, whatever becomes of the process. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FrontDeskRpc } from "../../durable-objects/protocol.ts";
import { businessId } from "../../rules/ids.ts";
import { CALL, CALLER, LINE } from "../durable-objects/support/build.ts";
import { page, record } from "../durable-objects/support/effects.ts";
import { catchRequests, inside, realDesk, rows, tables } from "../durable-objects/support/real-objects.ts";
import { CRM_HOST, CRM_SECRET } from "../support/crm-receiver.ts";

let desks = 0;
const aDesk = (): FrontDeskRpc => {
  desks += 1;
  return realDesk(`desk:workerd-${desks}`);
};
const business = businessId("lone-star");

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a desk", () => {
  it("signs and posts a record, once, however often it is handed over", async () => {
    const sent = catchRequests();
    const desk = aDesk();
    const one = record();
    for (let n = 0; n < 3; n++) expect(await desk.accept(business, [one])).toEqual([one.id]);
    await vi.waitFor(async () => expect(await rows(desk, "SELECT 1 FROM outbox")).toEqual([]));
    await evictDurableObject(desk as never);
    await desk.accept(business, [one]);
    const posts = sent.filter(({ host }) => host === CRM_HOST);
    expect(posts).toHaveLength(1);
    expect(posts[0]?.headers.get("webhook-id")).toBe(one.id);
    const verify = () =>
      new Webhook(CRM_SECRET).verify(JSON.stringify(one.body), Object.fromEntries(posts[0]?.headers ?? []));
    expect(verify()).toEqual(one.body);
  });

  it("sends what waits when its alarm goes off, also after it was evicted", async () => {
    let down = true;
    const sent = catchRequests(({ host }) =>
      down && host === CRM_HOST ? new Response("", { status: 503 }) : undefined,
    );
    const desk = aDesk();
    await desk.accept(business, [record()]);
    await vi.waitFor(async () =>
      expect(await rows(desk, "SELECT last_error FROM outbox")).toEqual([{ last_error: "http-503" }]),
    );
    await evictDurableObject(desk as never);
    down = false;
    await inside(desk, ({ sql }) => sql.exec("UPDATE outbox SET due_at = 0").toArray());
    expect(await runDurableObjectAlarm(desk as never)).toBe(true);
    await vi.waitFor(async () => expect(await rows(desk, "SELECT 1 FROM outbox")).toEqual([]));
    expect(sent.filter(({ host }) => host === CRM_HOST)).toHaveLength(2);
  });

  it("texts a page and arms the look whether it arrived", async () => {
    const sent = catchRequests();
    const desk = aDesk();
    await desk.accept(business, [page()]);
    await vi.waitFor(() => expect(sent.map(({ name }) => name)).toEqual(["messages"]));
    await vi.waitFor(async () =>
      expect(await inside(desk, (storage) => storage.getAlarm())).toBeGreaterThan(Date.now() + 15_000),
    );
  });

  it("screens a caller and counts them", async () => {
    const desk = aDesk();
    expect(await desk.screen({ call: CALL, from: CALLER, to: LINE, blocked: [], own: [] })).toEqual({
      verdict: "welcome",
      recentCalls: 0,
    });
    expect(await desk.screen({ call: CALL, from: CALLER, to: LINE, blocked: [CALLER], own: [] })).toMatchObject({
      verdict: "blocked",
    });
  });

  it("that has nothing to keep keeps nothing", async () => {
    const desk = aDesk();
    expect([await desk.sweep(), await desk.parked(), await desk.lastGoodRulebook()]).toEqual([[], [], null]);
    expect(await tables(desk)).toEqual([]);
  });
});
