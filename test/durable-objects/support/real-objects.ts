/** The objects on workerd: real SQLite, real alarms, real stubs; only the network is ours. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Env } from "../../../durable-objects/env.ts";
import type { CallSessionRpc, FrontDeskRpc } from "../../../durable-objects/protocol.ts";
import type { CallId } from "../../../rules/ids.ts";
import { CRM_HOST, CRM_SECRET } from "../../support/crm-receiver.ts";
import { FALLBACK } from "./build.ts";

/** The bindings of wrangler.toml, with the settings that the tests give them: objects are made with this very object. */
const settings = env as unknown as Env;
Object.assign(settings, {
  TELNYX_API_KEY: "KEY0192aTest",
  TELNYX_CONNECTION_IDS: "2811212257810187875",
  FALLBACK_NUMBER: FALLBACK,
  RULEBOOK_CRM_SECRET: CRM_SECRET,
  RULEBOOK_CRM_SECRET_HOST: CRM_HOST,
});

export type Sent = {
  readonly host: string;
  readonly name: string;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
};

export const realCall = (call: CallId): CallSessionRpc => settings.CALLS.get(settings.CALLS.idFromName(call));
export const realDesk = (name: string): FrontDeskRpc => settings.DESKS.get(settings.DESKS.idFromName(name));

/** Everything that leaves, answered with a 200 unless `answer` says otherwise. */
export function catchRequests(answer: (sent: Sent) => Response | undefined = () => undefined): Sent[] {
  const sent: Sent[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = new URL(String(input));
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    const entry = {
      host: url.host,
      name: url.pathname.split("/").at(-1) ?? "",
      body: { ...(body as object) },
      headers: new Headers(init?.headers),
    };
    sent.push(entry);
    return answer(entry) ?? Response.json({ data: { result: "ok", id: "msg-1" } });
  });
  return sent;
}

/** Looks into an object, or tampers with it. */
export function inside<T>(
  stub: unknown,
  work: (storage: DurableObjectStorage, state: DurableObjectState) => T | Promise<T>,
): Promise<T> {
  return runInDurableObject(stub as DurableObjectStub, (_, state) => work(state.storage, state));
}

export const rows = (stub: unknown, query: string) => inside(stub, ({ sql }) => sql.exec(query).toArray());
export const tables = async (stub: unknown): Promise<unknown[]> =>
  (await rows(stub, "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")).map(({ name }) => name);

/** What a call to an object throws; a stub's own promise must not be handed about, for each look at it is a request. */
export async function thrownBy(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}
