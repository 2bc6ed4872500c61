/**
 * A caller is there. Within the answer budget the rulebook is looked up and the desk is asked about the caller; what
 * has come by then goes to the call's object with the arrival, what has not follows it. The object answers the phone
 * either way. Where it cannot be reached, or the owner has set `mode` to `bypass`, a human's phone is rung instead.
 */
import type { Env } from "../durable-objects/env.ts";
import { deskObject } from "../durable-objects/names.ts";
import type { Arrived, Screening } from "../rules/call/events.ts";
import type { CallId } from "../rules/ids.ts";
import type { Rulebook } from "../rules/rulebook/rulebook.ts";
import { raiseAlert } from "./alerts.ts";
import { LATE, type Late, startBudget, within } from "./budget.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import { type Stranded, sendToFallback } from "./fail-open.ts";
import { followUp } from "./follow-up.ts";
import { count, nameError } from "./log.ts";
import { acknowledge, reject } from "./rejections.ts";
import { fetchSource, readKey, type Served, serveRulebook } from "./rulebooks.ts";

/** Of the 150 ms that `answer` may take at p99; the rest is the object's and the way to Telnyx. */
const ANSWER_BUDGET_MS = 100;
/** A verdict that takes longer comes after the greeting, and turns nobody away any more. */
const SCREENING_BUDGET_MS = 2_000;

export type Arrival = { readonly webhook: string; readonly call: CallId; readonly arrived: Arrived };

export async function takeArrival(context: Context, arrival: Arrival): Promise<Response> {
  const { env, config } = context;
  const { to } = arrival.arrived;
  const budget = startBudget(ANSWER_BUDGET_MS);
  const mode = readMode(env);
  const source = fetchSource(env, to);
  // Not before the mode is known: with `bypass`, no object is on the path.
  const bypassed = (await budget.race(mode)) === "bypass" && config.fallback !== null;
  const served = source.then((found) => serveRulebook(env, to, found, config.fallback));
  if (bypassed) {
    budget.end();
    return ringFallback(context, arrival, served, "bypass");
  }
  const screened = served.then(({ pin }) => screen(env, arrival, pin.rulebook));
  const [pinned, screening] = await Promise.all([budget.race(served), budget.race(screened)]);
  budget.end();
  const delivered = await deliver(env, {
    id: arrival.webhook,
    call: arrival.call,
    happening: { ...arrival.arrived, screening: onTime(screening) },
    pin: onTime(pinned)?.pin ?? null,
  });
  if (!delivered.ok) return ringFallback(context, arrival, served, "failed-open");
  const missed = { pin: pinned === LATE, screening: screening === LATE };
  context.waitUntil(followUp(context, arrival, { served, screened, missed }));
  return acknowledge();
}

/** A caller of whom we cannot make a call, but whose leg can be sent on. */
export async function sendOn({ config }: Context, stranded: Stranded, reason: string): Promise<Response> {
  count("call.failed-open", { call: stranded.call, reason });
  const sent = await sendToFallback(config, stranded);
  return sent === "not-sent" ? reject({ reason: "call-not-taken" }) : acknowledge();
}

async function ringFallback(
  context: Context,
  { call, arrived }: Arrival,
  served: Promise<Served>,
  name: "failed-open" | "bypass",
): Promise<Response> {
  const { config, env, now } = context;
  count(name === "bypass" ? "call.bypassed" : "call.failed-open", { call });
  const sent = await sendToFallback(config, { control: arrived.control, call, from: arrived.from, to: arrived.to });
  const text = ALERTS[sent === "not-sent" ? "not-taken" : name];
  const alert = { name, text, from: arrived.to };
  const alerted = served.then(({ pin: { rulebook } }) =>
    raiseAlert(env, alert, { rulebook, fallback: config.fallback, now }),
  );
  context.waitUntil(alerted);
  return sent === "not-sent" ? reject({ reason: "call-not-taken" }) : acknowledge();
}

const ALERTS = {
  bypass: "Firstring is bypassed: calls go straight to your fallback number until the key `mode` is removed from KV.",
  "failed-open": "Firstring could not take a call and sent the caller straight to your fallback number.",
  "not-taken": "Firstring could not take a call, and could not send the caller to a fallback number either.",
} as const;

/** What cannot be read is no order to bypass. */
async function readMode(env: Env): Promise<string | null> {
  try {
    return (await readKey(env, "mode"))?.trim() ?? null;
  } catch {
    return null;
  }
}

/** Null when the desk does not say: a caller is welcome until somebody knows better. */
async function screen(env: Env, { call, arrived }: Arrival, rulebook: Rulebook): Promise<Screening | null> {
  const { from, to } = arrived;
  const { business, blocked } = rulebook;
  try {
    const desk = deskObject(env, business.id, business.country);
    const screening = await within(desk.screen({ call, from, to, blocked, own: [to] }), SCREENING_BUDGET_MS);
    return onTime(screening);
  } catch (error) {
    count("object.failed", { call, business: business.id, type: "screen", error: nameError(error) });
    return null;
  }
}

function onTime<T>(value: T | Late): T | null {
  return value === LATE ? null : value;
}
