import { describe, expect, it } from "vitest";
import { Courier, type CourierOptions, type Outcome } from "../../simulator/courier.ts";
import { commandThrough, FINE_WEATHER, type Passage, Weather } from "../../simulator/faults.ts";
import { Random } from "../../simulator/random.ts";
import type { Webhook } from "../../simulator/types.ts";
import { answers, CONNECTION, Line, OURS, SAM } from "./line.ts";

const FIRST = "https://firstring.test/telnyx/webhooks";
const SECOND = "https://standby.test/telnyx/webhooks";

const webhook = (at = 0, retriesMs: number[] | null = null): Webhook => ({
  at,
  retriesMs,
  body: {
    data: { record_type: "event", event_type: "call.answered", id: `event-${at}`, occurred_at: "", payload: {} },
    meta: { attempt: 1, delivered_to: FIRST },
  },
});

type Arrival = { at: number; url: string; id: string; attempt: number };

/** Delivers, answering each arrival as told, until nothing is on the way any more. */
function deliver(
  webhooks: Webhook[],
  outcomes: (Outcome | "silence")[],
  more: Partial<CourierOptions> = {},
): Arrival[] {
  const passage = (): Passage => [0];
  const options = { passage, random: new Random(1), redeliveryChangesId: false, failoverUrl: null, ...more };
  const courier = new Courier(options);
  for (const one of webhooks) courier.accept(one);
  const arrivals: Arrival[] = [];
  for (let at = courier.next(); at !== null; at = courier.next()) {
    for (const delivery of courier.advance(at)) {
      const { data, meta } = delivery.webhook.body;
      arrivals.push({ at, url: delivery.url, id: data.id, attempt: meta.attempt });
      const outcome = outcomes[arrivals.length - 1] ?? 200;
      if (outcome !== "silence") courier.settle(delivery.id, outcome, at);
    }
  }
  return arrivals;
}

describe("the delivery of a webhook", () => {
  it.each([200, 204, 400, 401, 404, 422, 301])("is over with a %i", (status) => {
    expect(deliver([webhook()], [status])).toHaveLength(1);
  });

  it.each([500, 503, 408, 429])("is tried once more, at once, after a %i", (status) => {
    expect(deliver([webhook()], [status, status, status])).toEqual([
      { at: 0, url: FIRST, id: "event-0", attempt: 1 },
      { at: 0, url: FIRST, id: "event-0", attempt: 2 },
    ]);
  });

  it("is tried again after two seconds of silence", () => {
    expect(deliver([webhook()], ["silence"]).map(({ at }) => at)).toEqual([0, 2_000]);
  });

  it("keeps to the policy that was given for this type of event", () => {
    const arrivals = deliver([webhook(0, [1_000, 2_000, 5_000])], [500, 500, "silence", 500, 500]);
    expect(arrivals.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 10_000]);
  });

  it("goes to the failover address when the first one has failed", () => {
    const arrivals = deliver([webhook()], [500, 500, 500, 500, 500], { failoverUrl: SECOND });
    expect(arrivals.map(({ url, attempt }) => [url, attempt])).toEqual([
      [FIRST, 1],
      [FIRST, 2],
      [SECOND, 3],
      [SECOND, 4],
    ]);
  });

  it("repeats the id, or changes it", () => {
    const [first, second] = deliver([webhook()], [500], { redeliveryChangesId: true });
    expect(first?.id).toBe("event-0");
    expect(second?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("that is lost counts as silence", () => {
    const passages: Passage[] = [[], [0]];
    expect(deliver([webhook()], [], { passage: () => passages.shift() ?? [] })).toMatchObject([
      { at: 2_000, attempt: 2 },
    ]);
  });

  it("that is doubled arrives twice under one id", () => {
    const arrivals = deliver([webhook()], [], { passage: () => [0, 700] });
    expect(arrivals.map(({ at, id, attempt }) => [at, id, attempt])).toEqual([
      [0, "event-0", 1],
      [700, "event-0", 1],
    ]);
  });

  it("that is late is overtaken", () => {
    const passages: Passage[] = [[500], [0]];
    const arrivals = deliver([webhook(0), webhook(100)], [], { passage: () => passages.shift() ?? [] });
    expect(arrivals.map(({ id }) => id)).toEqual(["event-100", "event-0"]);
  });

  it("that is answered too late has been sent again already", () => {
    const courier = new Courier({
      passage: () => [0],
      random: new Random(1),
      redeliveryChangesId: false,
      failoverUrl: null,
    });
    courier.accept(webhook());
    const [first] = courier.advance(0);
    courier.advance(2_000);
    courier.settle(first?.id ?? -1, 200, 2_500);
    expect(courier.settled.map(({ outcome }) => outcome)).toEqual(["timeout"]);
  });

  it("says how long each answer took", () => {
    const courier = new Courier({
      passage: () => [0],
      random: new Random(1),
      redeliveryChangesId: false,
      failoverUrl: null,
    });
    courier.accept(webhook(100));
    const [delivery] = courier.advance(100);
    courier.settle(delivery?.id ?? -1, 200, 140);
    expect(courier.settled).toMatchObject([{ at: 140, tookMs: 40, attempt: 1, outcome: 200 }]);
  });
});

describe("the retries that a leg was given", () => {
  it("are those of its events, by type", () => {
    const line = new Line();
    const policies = { "call.hangup": { retries_ms: [1_000, 2_000] } };
    const control = Line.answered(line, {}, { webhook_retries_policies: policies });
    line.post(control, "hangup");
    line.run(0);
    expect(line.webhooks.map(({ retriesMs }) => retriesMs)).toEqual([null, null, [1_000, 2_000]]);
  });
});

describe("the weather between us", () => {
  const weather = (part: Partial<typeof FINE_WEATHER.webhooks> & Partial<typeof FINE_WEATHER.commands>, seed = 1) => {
    const { webhooks, commands } = FINE_WEATHER;
    return new Weather({ webhooks: { ...webhooks, ...part }, commands: { ...commands, ...part } }, new Random(seed));
  };
  const passages = (of: Weather) => Array.from({ length: 1_000 }, () => of.passage(webhook()));

  it("is fine unless told otherwise", () => {
    expect(new Set(passages(weather({})).map((passage) => passage.join()))).toEqual(new Set(["0"]));
  });

  it.each([
    ["lose", { lose: 0.3 }, (passage: Passage) => passage.length === 0],
    ["duplicate", { duplicate: 0.3 }, (passage: Passage) => passage.length === 2],
    ["late", { late: 0.3 }, (passage: Passage) => (passage[0] ?? 0) > 0],
  ])("does to about as many webhooks as asked: %s", (_, part, happened) => {
    const share = passages(weather(part)).filter(happened).length / 1_000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it("is the same again for the same seed", () => {
    const part = { lose: 0.1, duplicate: 0.2, late: 0.5 };
    expect(passages(weather(part, 5))).toEqual(passages(weather(part, 5)));
    expect(passages(weather(part, 5))).not.toEqual(passages(weather(part, 6)));
  });

  it.each([
    ["failBefore", { status: 500 }, false, 0],
    ["failAfter", { status: 500 }, true, 0],
    ["slow", { status: 200 }, true, 3_000],
    ["hangBefore", null, false, 0],
    ["hangAfter", null, true, 0],
    ["limit", { status: 429 }, false, 0],
  ] as const)("a command under %s", (fault, response, done, afterMs) => {
    const line = new Line({ [SAM]: answers() });
    const request = {
      at: line.now,
      method: "POST",
      path: "/v2/calls",
      body: { connection_id: CONNECTION, to: SAM, from: OURS },
    };
    const answer = commandThrough(weather({ [fault]: 1 }), line.carrier, request);
    if (response === null) expect(answer.response).toBeNull();
    else expect(answer.response).toMatchObject(response);
    expect(answer.afterMs).toBe(afterMs);
    expect(line.carrier.legs()).toHaveLength(done ? 1 : 0);
  });
});
