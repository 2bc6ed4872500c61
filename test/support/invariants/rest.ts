/** What must be true once all has come to rest: L1 to L5 of faults §4.3, in the words of design §1 and §3. */
import { DISPOSITIONS } from "../../../rules/call/disposition.ts";
import { type PeekedRow, peekOpenCalls, peekOutbox, peekTranscript } from "../peek.ts";
import type { World } from "../world.ts";
import type { Report } from "./offences.ts";
import type { StateWatch } from "./states.ts";

export type Finals = ReadonlyMap<string, number>;
export type Expected = {
  /** How many final results of speech the carrier sent, by call. */
  readonly finals: Finals;
  readonly redeliveryChangesId: boolean;
  readonly people: ReadonlySet<string>;
  readonly crm: boolean;
};

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
    for (const row of peekOutbox(slot)) {
      if (!isGivenUp(world, row)) report("something was never delivered", `${slot.key} ${row.id} is ${row.state}`);
    }
  }
  for (const slot of world.desks.slots.values()) {
    for (const call of peekOpenCalls(slot)) report("a call is open at the desk for ever", `${slot.key} ${call}`);
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
  const sentOn = wasSentOn(world, session);
  const last = states.last(session);
  // Fail open: the call was never ours, a human's phone was rung instead.
  if (last?.call == null) {
    if (!sentOn) report("a call was acknowledged and not taken", session);
    return;
  }
  const { call } = last;
  if (call.phase.name !== "closed") return report("a call was never closed", `${session} in ${call.phase.name}`);
  if (sentOn) return;
  const { disposition } = call;
  if (disposition === null) return report("a call has no disposition", session);
  if (disposition === "connected" && !wasJoined(world, session))
    report("a call counts as connected and was not", session);
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
  // Under a new id, words that come again cannot be told from words that were said again.
  if (expected.redeliveryChangesId) return;
  const slot = world.calls.find(session);
  const kept = slot === undefined ? 0 : peekTranscript(slot).filter(({ speaker }) => speaker === "caller").length;
  if (kept > (expected.finals.get(session) ?? 0)) report("words were kept twice", `${session}: ${kept} lines`);
}

/** Whether the caller's leg was sent straight to the fallback number. */
export const wasSentOn = (world: World, session: string): boolean =>
  world.carrier
    .commands()
    .some((entry) => entry.session === session && entry.name === "transfer" && entry.status === 200);

/** Whether the caller was ever bridged to somebody. */
export const wasJoined = (world: World, session: string): boolean =>
  world.carrier.sounds().some((sound) => sound.session === session && sound.what === "talk");

/** A text may be given up when nobody knows whether it was sent; then it is parked, and the log says so. */
function isGivenUp(world: World, row: PeekedRow): boolean {
  if (row.state !== "parked" || row.lane !== "notify") return false;
  return world.platform.logs.some(({ text }) => text.includes("text.failed") && text.includes(row.id));
}
