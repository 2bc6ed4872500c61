/**
 * The whole of Firstring in virtual time: the real Worker and the real objects, a carrier with callers and people, an
 * owner's CRM, and a clock that nobody waits for.
 *
 *   carrier ──webhooks──▶ courier ──signed requests──▶ Worker ──▶ objects ──fetch──▶ carrier, CRM
 */

import type { Env } from "../../durable-objects/env.ts";
import { type CallPorts, liveCallPorts } from "../../durable-objects/ports.ts";
import type { CallSessionRpc, CallView, FrontDeskRpc } from "../../durable-objects/protocol.ts";
import { Carrier } from "../../simulator/carrier.ts";
import { LIKELY } from "../../simulator/defaults.ts";
import type { ArriveOptions, CallerScript, Json, Person, Quirks, Timing, Webhook } from "../../simulator/types.ts";
import worker, { CallSession, FrontDesk } from "../../worker/index.ts";
import { type Canaries, createCanaries } from "./canaries.ts";
import { type Courier, createCourier, type Fate, ON_TIME, TELNYX_PUBLIC_KEY, WEBHOOK_URL } from "./courier.ts";
import { CRM_HOST, CRM_SECRET, type CrmReceiver, createCrmReceiver } from "./crm-receiver.ts";
import type { Objects } from "./platform/namespace.ts";
import type { OutgoingRequest, Reply } from "./platform/network.ts";
import { createPlatform, type Platform } from "./platform/platform.ts";
import { hash } from "./platform/random.ts";
import { runIn, type Scope } from "./platform/scope.ts";
import { createTrace, type Trace } from "./trace.ts";

export const LINE = "+12145550100";
export const FALLBACK = "+12145550199";
export const TELNYX_HOST = "api.telnyx.com";
const CONNECTION_ID = "2811212257810187875";
const API_KEY = "KEY0192aTest";
const CRON_MS = 60_000;

export type WorldOptions = {
  /** The YAML under `rulebook` in KV. */
  readonly rulebook: string;
  readonly people: Record<string, Person>;
  readonly at: number;
  readonly timing?: Partial<Timing>;
  readonly quirks?: Partial<Quirks>;
  readonly seed?: number;
  readonly kv?: Readonly<Record<string, string>>;
  readonly env?: Partial<Env>;
  /** Words that no log line may show, besides every number of this world. */
  readonly canaries?: readonly string[];
  /** What a call's object reaches the world and its rules through; to make the rules throw, for one. */
  readonly ports?: CallPorts;
};

export type World = {
  readonly platform: Platform<Env>;
  readonly carrier: Carrier;
  readonly courier: Courier;
  readonly crm: CrmReceiver;
  readonly trace: Trace;
  readonly calls: Objects<CallSessionRpc>;
  readonly desks: Objects<FrontDeskRpc>;
  readonly startAt: number;
  /** Decides how each webhook travels; replace it to lose, delay or double some. */
  fate: (webhook: Webhook) => Fate;
  /** How often the sweep runs: every minute, but a test that lets days pass may spare itself most of them. */
  sweepEveryMs: number;
  call(script: Omit<CallerScript, "to"> & { to?: string }, options?: ArriveOptions & { inMs?: number }): string;
  /** Lets time pass until it is `forMs` later, or `until` holds. */
  run(options: { forMs: number; until?: () => boolean }): Promise<void>;
  /** Called after every happening. */
  afterEach: () => void;
  /** What reaches the carrier instead of what was sent; for planting bugs. */
  rewriteCommand: (body: string) => string;
  /** What the carrier hears as the answer to a webhook. */
  rewriteStatus: (status: number) => number;
  /** Called for every webhook as it leaves the carrier. */
  onWebhook: (webhook: Webhook) => void;
  /** What the operator would see of a call. */
  view(call: string): Promise<CallView | null>;
  request(path: string, init?: RequestInit): Promise<Response>;
  dispose(): void;
  [Symbol.dispose](): void;
};

export function createWorld(options: WorldOptions): World {
  const canaries = createCanaries();
  // What an isolate remembers of a rulebook must not outlive its world, so no two worlds share one.
  worlds += 1;
  const platform: Platform<Env> = createPlatform<Env>({
    at: options.at,
    seed: options.seed ?? 0,
    kv: { rulebook: `# ${worlds}\n${options.rulebook}`, ...options.kv },
    env: () => env,
    onLife: (object, what) => trace.add(`${nameOf(object)} ${what}`),
    onLog(line) {
      const canary = canaries.find(line);
      if (canary !== null) platform.offences.push(`a log line shows ${canary}: ${line.text}`);
      trace.add(`log ${line.text}`);
    },
  });
  const { clock } = platform;
  const trace = createTrace(clock, options.at);
  const quirks: Quirks = { ...LIKELY, ...options.quirks };
  const carrier = new Carrier({
    people: options.people,
    numbers: [LINE],
    connectionId: CONNECTION_ID,
    webhookUrl: WEBHOOK_URL,
    key: API_KEY,
    seed: hash(`carrier ${options.seed ?? 0}`),
    timing: options.timing ?? {},
    quirks,
  });
  const { ports = liveCallPorts } = options;
  const calls = platform.objects<CallSessionRpc>(
    "CALLS",
    class extends CallSession {
      constructor(ctx: DurableObjectState, env: Env) {
        super(ctx, env, ports);
      }
    },
  );
  const desks = platform.objects<FrontDeskRpc>("DESKS", FrontDesk);
  const env: Env = {
    CALLS: calls.namespace,
    DESKS: desks.namespace,
    RULEBOOKS: platform.kv.binding,
    TELNYX_API_KEY: API_KEY,
    TELNYX_PUBLIC_KEY,
    TELNYX_CONNECTION_IDS: CONNECTION_ID,
    FALLBACK_NUMBER: FALLBACK,
    RULEBOOK_CRM_SECRET: CRM_SECRET,
    RULEBOOK_CRM_SECRET_HOST: CRM_HOST,
    ...options.env,
  };
  for (const secret of [LINE, FALLBACK, ...Object.keys(options.people), ...(options.canaries ?? [])])
    canaries.add(secret);

  const nameOf = (object: string) => object.replace(/^(CALLS|DESKS)\//, "");
  const context = (): ExecutionContext =>
    ({
      waitUntil: (work: Promise<unknown>) => void work.catch(() => {}),
      passThroughOnException: () => {},
      props: {},
    }) as unknown as ExecutionContext;
  const fetchWorker = async (request: Request): Promise<Response> =>
    worker.fetch(request as Parameters<typeof worker.fetch>[0], env, context());
  const inScope = <T>(name: string, work: () => T): T => runIn({ name, alive: true } satisfies Scope, work);

  const crm = createCrmReceiver();
  const courier = createCourier({
    clock,
    trace,
    quirks,
    fate: (webhook) => world.fate(webhook),
    status: (status) => world.rewriteStatus(status),
    fetch: fetchWorker,
  });
  platform.network.serve(CRM_HOST, (request) => {
    const reply = crm.handle(request);
    trace.add(`CRM ${crm.deliveries.at(-1)?.verdict} ${crm.deliveries.at(-1)?.id}`);
    return reply;
  });
  platform.network.serve(TELNYX_HOST, (request) => {
    const response = carrier.command(
      asCommand({ ...request, body: request.body === "" ? "" : world.rewriteCommand(request.body) }),
    );
    const entry = carrier.commands().at(-1);
    trace.add(
      `${entry?.name} ${describeCommand(entry?.body)} → ${response.status}${entry?.duplicate ? " (repeated)" : ""}`,
    );
    wakeCarrier();
    return { status: response.status, body: JSON.stringify(response.body) } satisfies Reply;
  });

  /** The carrier says when it has something to do next; what it was told to wake for before does not matter then. */
  let wake: ReturnType<typeof clock.schedule> | null = null;
  function wakeCarrier(): void {
    const at = carrier.next();
    if (wake !== null && !wake.cancelled && wake.at === at) return;
    if (wake !== null) clock.cancel(wake);
    wake = at === null ? null : clock.schedule(at, "carrier", advance);
  }
  function advance(): void {
    wake = null;
    for (const webhook of carrier.advance(clock.now)) {
      world.onWebhook(webhook);
      courier.send(webhook);
    }
    wakeCarrier();
  }

  function sweep(): void {
    clock.schedule(clock.now + world.sweepEveryMs, "cron", sweep);
    const controller = { scheduledTime: clock.now, cron: "* * * * *", noRetry: () => {} };
    void inScope("worker#cron", async () => worker.scheduled(controller, env)).catch((error: unknown) =>
      platform.offences.push(`the sweep threw ${String(error)}`),
    );
  }
  clock.schedule(clock.now + CRON_MS, "cron", sweep);

  const world: World = {
    platform,
    carrier,
    courier,
    crm,
    trace,
    calls,
    desks,
    startAt: options.at,
    fate: () => ON_TIME,
    sweepEveryMs: CRON_MS,
    afterEach: () => {},
    rewriteCommand: (body) => body,
    rewriteStatus: (status) => status,
    onWebhook: () => {},
    call(script, { inMs = 0, ...more } = {}) {
      canaries.add(script.from);
      const { session } = carrier.arrive({ to: LINE, ...script }, clock.now + inMs, more);
      trace.add(`somebody calls in ${inMs} ms`);
      wakeCarrier();
      return session;
    },
    run: ({ forMs, until }) =>
      clock.run({
        untilAt: clock.now + forMs,
        afterEach: () => world.afterEach(),
        ...(until === undefined ? {} : { done: until }),
      }),
    async view(call) {
      const slot = calls.find(call);
      return slot === undefined ? null : ((await slot.call("view", [])) as CallView | null);
    },
    request: (path, init) =>
      inScope("worker#test", () => fetchWorker(new Request(`https://firstring.example${path}`, init))),
    dispose: platform.dispose,
    [Symbol.dispose]: platform.dispose,
  };
  return world;
}

let worlds = 0;

function asCommand(request: OutgoingRequest) {
  const { at, method, url, body } = request;
  const parsed: Json = body === "" ? null : JSON.parse(body);
  return {
    at,
    method,
    path: url.pathname,
    body: parsed,
    key: request.headers.get("authorization")?.replace(/^Bearer /, "") ?? null,
  };
}

/** The `command_id` and what tells one command of a kind from another. */
function describeCommand(body: Json | undefined): string {
  if (body === null || body === undefined || typeof body !== "object" || Array.isArray(body)) return "";
  const said = body.payload ?? body.text ?? body.to ?? body.audio_url ?? "";
  return `${String(body.command_id ?? "")} ${JSON.stringify(said)}`;
}

export type { Canaries };
