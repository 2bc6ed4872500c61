import { describe, expect, it } from "vitest";
import { CRM_HOST } from "../support/crm-receiver.ts";
import { FINE, type Weather } from "../support/platform/network.ts";
import { heating, JUNE, RAFE } from "./support/businesses.ts";
import { record, talks, texts } from "./support/lookback.ts";
import { caller, takes } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

const HOUR_MS = 3_600_000;
const TOKEN = "k7Qv2mB9sXw4Tz8Lr5Yc1Hd6Np3Jf0Ga";

/** A call whose CRM does not answer for a while; `ids` are those of everything that was posted to it. */
function withCrmDown(forMs: number, how: Weather): Scene & { readonly ids: (string | null)[] } {
  const scene = openScene({ book: heating(), people: { [RAFE]: takes() }, env: { API_TOKEN: TOKEN } });
  const { knobs, clock } = scene.platform;
  const backAt = clock.now + forMs;
  const ids: (string | null)[] = [];
  knobs.weather = (request) => {
    if (request.url.host !== CRM_HOST) return FINE;
    ids.push(request.headers.get("webhook-id"));
    return clock.now < backAt ? how : FINE;
  };
  scene.sweepEveryMs = HOUR_MS;
  scene.call(caller("We have no heat and it is freezing in here"));
  return Object.assign(scene, { ids });
}

const UNAVAILABLE: Weather = { kind: "answers", reply: { status: 503, body: "" }, afterMs: 100 };

describe("a CRM that is down for six hours", () => {
  it.each<[string, Weather]>([
    ["answers 503", UNAVAILABLE],
    ["cannot be reached", { kind: "refused" }],
    ["hangs", { kind: "hangs" }],
    [
      "sends us elsewhere",
      { kind: "answers", reply: { status: 302, body: "", headers: { location: "http://10.0.0.1/" } }, afterMs: 50 },
    ],
  ])("and %s holds up no call, and gets the record once when it is back, under one id", async (_, how) => {
    using scene = withCrmDown(6 * HOUR_MS, how);
    const { ids } = scene;
    await scene.play({ forMs: 12 * HOUR_MS });
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(ids.length).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(1);
    expect(scene.crm.deliveries.map(({ verdict }) => verdict)).toEqual(["recorded"]);
    expect(record(scene)).toMatchObject({ outcome: "transferred" });
    expect(texts(scene, JUNE)).toEqual([]);
  });

  it("that took the record and lost its own answer is sent the same again, for it to know by the id", async () => {
    using scene = withCrmDown(6 * HOUR_MS, { kind: "answer-lost", how: "breaks" });
    const { ids } = scene;
    await scene.play({ forMs: 12 * HOUR_MS });
    expect(new Set(ids).size).toBe(1);
    expect(scene.crm.records).toHaveLength(1);
    expect(new Set(scene.crm.deliveries.map(({ verdict }) => verdict))).toEqual(new Set(["recorded", "repeated"]));
  });
});

describe("a CRM that is down for days", () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const days = async () => {
    const down = withCrmDown(100 * HOUR_MS, UNAVAILABLE);
    await down.play({ forMs: 120 * HOUR_MS });
    await down.run({ forMs: 40 * HOUR_MS });
    return down;
  };

  it("has the record set aside after three days, and the owner told", async () => {
    using scene = await days();
    expect(scene.crm.records).toEqual([]);
    expect(texts(scene, JUNE)).toEqual([expect.stringContaining("could not deliver a record to your CRM")]);
    const parked: unknown = await (await scene.request("/api/parked", { headers })).json();
    expect(parked).toMatchObject([{ business: "copperleaf", kind: "record", lastError: "http-503" }]);
  });

  it("gets it with the next replay, under the id that it always had", async () => {
    using scene = await days();
    const { ids } = scene;
    const id = ids[0] ?? "";
    const replayed = await scene.request(`/api/parked/${encodeURIComponent(id)}/replay`, { method: "POST", headers });
    expect(replayed.status).toBe(200);
    await scene.play();
    expect(scene.crm.records).toMatchObject([{ id, body: { outcome: "transferred" } }]);
    expect(await (await scene.request("/api/parked", { headers })).json()).toEqual([]);
  });
});

describe("a CRM that is slow", () => {
  it("for ten seconds delays nothing that the caller or the technician hears", async () => {
    const played = async (how: Weather) => {
      using scene = withCrmDown(HOUR_MS, how);
      await scene.play({ forMs: 3 * HOUR_MS });
      return scene.carrier.sounds().map(({ at, text }) => ({ at, text: text.replace(/\?.*/, "") }));
    };
    expect(await played({ kind: "fine", upMs: 5_000, downMs: 5_000 })).toEqual(await played(FINE));
  });
});
