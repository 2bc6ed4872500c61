/** Runs one seed to its rest and says what it broke. */

import type { CallPorts } from "../../durable-objects/ports.ts";
import type { Disposition } from "../../rules/call/state.ts";
import { watchAcknowledged } from "../support/invariants/acknowledged.ts";
import { watchCommands } from "../support/invariants/commands.ts";
import { watchHonesty } from "../support/invariants/honesty.ts";
import type { Offence } from "../support/invariants/offences.ts";
import { checkRest, isAtRest, isOpen, wasJoined } from "../support/invariants/rest.ts";
import { silences } from "../support/invariants/silence.ts";
import { watchStates } from "../support/invariants/states.ts";
import { DANA, heatingCompany, LEE, SAM } from "../support/rulebooks.ts";
import { createWorld, FALLBACK, type World } from "../support/world.ts";
import { CALLER_WORDS } from "./callers.ts";
import { expectsToBeJoined } from "./expectations.ts";
import { drawPlan, type Plan } from "./plan.ts";
import { interfere, makeTrouble } from "./trouble.ts";

export type SeedOptions = {
  /** Classes of faults to leave out. */
  readonly without?: ReadonlySet<string>;
  /** Plants a mutant, or whatever else a test wants to change. */
  readonly tamper?: (world: World) => void;
  readonly ports?: CallPorts;
};

export type Outcome = {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly offences: readonly (Offence & { readonly step: number })[];
  readonly trace: readonly string[];
  /** How each call ended; null of one that was never ours. */
  readonly dispositions: readonly (Disposition | null)[];
  readonly figures: Figures;
};

export type Figures = {
  readonly steps: number;
  readonly points: number;
  readonly webhooks: number;
  readonly commands: number;
  readonly repeated: number;
  readonly crashes: number;
  readonly records: number;
  readonly joined: number;
};

/** Longest that a caller may hear nothing (design §3). */
const SILENCE_MS = 8_000;
/** After the last call closed, retries are hours apart and so are the looks at them. */
const SLOW_SWEEP_MS = 3_600_000;
/** CRM retries end after 75 hours; no outage here is longer than six. */
const GIVE_UP_MS = 20 * 3_600_000;

export function runSeed(seed: number, options: SeedOptions = {}): Promise<Outcome> {
  return runPlan(drawPlan(seed, options.without ?? new Set()), options);
}

export async function runPlan(plan: Plan, { tamper, ports }: Omit<SeedOptions, "without"> = {}): Promise<Outcome> {
  const { seed } = plan;
  using world = createWorld({
    seed,
    at: plan.at,
    rulebook: heatingCompany(plan.rulebook),
    people: plan.people,
    timing: plan.timing,
    quirks: plan.quirks,
    canaries: CALLER_WORDS,
    ...(ports === undefined ? {} : { ports }),
  });
  const offences: (Offence & { step: number })[] = [];
  const report = (name: string, detail: string) => {
    offences.push({ name, detail, step: world.platform.clock.step.number });
    world.trace.add(`BROKEN ${name}: ${detail}`);
  };
  const people = new Set([SAM, DANA, LEE, FALLBACK]);
  const commands = watchCommands(
    world,
    {
      numbers: people,
      callers: new Set(plan.callers.map(({ script }) => script.from)),
      accept: plan.rulebook.accept,
    },
    report,
  );
  const states = watchStates(world, plan.rulebook.notice, report);
  const acknowledged = watchAcknowledged(world, states, report);
  const honesty = watchHonesty(
    world,
    {
      sayFirst: plan.rulebook.sayFirst === true,
      commandsArrive: !plan.faults.has("telnyx") && !plan.faults.has("crashes"),
    },
    report,
  );
  const meddling = plan.random.fork("meddling");
  makeTrouble(world, plan);
  world.platform.knobs.sends = commands.sends;
  const finals = new Map<string, number>();
  world.onWebhook = (webhook) => {
    commands.webhook(webhook);
    const { transcription_data: heard, call_session_id: session } = webhook.body.data.payload;
    const final = heard !== null && typeof heard === "object" && !Array.isArray(heard) && heard.is_final === true;
    if (final) finals.set(String(session), (finals.get(String(session)) ?? 0) + 1);
  };
  let heardOf = 0;
  world.afterEach = () => {
    commands.check();
    states.check();
    acknowledged.check();
    honesty.check();
    for (; heardOf < world.platform.offences.length; heardOf++)
      report("the world", world.platform.offences[heardOf] ?? "");
    interfere(world, plan, meddling);
  };
  tamper?.(world);
  const sessions = plan.callers.map(({ script, inMs }) => world.call(script, { inMs }));

  await untilRest();
  if (offences.length === 0) {
    checkRest(
      world,
      sessions,
      states,
      {
        people,
        finals,
        crm: plan.rulebook.crm !== false,
        redeliveryChangesId: plan.quirks.redeliveryChangesId ?? false,
      },
      report,
    );
    if (!plan.faults.has("crm") && !plan.faults.has("crashes")) {
      const again = world.crm.deliveries.find(({ verdict }) => verdict === "repeated");
      if (again !== undefined) report("a record was posted again after it was taken", again.id);
    }
    if (plan.faults.size === 0) checkService(world, plan, sessions, report);
  }
  return {
    seed,
    faults: [...plan.faults],
    offences,
    trace: [...world.trace.lines],
    dispositions: sessions.map((session) => states.last(session)?.call?.disposition ?? null),
    figures: figuresOf(world),
  };

  async function untilRest(): Promise<void> {
    const until = () => offences.length > 0;
    const lastArrival = Math.max(...plan.callers.map(({ inMs }) => inMs));
    await world.run({ forMs: lastArrival + 60_000, until });
    while (!until() && !isAtRest(world, states) && world.platform.clock.now < plan.at + GIVE_UP_MS) {
      const open = sessions.some((session) => isOpen(states, session));
      world.sweepEveryMs = open ? 60_000 : SLOW_SWEEP_MS;
      await world.run({ forMs: open ? 60_000 : SLOW_SWEEP_MS / 2, until });
    }
  }
}

/** What holds to the letter when nothing goes wrong. */
function checkService(
  world: World,
  plan: Plan,
  sessions: readonly string[],
  report: (name: string, detail: string) => void,
) {
  for (const [index, session] of sessions.entries()) {
    for (const { from, to } of silences(world.carrier, session, SILENCE_MS))
      report("a caller heard nothing for too long", `${to - from} ms from ${from - world.startAt}`);
    const caller = plan.callers[index];
    if (caller !== undefined && expectsToBeJoined(plan, caller) && !wasJoined(world, session))
      report("an emergency reached nobody although somebody would have taken it", session);
  }
}

function figuresOf(world: World): Figures {
  const commands = world.carrier.commands();
  return {
    steps: world.platform.clock.step.number,
    points: world.platform.points.passed,
    webhooks: world.courier.delivered.length,
    commands: commands.length,
    repeated: commands.filter(({ duplicate }) => duplicate).length,
    crashes: world.trace.lines.filter((line) => line.endsWith(" crashes")).length,
    records: world.crm.records.length,
    joined: new Set(
      world.carrier
        .sounds()
        .filter(({ what }) => what === "talk")
        .map(({ session }) => session),
    ).size,
  };
}
