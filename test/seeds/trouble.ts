/** Turns a world's knobs as its plan says. Trouble ends some minutes after the last caller came, so that all can come to rest. */
import { CRM_HOST } from "../support/crm-receiver.ts";
import type { KvTrouble } from "../support/platform/kv.ts";
import { FINE, type Weather } from "../support/platform/network.ts";
import { SMOOTH, type Transport } from "../support/platform/objects.ts";
import type { Random } from "../support/platform/random.ts";
import { TELNYX_HOST, type World } from "../support/world.ts";
import type { Plan } from "./plan.ts";

/** How long after the last arrival trouble goes on; outages of the CRM last longer. */
const TROUBLE_MS = 15 * 60_000;
const CRM_OUTAGE_MOST_MS = 6 * 3_600_000;

export function makeTrouble(world: World, plan: Plan): void {
  const { knobs, clock, kv } = world.platform;
  const { faults } = plan;
  const lastArrival = Math.max(...plan.callers.map(({ inMs }) => inMs));
  const endsAt = plan.at + lastArrival + TROUBLE_MS;
  const troubled = () => clock.now < endsAt;
  const stream = (label: string) => plan.random.fork(`trouble ${label}`);

  const travel = stream("webhooks");
  world.fate = () => {
    if (!troubled()) return [0];
    if (faults.has("loss") && travel.chance(0.03)) return [];
    const copies = faults.has("duplicates") && travel.chance(0.2) ? travel.between(2, 4) : 1;
    return Array.from({ length: copies }, () =>
      faults.has("disorder") ? delay(travel) : copies > 1 ? travel.between(0, 3_000) : 0,
    );
  };

  const telnyx = stream("telnyx");
  const crm = stream("crm");
  const outage = { from: plan.at + crm.between(0, 120_000), to: plan.at + crm.between(0, CRM_OUTAGE_MOST_MS) };
  knobs.weather = ({ url }) => {
    if (url.host === TELNYX_HOST && faults.has("telnyx") && troubled()) return telnyxWeather(telnyx, url.pathname);
    if (url.host === CRM_HOST && faults.has("crm"))
      return crmWeather(crm, clock.now >= outage.from && clock.now < outage.to, troubled());
    return FINE;
  };

  const transport = stream("transport");
  const absence = {
    from: plan.at + transport.between(0, 60_000),
    ms: transport.between(0, 10 * 60_000),
    how: transport.pick<Transport["fails"]>(["hangs", "unreachable"]),
  };
  knobs.transport = (object) => {
    if (!troubled()) return SMOOTH;
    const absent = clock.now >= absence.from && clock.now < absence.from + absence.ms;
    if (object.startsWith("DESKS/"))
      return faults.has("desk") ? deskTransport(transport, absent ? absence.how : null) : SMOOTH;
    return faults.has("calls") ? callTransport(transport) : SMOOTH;
  };

  const deaths = stream("crashes");
  let left = faults.has("crashes") ? deaths.between(1, 5) : 0;
  const likelihood = deaths.pick([0.01, 0.03, 0.1, 0.3]);
  knobs.dies = () => {
    if (left === 0 || !troubled() || !deaths.chance(likelihood)) return false;
    left -= 1;
    return true;
  };

  const lateness = stream("alarms");
  knobs.alarmLatenessMs = () => (faults.has("alarms") && troubled() ? late(lateness) : 0);

  if (faults.has("kv"))
    kv.trouble = stream("kv").pick<KvTrouble>(["down", "hangs", { slowMs: 300 }, { slowMs: 2_000 }]);
}

/** Evicts idle objects and fires alarms again, now and then; returns after how many happenings it acts next. */
export function interfere(world: World, plan: Plan, random: Random): void {
  const slots = [...world.calls.slots.values(), ...world.desks.slots.values()];
  for (const slot of slots) {
    if (plan.faults.has("evictions") && random.chance(0.05)) slot.evict();
    if (plan.faults.has("alarms") && random.chance(0.005) && slot.store.alarmAt !== null) slot.alarms.fireNow();
  }
}

const delay = (random: Random): number =>
  random.chance(0.85)
    ? random.between(0, 400)
    : random.chance(0.8)
      ? random.between(400, 5_000)
      : random.between(5_000, 30_000);

const late = (random: Random): number =>
  random.chance(0.6) ? 0 : random.chance(0.7) ? random.between(-2_000, 3_000) : random.between(3_000, 60_000);

const oops = (status: number, body: string, headers: Record<string, string> = {}): Weather => ({
  kind: "answers",
  reply: { status, body, headers },
  afterMs: 40,
});

/** Commands that Telnyx may refuse for good for reasons of its own: a voice, an engine or a destination it will not have. */
const REFUSABLE = /\/(speak|transcription_start|playback_start|gather_using_speak|calls)$/;

function telnyxWeather(random: Random, path: string): Weather {
  if (random.chance(0.02) && REFUSABLE.test(path))
    return oops(422, '{"errors":[{"code":"90012","title":"Invalid value"}]}');
  const latency: Weather = { kind: "fine", upMs: random.between(5, 120), downMs: random.between(5, 120) };
  if (!random.chance(0.12)) return latency;
  return random.pick<Weather>([
    oops(500, '{"errors":[{"code":"10007","title":"Unexpected error"}]}'),
    oops(503, "<html>unavailable</html>"),
    oops(502, ""),
    oops(429, '{"errors":[{"code":"10011","title":"Too many requests"}]}', { "x-ratelimit-reset": "1" }),
    { kind: "hangs" },
    { kind: "refused" },
    { kind: "answer-lost", how: "hangs" },
    { kind: "answer-lost", how: "breaks" },
    { kind: "fine", upMs: random.between(500, 2_500), downMs: random.between(500, 2_500) },
  ]);
}

function crmWeather(random: Random, outage: boolean, troubled: boolean): Weather {
  if (outage) return random.pick<Weather>([oops(503, ""), { kind: "hangs" }, { kind: "refused" }]);
  if (!troubled || random.chance(0.7))
    return { kind: "fine", upMs: random.between(10, 900), downMs: random.between(10, 900) };
  return random.pick<Weather>([
    oops(500, "oh no"),
    oops(429, "", { "retry-after": "99999" }),
    oops(302, "", { location: "http://169.254.169.254/" }),
    { kind: "answer-lost", how: "hangs" },
    { kind: "answer-lost", how: "breaks" },
  ]);
}

function deskTransport(random: Random, absent: Transport["fails"]): Transport {
  if (absent !== null) return { delayMs: 0, fails: absent };
  if (random.chance(0.8)) return { delayMs: random.between(0, 60), fails: null };
  return random.pick<Transport>([
    { delayMs: random.between(100, 4_000), fails: null },
    { delayMs: 0, fails: "unreachable" },
    { delayMs: 0, fails: "answer-lost" },
    { delayMs: 0, fails: "answer-lost" },
  ]);
}

/** A call's object is one hop away and rarely out of reach. */
function callTransport(random: Random): Transport {
  if (random.chance(0.96)) return { delayMs: random.between(0, 40), fails: null };
  return random.pick<Transport>([
    { delayMs: 0, fails: "unreachable" },
    { delayMs: 0, fails: "answer-lost" },
    { delayMs: random.between(100, 1_200), fails: null },
  ]);
}
