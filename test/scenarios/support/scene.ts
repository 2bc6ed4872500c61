/**
 * A business, a moment and the people who may be rung, ready for callers. While it plays, everything that passes
 * between Telnyx and us is held against Telnyx's own description, and the promises of every call are watched.
 */
import { expect, onTestFinished } from "vitest";
import type { CallerScript, Person, Quirks, Webhook } from "../../../simulator/types.ts";
import { watchCommands } from "../../support/invariants/commands.ts";
import { isAtRest } from "../../support/invariants/rest.ts";
import { watchStates } from "../../support/invariants/states.ts";
import { expectValidCommand, expectValidWebhook } from "../../support/openapi.ts";
import { createWorld, FALLBACK, type World, type WorldOptions } from "../../support/world.ts";
import { CALLER, INES, JUNE, ODILE, RAFE, WALT } from "./businesses.ts";

export type SceneOptions = {
  readonly book: string;
  /** With its offset from UTC, such as `2026-02-18T20:30:00-06:00`, a Wednesday evening. */
  readonly at?: string;
  /** Whoever is not named here ignores the phone. */
  readonly people?: Record<string, Person>;
  readonly quirks?: Partial<Quirks>;
  readonly notice?: "strict" | "greeting" | "none";
  readonly accept?: "press-1" | "at-once";
  /** Something of ours is broken on purpose, so what is kept of the call is not held to its promises. */
  readonly sabotaged?: boolean;
} & Pick<WorldOptions, "kv" | "env" | "timing">;

export type Scene = World & {
  /** What was promised to every caller and is broken; empty at the end of every scenario. */
  readonly broken: readonly string[];
  /** The calls that were placed, by their `call_session_id`. */
  readonly placed: readonly string[];
  /** Until nothing is left to do: no leg, no call, no text and no record; says what was broken on the way. */
  play(options?: { readonly forMs?: number }): Promise<void>;
};

export const EVENING = "2026-02-18T20:30:00-06:00";
export const AFTERNOON = "2026-02-18T14:00:00-06:00";

const STAFF = [JUNE, RAFE, ODILE, WALT, INES, FALLBACK];
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How often a scene of days looks whether it is over. */
const LOOKS = 200;

export function openScene(options: SceneOptions): Scene {
  const {
    book,
    at = EVENING,
    people = {},
    notice = "greeting",
    accept = "press-1",
    sabotaged = false,
    ...more
  } = options;
  const everybody = Object.fromEntries(STAFF.map((number) => [number, people[number] ?? IGNORES]));
  const world = createWorld({ ...more, rulebook: book, at: Date.parse(at), people: { ...everybody, ...people } });
  onTestFinished(world.dispose);
  const broken: string[] = [];
  const report = (name: string, detail: string) => {
    if (!(sabotaged && name === RUNG_TWICE)) broken.push(`${name}: ${detail}`);
  };
  const numbers = new Set(Object.keys({ ...everybody, ...people }));
  const commands = watchCommands(world, { numbers, callers: new Set([CALLER]), accept }, report);
  const states = watchStates(world, notice, report);
  world.platform.knobs.sends = commands.sends;
  world.onWebhook = (webhook) => {
    commands.webhook(webhook);
    expectValid(webhook, report);
  };
  world.afterEach = () => {
    commands.check();
    if (!sabotaged) states.check();
  };

  const placed: string[] = [];
  const isOver = () =>
    placed.every((call) => world.courier.delivered.some(({ session }) => session === call)) && isAtRest(world, states);
  const arrive = world.call;
  return Object.assign(world, {
    broken,
    placed,
    call(script: Omit<CallerScript, "to">, when?: Parameters<World["call"]>[1]) {
      const call = arrive(script, when);
      placed.push(call);
      return call;
    },
    async play({ forMs = HOUR_MS } = {}) {
      const untilAt = world.platform.clock.now + forMs;
      await world.run({ forMs: MINUTE_MS });
      while (!isOver() && world.platform.clock.now < untilAt)
        await world.run({ forMs: Math.max(MINUTE_MS / 2, forMs / LOOKS) });
      for (const { method, path, body } of world.carrier.commands()) expectValidCommand({ method, path, body });
      const loud = world.platform.logs.filter(({ text }) => text.includes("invariant-broken")).map(({ text }) => text);
      expect([...broken, ...world.platform.offences, ...loud], world.trace.lines.join("\n")).toEqual([]);
      if (forMs >= HOUR_MS)
        expect(isOver(), `something is still to be done\n${world.trace.lines.join("\n")}`).toBe(true);
    },
  });
}

/** A dial that is on its way while our logic breaks cannot be called off before the caller is sent on. */
const RUNG_TWICE = "a person dialled twice at once";

const IGNORES: Person = { does: "ignore" };

/** What docs/assumptions.md reckons with although Telnyx does not list it: a cause, and the end of stopped speech. */
const isUnlisted = ({ hangup_cause, status }: Webhook["body"]["data"]["payload"]): boolean =>
  hangup_cause === "destination_unavailable" || status === "cancelled";

function expectValid(webhook: Webhook, report: (name: string, detail: string) => void): void {
  if (isUnlisted(webhook.body.data.payload)) return;
  try {
    expectValidWebhook(webhook);
  } catch (error) {
    report("a webhook that Telnyx would not send", String(error));
  }
}
