/** The carrier on a real port and in real time: takes commands over HTTP and posts signed webhooks. */
import { createServer } from "node:http";
import type { Carrier } from "./carrier.ts";
import type { CallReport } from "./control.ts";
import { Courier, type Delivery, WEBHOOK_TIMEOUT_MS } from "./courier.ts";
import type { CrmReceiver } from "./crm-receiver.ts";
import { type Desk, serve } from "./endpoints.ts";
import { commandThrough, FINE_WEATHER, Weather } from "./faults.ts";
import { Random } from "./random.ts";
import { reportCall } from "./report.ts";
import { createSigner, type Signer } from "./signing.ts";
import type { ArriveOptions, CallerScript } from "./types.ts";

export type ServerOptions = {
  carrier: Carrier;
  /** 0 takes a free one. */
  port: number;
  /** The carrier's time runs this many times as fast as ours; deliveries and answers take real time all the same. */
  speed?: number;
  signer?: Signer;
  weather?: Weather;
  failoverUrl?: string;
  redeliveryChangesId?: boolean;
  /** Served at `/crm` on the same port. */
  crm?: CrmReceiver;
};

export type SimulatorServer = {
  /** `http://127.0.0.1:<port>`; commands are under `/v2`. */
  readonly url: string;
  readonly publicKey: string;
  /** Epoch milliseconds of the carrier's clock. */
  now(): number;
  /** Somebody calls now; `shownAt` is the instant that the call's webhooks show. */
  place(script: CallerScript, options?: ArriveOptions): { session: string; control: string };
  report(session: string): CallReport;
  close(): Promise<void>;
};

export async function serveCarrier(options: ServerOptions): Promise<SimulatorServer> {
  const { carrier, speed = 1, crm = null } = options;
  const signer = options.signer ?? createSigner();
  const random = new Random(2);
  const weather = options.weather ?? new Weather(FINE_WEATHER, random);
  const courier = new Courier({
    passage: (webhook) => weather.passage(webhook),
    random,
    redeliveryChangesId: options.redeliveryChangesId ?? false,
    failoverUrl: options.failoverUrl ?? null,
  });

  const startedAt = Date.now();
  const now = (): number => Math.floor(startedAt + (Date.now() - startedAt) * speed);
  let wake: NodeJS.Timeout | null = null;
  let closed = false;

  function pump(): void {
    if (closed) return;
    for (const webhook of carrier.advance(now())) courier.accept(webhook, Date.now());
    for (const delivery of courier.advance(Date.now())) void deliver(delivery);
    const carrierMs = ((carrier.next() ?? Number.POSITIVE_INFINITY) - now()) / speed;
    const courierMs = (courier.next() ?? Number.POSITIVE_INFINITY) - Date.now();
    const waitMs = Math.max(0, Math.ceil(Math.min(carrierMs, courierMs)));
    if (wake !== null) clearTimeout(wake);
    // One that is further away than a timer can count is met by later commands or calls.
    wake = waitMs < 2 ** 31 ? setTimeout(pump, waitMs) : null;
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const body = JSON.stringify(delivery.webhook.body);
    const headers = signer.sign(body, Math.floor(Date.now() / 1000));
    const signal = AbortSignal.timeout(WEBHOOK_TIMEOUT_MS);
    try {
      const response = await fetch(delivery.url, { method: "POST", headers, body, redirect: "manual", signal });
      await response.arrayBuffer();
      courier.settle(delivery.id, response.status, Date.now());
    } catch {
      courier.settle(delivery.id, "timeout", Date.now());
    }
    pump();
  }

  function place(script: CallerScript, more: ArriveOptions = {}): { session: string; control: string } {
    const placed = carrier.arrive(script, now(), more);
    pump();
    return placed;
  }

  const report = (session: string): CallReport => reportCall(carrier, courier.settled, crm?.records() ?? [], session);

  const desk: Desk = {
    take(command) {
      const answer = commandThrough(weather, carrier, { ...command, at: now() });
      pump();
      return answer;
    },
    record: (post) => crm?.receive({ ...post, at: Date.now() }) ?? null,
    place,
    text(from, to, words) {
      carrier.text(from, to, words, now());
      pump();
    },
    report,
  };

  const server = createServer((request, response) => serve(desk, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(asWords(error, options.port)));
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : options.port;

  return {
    url: `http://127.0.0.1:${port}`,
    publicKey: signer.publicKey,
    now,
    place,
    report,
    close: () => {
      closed = true;
      if (wake !== null) clearTimeout(wake);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const asWords = (error: NodeJS.ErrnoException, port: number): Error =>
  error.code === "EADDRINUSE"
    ? new Error(`Port ${port} is in use. Stop what listens there, or give the simulator another port.`)
    : error;
