/**
 * How `npm run call` reaches a running `npm start`: `GET /` says who can be called, `POST /calls` plays a call and answers
 * with its story, one JSON document a line.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import type { Callee } from "./call-flags.ts";
import { BEHAVIOURS, type CallOrder } from "./orders.ts";
import type { Play } from "./story/in-turn.ts";
import type { Studio } from "./studio.ts";

export type Greeting = Callee & { readonly product: "firstring"; readonly business: string };

const orderShape: z.ZodType<CallOrder> = z.object({
  from: z.string(),
  at: z.number(),
  says: z.array(z.string()).min(1),
  people: z.record(z.string(), z.enum(BEHAVIOURS)),
});

export function calleeOf({ rulebook }: Studio): Callee {
  const { business, people } = rulebook;
  return { people: Object.keys(people), owner: business.owner, timeZone: business.timeZone };
}

export function serveStudio(studio: Studio, play: Play, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    handle(studio, play, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function handle(studio: Studio, play: Play, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST" && request.url === "/calls") return tellOver(play, request, response);
  const greeting: Greeting = {
    product: "firstring",
    business: studio.rulebook.business.name,
    ...calleeOf(studio),
  };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(greeting));
}

async function tellOver(play: Play, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const order = orderShape.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
  if (!order.success) {
    response.writeHead(422).end(z.prettifyError(order.error));
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  for await (const part of play(order.data)) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(part)}\n`);
  }
  response.end();
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
