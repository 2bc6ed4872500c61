/** The carrier over real HTTP on the loopback: what only the network can show. */
import { createServer, type Server } from "node:http";
import Telnyx from "telnyx";
import { afterEach, describe, expect, it } from "vitest";
import { Carrier } from "../../simulator/carrier.ts";
import type { CallReport } from "../../simulator/control.ts";
import { CrmReceiver } from "../../simulator/crm-receiver.ts";
import { FINE_WEATHER, Weather } from "../../simulator/faults.ts";
import { Random } from "../../simulator/random.ts";
import { type ServerOptions, type SimulatorServer, serveCarrier } from "../../simulator/server.ts";
import type { Person } from "../../simulator/types.ts";
import { answers, CALLER, CONNECTION, OURS, SAM } from "./line.ts";

const KEY = "KEY0123";
/** A call of a minute takes about a second. */
const SPEED = 60;

type Arrived = { headers: Record<string, string>; body: string; type: string; attempt: number; shown: string };

/** Stands where the Worker would: notes what arrives and answers as told. */
class Receiver {
  readonly arrived: Arrived[] = [];
  statuses: number[] = [];
  url = "";
  readonly #server: Server;
  #wake: () => void = () => {};

  constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const { data, meta } = JSON.parse(body);
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        this.arrived.push({ headers, body, type: data.event_type, attempt: meta.attempt, shown: data.occurred_at });
        response.writeHead(this.statuses.shift() ?? 200).end();
        this.#wake();
      });
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the receiver has no port");
    this.url = `http://127.0.0.1:${address.port}/telnyx/webhooks`;
  }

  /** Resolves when a webhook of that type has come for the n-th time. */
  async seen(type: string, times = 1): Promise<Arrived> {
    for (;;) {
      const found = this.arrived.filter((one) => one.type === type);
      const one = found[times - 1];
      if (one !== undefined) return one;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function start(
  people: Record<string, Person> = {},
  more: Partial<ServerOptions> = {},
): Promise<{ receiver: Receiver; server: SimulatorServer; telnyx: Telnyx }> {
  const receiver = new Receiver();
  await receiver.open();
  open.push(() => receiver.close());
  const account = { numbers: [OURS], connectionId: CONNECTION, webhookUrl: receiver.url, key: KEY };
  const server = await serveCarrier({ carrier: new Carrier({ ...account, people }), port: 0, speed: SPEED, ...more });
  open.push(() => server.close());
  const telnyx = new Telnyx({ apiKey: KEY, publicKey: server.publicKey, baseURL: `${server.url}/v2`, maxRetries: 0 });
  return { receiver, server, telnyx };
}

const script = { from: CALLER, to: OURS, steps: [] };

describe("the simulator's server", () => {
  it("plays a call with Telnyx's own package at the other end", async () => {
    const { receiver, server, telnyx } = await start({ [SAM]: answers({ talksMs: 5_000 }) });
    const { session, control } = server.place(script);
    const { headers, body } = await receiver.seen("call.initiated");
    await expect(telnyx.webhooks.unwrap(body, { headers })).resolves.toMatchObject({
      data: { event_type: "call.initiated" },
    });

    await telnyx.calls.actions.answer(control, { command_id: "1" });
    await receiver.seen("call.answered");
    await telnyx.calls.actions.speak(control, { payload: "One moment, please.", voice: "Telnyx.KokoroTTS.af" });
    const dialled = await telnyx.calls.dial({ connection_id: CONNECTION, to: SAM, from: OURS, link_to: control });
    const sam = dialled.data?.call_control_id ?? "";
    await receiver.seen("call.answered", 2);
    await telnyx.calls.actions.bridge(control, { call_control_id_to_bridge_with: sam });
    await receiver.seen("call.hangup", 2);
    await telnyx.messages.send({ from: OURS, to: CALLER, text: "Thank you for calling." });
    await receiver.seen("message.finalized");

    const report: CallReport = await (await fetch(`${server.url}/sim/calls/${session}`)).json();
    expect(report.over).toBe(true);
    expect(report.commands.map(({ name, status }) => [name, status])).toEqual([
      ["answer", 200],
      ["speak", 200],
      ["dial", 200],
      ["bridge", 200],
    ]);
    expect(report.sounds.map(({ what }) => what)).toEqual(["speech", "talk", "talk"]);
    expect(report.messages).toMatchObject([{ to: CALLER, status: "delivered" }]);
    expect(report.webhooks.map(({ type }) => type)).toEqual(expect.arrayContaining(["call.initiated", "message.sent"]));
    for (const { outcome } of report.webhooks) expect(outcome).toBe(200);
  });

  it("refuses a wrong key, and what is not JSON", async () => {
    const { server, telnyx } = await start();
    const { control } = server.place(script);
    const stranger = telnyx.withOptions({ apiKey: "KEY9999" });
    await expect(stranger.calls.actions.hangup(control, {})).rejects.toMatchObject({ status: 401 });
    const response = await fetch(`${server.url}/v2/messages`, {
      method: "POST",
      body: "{",
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(response.status).toBe(400);
  });

  it("delivers again after a 503, and not after a 401", async () => {
    const { receiver, server } = await start();
    receiver.statuses = [503, 200, 401];
    server.place(script);
    const again = await receiver.seen("call.initiated", 2);
    expect(again.attempt).toBe(2);
    const { control } = server.place(script);
    await receiver.seen("call.initiated", 3);
    expect(server.report(server.place(script).session).over).toBe(false);
    await receiver.seen("call.initiated", 4);
    const mine = receiver.arrived.filter(({ body }) => body.includes(control));
    expect(mine.map(({ attempt }) => attempt)).toEqual([1]);
  });

  it("takes calls and texts over HTTP, at the instant that they ask to be shown", async () => {
    const { receiver, server } = await start();
    const post = (path: string, body: unknown) =>
      fetch(server.url + path, { method: "POST", body: JSON.stringify(body) });
    const saturday = Date.UTC(2026, 0, 11, 3, 0);
    const people = { [SAM]: { does: "ignore" } };
    const leaving = { ...script, steps: [{ atMs: 1_000, hangsUp: true }] };
    const response = await post("/sim/calls", { script: leaving, people, at: saturday });
    const placed: { session: string } = await response.json();
    expect((await receiver.seen("call.initiated")).shown).toMatch(/^2026-01-11T03:00:00/);
    const { headers } = await receiver.seen("call.hangup");
    expect(Math.abs(Number(headers["telnyx-timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
    expect(server.report(placed.session).over).toBe(true);

    await post("/sim/messages", { from: CALLER, to: OURS, text: "Are you open tomorrow?" });
    await receiver.seen("message.received");
    const wrong = await post("/sim/calls", { script: { from: CALLER } });
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toEqual({ error: expect.stringContaining("script.to") });
  });

  it("answers nothing when the weather says so", async () => {
    const faults = { ...FINE_WEATHER, commands: { ...FINE_WEATHER.commands, hangAfter: 1 } };
    const { receiver, server, telnyx } = await start({}, { weather: new Weather(faults, new Random(1)) });
    const { control } = server.place(script);
    await receiver.seen("call.initiated");
    const hangup = telnyx.calls.actions.hangup(control, {}, { timeout: 200 });
    await expect(hangup).rejects.toThrow(/timed out/i);
    await receiver.seen("call.hangup");
  });

  it("is a CRM too", async () => {
    const crm = new CrmReceiver(Buffer.from("secret").toString("base64"));
    const { server } = await start({}, { crm });
    const forged = await fetch(`${server.url}/crm`, { method: "POST", body: "{}" });
    expect(forged.status).toBe(401);
    crm.downUntilAt = Number.POSITIVE_INFINITY;
    await expect(fetch(`${server.url}/crm`, { method: "POST", body: "{}" })).rejects.toThrow();
  });

  it("says which port is taken", async () => {
    const { server } = await start();
    const port = Number(new URL(server.url).port);
    await expect(start({}, { port })).rejects.toThrow(`Port ${port} is in use`);
  });
});
