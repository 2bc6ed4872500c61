/**
 * What happens after an arrival was acknowledged: the rulebook and the verdict that came too late follow the call, the
 * line remembers a rulebook that works, and the owner hears of one that does not. The ids of late happenings are made
 * from the call, so that an arrival which Telnyx delivers again, under whatever id, pins nothing twice.
 */
import type { Screening } from "../rules/call/events.ts";
import { raiseAlert } from "./alerts.ts";
import type { Arrival } from "./arrival.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import { count, nameError } from "./log.ts";
import { rememberRulebook, type Served, type Trouble } from "./rulebooks.ts";

type Lookups = {
  readonly served: Promise<Served>;
  readonly screened: Promise<Screening | null>;
  /** What had not come when the arrival was handed over. */
  readonly missed: { readonly pin: boolean; readonly screening: boolean };
};

/** Never rejects. */
export async function followUp(context: Context, arrival: Arrival, lookups: Lookups): Promise<void> {
  await Promise.all([
    lookups.missed.pin ? pinLate(context, arrival, lookups.served) : null,
    lookups.missed.screening ? screenLate(context, arrival, lookups.screened) : null,
    lookups.served.then((served) => remember(context, arrival, served)),
    lookups.served.then((served) => tellOwner(context, arrival, served)),
  ]);
}

async function pinLate({ env }: Context, { call }: Arrival, served: Promise<Served>): Promise<void> {
  const { pin } = await served;
  const delivered = await deliver(env, { id: `${call}/rulebook`, call, happening: { type: "rulebook.pinned" }, pin });
  if (!delivered.ok) count("late.lost", { call, type: "rulebook.pinned" });
}

async function screenLate({ env }: Context, { call }: Arrival, screened: Promise<Screening | null>): Promise<void> {
  const screening = await screened;
  if (screening === null) return;
  const happening = { type: "caller.screened", screening } as const;
  const delivered = await deliver(env, { id: `${call}/screening`, call, happening, pin: null });
  if (!delivered.ok) count("late.lost", { call, type: "caller.screened" });
}

async function remember({ env }: Context, { call, arrived }: Arrival, served: Served): Promise<void> {
  try {
    await rememberRulebook(env, arrived.to, served);
  } catch (error) {
    count("object.failed", { call, type: "remember", error: nameError(error) });
  }
}

async function tellOwner({ env, config, now }: Context, { call, arrived }: Arrival, served: Served): Promise<void> {
  const { trouble, pin } = served;
  if (trouble === null) return;
  const { rulebook, source } = pin;
  count("rulebook.trouble", { call, business: rulebook.business.id, reason: `${trouble.kind} ${source}` });
  const alert = {
    name: `rulebook-${trouble.kind}`,
    text: describe(trouble, source, config),
    from: arrived.to,
  } as const;
  await raiseAlert(env, alert, { rulebook, fallback: config.fallback, now });
}

function describe({ text }: Trouble, source: Served["pin"]["source"], { fallback }: Config): string {
  const straight = fallback === null ? "calls are only noted down" : "calls go to your fallback number";
  const meanwhile = source === "last-good" ? "the last good one is used" : straight;
  return `Your Firstring rulebook cannot be used, so ${meanwhile}: ${text}`;
}
