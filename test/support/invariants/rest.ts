/** What must be true once all has come to rest: L1 to L5 of faults §4.3, in the words of design §1 and §3. */
import { DISPOSITIONS } from "../../../rules/call/disposition.ts";
import { peekOutbox } from "../peek.ts";
import type { World } from "../world.ts";
import type { Report } from "./offences.ts";
import type { StateWatch } from "./states.ts";

export type Expected = { readonly people: ReadonlySet<string>; readonly crm: boolean };

/** No call is open, no leg lives, nothing waits to be sent. */
export function isAtRest(world: World, states: StateWatch): boolean {
  if (world.carrier.legs().some((leg) => leg.state !== "ended")) return false;
  for (const slot of world.calls.slots.values()) {
    if (isOpen(states, slot.id.name)) return false;
    if (peekOutbox(slot).some((row) => row.state === "pending")) return false;
  }
  return ![...world.desks.slots.values()].some((slot) => peekOutbox(slot).some((row) => row.state === "pending"));
}

export function isOpen(states: StateWatch, call: string): boolean {
  const last = states.last(call)?.call;
  return last != null && last.phase.name !== "closed";
}

export function checkRest(
  world: World,
  sessions: readonly string[],
  states: StateWatch,
  expected: Expected,
  report: Report,
): void {
  for (const leg of world.carrier.legs()) {
    if (leg.state !== "ended") report("a leg was left alive", `${leg.direction} ${leg.state}`);
  }
  for (const slot of [...world.calls.slots.values(), ...world.desks.slots.values()]) {
    for (const row of peekOutbox(slot))
      report("something was never delivered", `${slot.key} ${row.id} is ${row.state}`);
  }
  for (const session of sessions) checkCall(world, session, states, expected, report);
  for (const delivery of world.crm.deliveries) {
    if (delivery.verdict === "changed" || delivery.verdict === "forged")
      report(`a CRM record was ${delivery.verdict}`, delivery.id);
  }
}

function checkCall(world: World, session: string, states: StateWatch, expected: Expected, report: Report): void {
  const arrived = world.courier.delivered.some(
    (one) => one.session === session && one.type === "call.initiated" && one.status === 200,
  );
  if (!arrived) return;
  const wasTransferred = world.carrier
    .commands()
    .some((entry) => entry.session === session && entry.name === "transfer" && entry.status === 200);
  const last = states.last(session);
  // Fail open: the call was never ours, a human's phone was rung instead.
  if (last?.call == null) {
    if (!wasTransferred) report("a call was acknowledged and not taken", session);
    return;
  }
  const { call } = last;
  if (call.phase.name !== "closed") return report("a call was never closed", `${session} in ${call.phase.name}`);
  if (wasTransferred) return;
  const { disposition } = call;
  if (disposition === null) return report("a call has no disposition", session);
  const records = world.crm.records.filter(({ body }) => body.call_id === session && body.event === "call.completed");
  const talked = wasJoined(world, session);
  // The carrier does not know which call a text is about; one to a person since the call came in is what can be seen.
  const texted = world.carrier.messages().some(({ to, at }) => expected.people.has(to) && at >= call.openedAt);
  if (DISPOSITIONS[disposition].human && !talked && !texted && records.length === 0)
    report("nobody was told", `${session} ended as ${disposition}`);
  const wanted = expected.crm && last.pin !== "emergency" && disposition !== "screened" ? 1 : 0;
  if (records.length !== wanted)
    report(
      records.length < wanted ? "a CRM record was lost" : "a CRM record was doubled",
      `${session}: ${records.length} of ${wanted}`,
    );
  const courtesies = world.carrier.messages().filter((message) => message.to === call.from);
  if (courtesies.length > 1) report("a caller was texted twice", session);
}

/** Whether the caller was ever bridged to somebody. */
export const wasJoined = (world: World, session: string): boolean =>
  world.carrier.sounds().some((sound) => sound.session === session && sound.what === "talk");
