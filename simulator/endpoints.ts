/**
 * What answers on the simulator's port: Telnyx's API under `/v2`, a CRM at `/crm`, and under `/sim` the world itself, where
 * calls are placed and looked at.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import { type CallReport, placeCallShape, textShape } from "./control.ts";
import type { Post, Reply } from "./crm-receiver.ts";
import { refused, unknownRoute } from "./errors.ts";
import type { Answer } from "./faults.ts";
import type { ArriveOptions, CallerScript, CommandRequest, Json } from "./types.ts";

export type Desk = {
  take(command: Omit<CommandRequest, "at">): Answer;
  /** Null where there is no CRM. */
  record(post: Omit<Post, "at">): Reply | null;
  place(script: CallerScript, options: ArriveOptions): { session: string; control: string };
  text(from: string, to: string, words: string): void;
  report(session: string): CallReport;
};

/** A command or a record is a few kilobytes; whatever is larger is a mistake. */
const MOST_BYTES = 1_000_000;

export async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request);
    if (body === null) return reply(response, 413, { error: `The body is larger than ${MOST_BYTES} bytes.` });
    route(desk, request, response, body);
  } catch (error) {
    reply(response, 500, { error: error instanceof Error ? error.message : "unknown" });
  }
}

function route(desk: Desk, request: IncomingMessage, response: ServerResponse, body: string): void {
  const path = new URL(request.url ?? "/", "http://simulator").pathname;
  if (path.startsWith("/v2/")) return takeCommand(desk, request, response, path, body);
  const session = /^\/sim\/calls\/([^/]+)$/.exec(path)?.[1];
  switch (`${request.method} ${session === undefined ? path : "/sim/calls/:session"}`) {
    case "POST /crm":
      return takeRecord(desk, request, response, body);
    case "POST /sim/calls":
      return withShape(placeCallShape, body, response, ({ script, people, at }) => {
        const options = { ...(people && { people }), ...(at !== undefined && { shownAt: at }) };
        reply(response, 200, desk.place(script, options));
      });
    case "POST /sim/messages":
      return withShape(textShape, body, response, ({ from, to, text }) => {
        desk.text(from, to, text);
        reply(response, 200, {});
      });
    case "GET /sim/calls/:session":
      return reply(response, 200, desk.report(decodeURIComponent(session ?? "")));
    default:
      return reply(response, 404, refused(unknownRoute).body);
  }
}

function takeCommand(desk: Desk, request: IncomingMessage, response: ServerResponse, path: string, body: string): void {
  const json = parseJson(body === "" ? "null" : body);
  if (json === undefined) return reply(response, 400, { errors: [{ code: "10015", title: "Bad Request" }] });
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
  const { response: given, afterMs } = desk.take({ method: request.method ?? "GET", path, body: json, key });
  if (given === null) return;
  setTimeout(() => reply(response, given.status, given.body), afterMs);
}

function takeRecord(desk: Desk, request: IncomingMessage, response: ServerResponse, body: string): void {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const given = desk.record({ headers, body });
  if (given === null) return reply(response, 404, refused(unknownRoute).body);
  const { status, afterMs } = given;
  if (status === null) return void request.socket.destroy();
  setTimeout(() => reply(response, status, {}), afterMs);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withShape<T>(shape: z.ZodType<T>, body: string, response: ServerResponse, then: (value: T) => void): void {
  const read = shape.safeParse(parseJson(body));
  if (read.success) return then(read.data);
  const faults = read.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  reply(response, 422, { error: faults.join("; ") });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
