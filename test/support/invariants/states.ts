/** What is on disk, watched commit by commit: states only move forward (S12), the alarm is never too late (S7), words are kept only after the notice (S6). */
import { brokenInvariants } from "../../../rules/call/index.ts";
import type { Call } from "../../../rules/call/state.ts";
import { peekCall, peekOutbox, peekPin, peekTranscript } from "../peek.ts";
import type { Slot } from "../platform/objects.ts";
import { NOTICE_WORDS } from "../rulebooks.ts";
import type { World } from "../world.ts";
import type { Report } from "./offences.ts";

export type LastSeen = { readonly call: Call | null; readonly pin: string | null };
export type StateWatch = {
  check(): void;
  /** What was last on disk of a call, also after it was purged; undefined of a call that never had an object. */
  last(call: string): LastSeen | undefined;
};

/**
 * A partial result of speech moves the deadlines in memory and writes nothing, so the alarm may follow a truth that is
 * newer than the disk, by the longest of the deadlines that it moves.
 */
const PARTIALS_MS = 15_000;
/** After a crash inside `alarm()`, and until something wakes the object, its dead-man alarm is the alarm. */
const DEAD_MAN_MS = 30_000;

const RISING = ["dialing", "ringing", "answered", "ended"];

export function watchStates(world: World, notice: "strict" | "greeting" | "none", report: Report): StateWatch {
  const seen = new Map<string, { writes: number; call: Call | null }>();
  const noticed = new Set<string>();
  const lasting = new Map<string, LastSeen>();

  return {
    last: (call) => lasting.get(call),

    check() {
      for (const slot of world.calls.slots.values()) {
        const last = seen.get(slot.key);
        if (last?.writes === slot.store.writes) continue;
        const call = peekCall(slot);
        seen.set(slot.key, { writes: slot.store.writes, call });
        const pin = lasting.get(slot.id.name)?.pin ?? peekPin(slot)?.source ?? null;
        if (call !== null || !lasting.has(slot.id.name)) lasting.set(slot.id.name, { call, pin });
        if (call !== null) {
          for (const broken of brokenInvariants(call)) report("an invariant of the call", broken);
          if (last?.call) checkForward(last.call, call, report);
          if (notice !== "none" && !noticed.has(slot.key) && checkNotice(world, slot, call, report))
            noticed.add(slot.key);
        } else if (last?.call && last.call.phase.name !== "closed") report("a live call was forgotten", slot.key);
        checkAlarm(world, slot, call, report);
      }
      for (const slot of world.desks.slots.values()) {
        const last = seen.get(slot.key);
        if (last?.writes === slot.store.writes) continue;
        seen.set(slot.key, { writes: slot.store.writes, call: null });
        checkAlarm(world, slot, null, report);
      }
    },
  };
}

function checkForward(before: Call, after: Call, report: Report): void {
  const { name } = after.phase;
  if (before.phase.name === "closed" && name !== "closed") report("a state went backwards", `closed → ${name}`);
  if (before.phase.name !== "arriving" && name === "arriving") report("a state went backwards", `→ arriving`);
  if (before.phase.name === "following-up" && name !== "following-up" && name !== "closed")
    report("a state went backwards", `following-up → ${name}`);
  if (after.seq < before.seq) report("a state went backwards", `effect ${after.seq} after ${before.seq}`);
  if (after.told.length < before.told.length) report("a state went backwards", "somebody who was told is not any more");
  for (const [id, leg] of Object.entries(before.legs)) {
    const now = Object.entries(after.legs).find(([other]) => other === id)?.[1];
    if (leg === undefined) continue;
    if (now === undefined || RISING.indexOf(now.status) < RISING.indexOf(leg.status))
      report("a leg went backwards", `${id}: ${leg.status} → ${now?.status}`);
  }
}

/** Nothing that a caller said before the notice was heard is kept. True once the first words that are kept have been looked at. */
function checkNotice(world: World, slot: Slot, call: Call, report: Report): boolean {
  const line = peekTranscript(slot).find(({ speaker }) => speaker === "caller");
  if (line === undefined) return false;
  const spoken = world.carrier
    .sounds()
    .find((sound) => sound.session === call.id && sound.what === "speech" && sound.text.includes(NOTICE_WORDS));
  if (spoken === undefined || spoken.at > line.at) report("words kept before the notice", `at ${line.at}`);
  return true;
}

/** While a handler runs, its dead-man alarm stands in; after it, the alarm is the earliest of all that is due. */
function checkAlarm(world: World, slot: Slot, call: Call | null, report: Report): void {
  if (slot.alarms.running) return;
  const due: number[] = [];
  if (call !== null && call.phase.name !== "closed") due.push(...Object.values(call.timers));
  const heads = new Map<string, number>();
  for (const row of peekOutbox(slot)) {
    if (row.state === "pending" && !heads.has(row.orderKey)) heads.set(row.orderKey, row.dueAt);
  }
  due.push(...heads.values());
  if (due.length === 0) return;
  // What is overdue because its alarm came late is as good as due now.
  const earliest = Math.max(Math.min(...due), world.platform.clock.now);
  const { alarmAt } = slot.store;
  if (alarmAt === null) report("no alarm although something is due", slot.key);
  else if (alarmAt > earliest + PARTIALS_MS + (slot.live() === null ? DEAD_MAN_MS : 0))
    report("an alarm later than what is due", `${slot.key} by ${alarmAt - earliest} ms`);
}
