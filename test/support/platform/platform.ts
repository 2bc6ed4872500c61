/** One small Cloudflare: a clock, objects, KV and a network that share it, and the knobs by which they misbehave. */
import { type Clock, createClock } from "./clock.ts";
import { installGlobals, type LogLine } from "./globals.ts";
import { createKv, type Kv } from "./kv.ts";
import { createObjects, type Objects } from "./namespace.ts";
import { createNetwork, FINE, type Network, type OutgoingRequest, type Weather } from "./network.ts";
import { type ObjectClass, type ObjectsHost, SMOOTH, type Transport } from "./objects.ts";
import { createPoints, type Point, type Points } from "./points.ts";
import { createRandom, type Random } from "./random.ts";

/** Read whenever they matter, so that a test may turn them at any time. */
export type Knobs = {
  dies: (point: Point) => boolean;
  transport: (object: string, method: string) => Transport;
  weather: (request: OutgoingRequest) => Weather;
  /** Not a knob but a window: every request of ours, at the moment it is sent. */
  sends: (request: OutgoingRequest) => void;
  alarmLatenessMs: (object: string, at: number) => number;
};

export type Platform<Env> = {
  readonly clock: Clock;
  readonly points: Points;
  readonly knobs: Knobs;
  readonly network: Network;
  readonly kv: Kv;
  readonly random: Random;
  readonly logs: readonly LogLine[];
  /** What must never happen, in the order it did: an unknown host, for one. */
  readonly offences: string[];
  objects<Rpc extends object>(name: string, Class: ObjectClass<Env>): Objects<Rpc>;
  /** Kills the object of that key, wherever it is. */
  crash(key: string): void;
  dispose(): void;
};

export type PlatformOptions<Env> = {
  readonly at: number;
  readonly seed?: number;
  readonly kv?: Readonly<Record<string, string>>;
  readonly env: () => Env;
  readonly onLog?: (line: LogLine) => void;
  readonly onLife?: ObjectsHost<Env>["onLife"];
};

export function createPlatform<Env>(options: PlatformOptions<Env>): Platform<Env> {
  const clock = createClock(options.at);
  const random = createRandom(options.seed ?? 0);
  const knobs: Knobs = {
    dies: () => false,
    transport: () => SMOOTH,
    weather: () => FINE,
    sends: () => {},
    alarmLatenessMs: () => 0,
  };
  const points = createPoints((point) => knobs.dies(point));
  const logs: LogLine[] = [];
  const offences: string[] = [];
  const namespaces: Objects<object>[] = [];
  const crash = (key: string) => {
    for (const { slots } of namespaces) slots.get(key)?.crash();
  };
  const network = createNetwork({
    clock,
    points,
    crash,
    weather(request) {
      knobs.sends(request);
      return knobs.weather(request);
    },
    onUnknownHost: (request) => offences.push(`fetch of ${request.url.origin}, which nobody stands for`),
  });
  const host: ObjectsHost<Env> = {
    clock,
    points,
    env: options.env,
    transport: (object, method) => knobs.transport(object, method),
    alarmLatenessMs: (object, at) => knobs.alarmLatenessMs(object, at),
    onLife: options.onLife ?? (() => {}),
  };
  let disposed = false;
  const uninstall = installGlobals({
    clock,
    fetch: network.fetch,
    random: random.fork("globals"),
    uncaught: (error, who) =>
      offences.push(`uncaught in ${who}: ${error instanceof Error ? error.stack : String(error)}`),
    log(line) {
      logs.push(line);
      options.onLog?.(line);
    },
  });
  return {
    clock,
    points,
    knobs,
    network,
    kv: createKv(clock, options.kv ?? {}),
    random,
    logs,
    offences,
    objects<Rpc extends object>(name: string, Class: ObjectClass<Env>) {
      const made = createObjects<Rpc, Env>(name, Class, host);
      namespaces.push(made);
      return made;
    },
    crash,
    dispose() {
      if (disposed) return;
      disposed = true;
      uninstall();
      for (const { slots } of namespaces) for (const slot of slots.values()) slot.store.close();
    },
  };
}
