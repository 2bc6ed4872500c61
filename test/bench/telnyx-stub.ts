/**
 * Telnyx as the bench needs it: takes commands over HTTP at once and notes when each arrived. Under `/v2` a carrier in
 * virtual time moves the legs; under `/peer/v2` everything is fine, because the peer keeps no legs.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { Carrier } from "../../simulator/carrier.ts";

export type Arrived = { readonly name: string; readonly at: number };

export type TelnyxStub = {
  readonly port: number;
  carrier: Carrier;
  /** The carrier's clock. */
  now: number;
  /** Runs `send` while commands wait at the door, so that answering them here does not count as waiting for it. */
  hold<T>(send: () => Promise<T>): Promise<T>;
  /** Commands since the last time, with the instant of `performance.now()` at which each was on the wire. */
  take(): readonly Arrived[];
  /** Resolves once nothing has arrived for a moment. */
  quiet(): Promise<void>;
  close(): void;
};

/** The next command of a chain follows the answer to the last one within a millisecond or two. */
const QUIET_MS = 5;

export async function serveTelnyx(makeCarrier: () => Carrier): Promise<TelnyxStub> {
  let arrived: Arrived[] = [];
  let lastAt = 0;
  let open = 0;
  let door: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const at = performance.now();
    const path = request.url ?? "";
    arrived.push({ name: path.split("/").at(-1) ?? "", at });
    open += 1;
    void door.then(async () => {
      const body = await readBody(request);
      const answer = path.startsWith("/v2/")
        ? stub.carrier.command({ at: stub.now, method: request.method ?? "", path, body: JSON.parse(body || "null") })
        : { status: 200, body: { data: { result: "ok", call_control_id: "v3:peer" } } };
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
      open -= 1;
      lastAt = performance.now();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const stub: TelnyxStub = {
    port: address !== null && typeof address === "object" ? address.port : 0,
    carrier: makeCarrier(),
    now: 0,
    async hold(send) {
      let unlock = (): void => {};
      door = new Promise((resolve) => {
        unlock = resolve;
      });
      try {
        return await send();
      } finally {
        unlock();
      }
    },
    take() {
      const taken = arrived;
      arrived = [];
      return taken;
    },
    async quiet() {
      lastAt = performance.now();
      while (open > 0 || performance.now() - lastAt < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 1));
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return stub;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
