/** An env whose objects and KV do what a test says, and keep what they were asked. */
import { vi } from "vitest";
import type { Env, Objects } from "../../../durable-objects/env.ts";
import type { CallSessionRpc, FrontDeskRpc } from "../../../durable-objects/protocol.ts";
import { telnyx } from "./signing.ts";
import { CONNECTION } from "./webhooks.ts";

export const FALLBACK = "+12145550100";
export const TOKEN = "0123456789abcdef0123456789abcdef";

export const SETTINGS = {
  TELNYX_API_KEY: "KEYtest",
  TELNYX_PUBLIC_KEY: telnyx.publicKey,
  TELNYX_CONNECTION_IDS: CONNECTION,
  FALLBACK_NUMBER: FALLBACK,
  API_TOKEN: TOKEN,
} as const;

export const RULEBOOK = `
business: { id: lone-star, name: Lone Star Comfort, trade: hvac, timezone: America/Chicago, country: US }
hours: { weekly: { mon-fri: 08:00-18:00 } }
people:
  sam: { phone: "+12145550101" }
groups:
  on-call: { ring: in-order, members: [sam], each: 20s, accept: press-1 }
routes:
  - name: Emergency
    when: { urgency: emergency }
    ring: on-call
    otherwise: { callback: within 30 minutes }
otherwise: { take: callback }
`;

export type Never = Promise<never>;
export const never = (): Never => new Promise(() => {});

export type FakeObjects<Rpc> = Objects<Rpc> & { readonly opened: string[] };

export function fakeObjects<Rpc>(open: (name: string) => Rpc): FakeObjects<Rpc> {
  const opened: string[] = [];
  const names = new Map<DurableObjectId, string>();
  const objects: FakeObjects<Rpc> = {
    opened,
    idFromName(name) {
      const id: DurableObjectId = { name, toString: () => name, equals: (other) => names.get(other) === name };
      names.set(id, name);
      return id;
    },
    get(id) {
      const name = names.get(id) ?? "?";
      opened.push(name);
      return open(name);
    },
    jurisdiction: () => objects,
  };
  return objects;
}

export function fakeSession() {
  return {
    receive: vi.fn<CallSessionRpc["receive"]>(async () => "committed"),
    poke: vi.fn<CallSessionRpc["poke"]>(async () => "live"),
    view: vi.fn<CallSessionRpc["view"]>(async () => null),
  };
}

export function fakeDesk() {
  return {
    screen: vi.fn<FrontDeskRpc["screen"]>(async () => ({ verdict: "welcome", recentCalls: 0 })),
    accept: vi.fn<FrontDeskRpc["accept"]>(async (_, effects) => effects.map(({ id }) => id)),
    message: vi.fn<FrontDeskRpc["message"]>(async () => "committed"),
    sweep: vi.fn<FrontDeskRpc["sweep"]>(async () => []),
    parked: vi.fn<FrontDeskRpc["parked"]>(async () => []),
    replay: vi.fn<FrontDeskRpc["replay"]>(async () => false),
    rememberRulebook: vi.fn<FrontDeskRpc["rememberRulebook"]>(async () => undefined),
    lastGoodRulebook: vi.fn<FrontDeskRpc["lastGoodRulebook"]>(async () => null),
  };
}

export type FakeKv = {
  readonly values: Map<string, string>;
  readonly reads: string[];
  /** Stands before every read. */
  before: (key: string) => Promise<void>;
};

function fakeKv(initial: Readonly<Record<string, string>>): FakeKv & { readonly binding: Env["RULEBOOKS"] } {
  const kv: FakeKv = { values: new Map(Object.entries(initial)), reads: [], before: async () => undefined };
  const get = async (key: string) => {
    kv.reads.push(key);
    await kv.before(key);
    return kv.values.get(key) ?? null;
  };
  const list = async ({ prefix, cursor }: { prefix: string; cursor: string | null }) => {
    await kv.before(prefix);
    const names = [...kv.values.keys()].filter((name) => name.startsWith(prefix)).sort();
    const from = Number(cursor ?? 0);
    const keys = names.slice(from, from + 2).map((name) => ({ name }));
    return from + 2 < names.length
      ? { keys, list_complete: false, cursor: String(from + 2) }
      : { keys, list_complete: true };
  };
  // The overloads of the real type cannot be written down for one function.
  return Object.assign(kv, { binding: { get, list } as unknown as Env["RULEBOOKS"] });
}

export type Fake = {
  readonly env: Env;
  readonly kv: FakeKv;
  readonly sessions: FakeObjects<CallSessionRpc>;
  readonly desks: FakeObjects<FrontDeskRpc>;
  readonly session: ReturnType<typeof fakeSession>;
  /** Of the business, and of the line: one for all names unless a test opens its own. */
  readonly desk: ReturnType<typeof fakeDesk>;
  readonly line: ReturnType<typeof fakeDesk>;
  readonly waiting: Promise<unknown>[];
  readonly ctx: { waitUntil(work: Promise<unknown>): void };
};

export function fakeEnv(
  settings: Partial<Record<keyof Env, unknown>> = {},
  documents: Readonly<Record<string, string>> = { rulebook: RULEBOOK },
): Fake {
  const session = fakeSession();
  const desk = fakeDesk();
  const line = fakeDesk();
  const sessions = fakeObjects<CallSessionRpc>(() => session);
  const desks = fakeObjects<FrontDeskRpc>((name) => (name.startsWith("line:") ? line : desk));
  const kv = fakeKv(documents);
  const env = { ...SETTINGS, CALLS: sessions, DESKS: desks, RULEBOOKS: kv.binding, ...settings } as Env;
  const waiting: Promise<unknown>[] = [];
  const ctx = { waitUntil: (work: Promise<unknown>) => void waiting.push(work) };
  return { env, kv, sessions, desks, session, desk, line, waiting, ctx };
}

/** The lines that were logged while `run` ran. */
export async function logsOf(run: () => Promise<unknown>): Promise<{ [field: string]: unknown }[]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await run();
    return log.mock.calls.map(([line]) => JSON.parse(String(line)));
  } finally {
    log.mockRestore();
  }
}
