import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { CrmReceiver, type Post } from "../../simulator/crm-receiver.ts";

const SECRET = `whsec_${Buffer.from("a secret that nobody else knows!").toString("base64")}`;
const AT = Date.UTC(2031, 5, 1, 12);

const post = (id: string, at = AT, body = `{"id":"${id}"}`, secret = SECRET): Post => ({
  at,
  body,
  headers: {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(at), body),
  },
});

describe("the CRM", () => {
  it("keeps what is signed, whatever year it is", () => {
    const crm = new CrmReceiver(SECRET);
    expect(crm.receive(post("call:1"))).toEqual({ status: 200, afterMs: 0 });
    expect(crm.records()).toEqual([{ id: "call:1", at: AT, body: '{"id":"call:1"}', deliveries: 1 }]);
  });

  it("keeps a record once, however often it comes", () => {
    const crm = new CrmReceiver(SECRET);
    for (const later of [0, 5_000, 3_600_000]) expect(crm.receive(post("call:1", AT + later)).status).toBe(200);
    crm.receive(post("call:2"));
    expect(crm.records().map(({ id, deliveries }) => [id, deliveries])).toEqual([
      ["call:1", 3],
      ["call:2", 1],
    ]);
  });

  it("accepts any one of several signatures, as while a secret is changed", () => {
    const crm = new CrmReceiver(SECRET);
    const genuine = post("call:1");
    const headers = { ...genuine.headers, "webhook-signature": `v1,bm9wZQ== ${genuine.headers["webhook-signature"]}` };
    expect(crm.receive({ ...genuine, headers }).status).toBe(200);
  });

  it.each<[string, (genuine: Post) => Post]>([
    ["another body", (genuine) => ({ ...genuine, body: "{}" })],
    ["another secret", () => post("call:1", AT, "{}", `whsec_${Buffer.from("guessed").toString("base64")}`)],
    ["another id", (genuine) => ({ ...genuine, headers: { ...genuine.headers, "webhook-id": "call:2" } })],
    ["another timestamp", (genuine) => ({ ...genuine, headers: { ...genuine.headers, "webhook-timestamp": "1" } })],
    [
      "a timestamp in words",
      (genuine) => ({ ...genuine, headers: { ...genuine.headers, "webhook-timestamp": "now" } }),
    ],
    ["no signature", ({ headers: { "webhook-signature": _, ...headers }, ...genuine }) => ({ ...genuine, headers })],
    ["five minutes and a second of delay", (genuine) => ({ ...genuine, at: AT + 301_000 })],
  ])("refuses %s", (_, forge) => {
    const crm = new CrmReceiver(SECRET);
    expect(crm.receive(forge(post("call:1"))).status).toBe(401);
    expect(crm.records()).toEqual([]);
    expect(crm.refused).toHaveLength(1);
  });

  it("can be down for a while, fail, and be slow", () => {
    const crm = new CrmReceiver(SECRET);
    crm.downUntilAt = AT + 1_000;
    expect(crm.receive(post("call:1")).status).toBeNull();
    crm.failsWith = 500;
    expect(crm.receive(post("call:1", AT + 1_000)).status).toBe(500);
    crm.failsWith = null;
    crm.slowMs = 700;
    expect(crm.receive(post("call:1", AT + 2_000))).toEqual({ status: 200, afterMs: 700 });
    expect(crm.records()).toMatchObject([{ id: "call:1", deliveries: 1 }]);
  });
});
