/** What may be asked of the carrier, watched command by command: S1 to S5 of faults §4.3, and who may be bridged. */
import type { Carrier } from "../../../simulator/carrier.ts";
import type { CommandEntry, Json, Webhook } from "../../../simulator/types.ts";
import { peekCall } from "../peek.ts";
import type { OutgoingRequest } from "../platform/network.ts";
import { FALLBACK, TELNYX_HOST, type World } from "../world.ts";
import type { Report } from "./offences.ts";

export type Allowed = {
  /** Whom the rulebook and the settings name. */
  readonly numbers: ReadonlySet<string>;
  readonly callers: ReadonlySet<string>;
  readonly accept: "press-1" | "at-once";
};

/** Telnyx forgets a `command_id` after 60 s; past this a resend could be a second dial (faults D10). */
const OLDEST_SEND_MS = 45_000;

export type CommandWatch = { sends(request: OutgoingRequest): void; webhook(webhook: Webhook): void; check(): void };

export function watchCommands(world: World, allowed: Allowed, report: Report): CommandWatch {
  const firstSentAt = new Map<string, number>();
  const executed = new Map<string, string>();
  const pressed = new Set<string>();
  const sentOn = new Set<string>();
  let seen = 0;

  return {
    sends(request) {
      if (request.url.host !== TELNYX_HOST || request.method !== "POST" || request.sender === "worker") return;
      const id = fieldOf(request.body === "" ? null : JSON.parse(request.body), "command_id");
      if (id !== null) {
        const first = firstSentAt.get(id) ?? request.at;
        firstSentAt.set(id, first);
        if (request.at - first > OLDEST_SEND_MS) report("a command sent late", `${id} after ${request.at - first} ms`);
      }
      const [, , family, control, , action] = request.url.pathname.split("/");
      // A rejection ends the leg in our books before it has been sent; both are harmless on one that has ended.
      if (family !== "calls" || control === undefined || action === "hangup" || action === "reject") return;
      const ended = knownEnded(world, request.sender, decodeURIComponent(control));
      if (ended !== null) report("a command to a leg known to have ended", `${action} to ${ended}`);
    },

    webhook(webhook) {
      const { event_type, payload } = webhook.body.data;
      if (event_type === "call.dtmf.received" && payload.digit === "1") pressed.add(String(payload.call_control_id));
    },

    check() {
      const commands = world.carrier.commands();
      for (; seen < commands.length; seen++) {
        const entry = commands[seen];
        if (entry !== undefined && entry.status === 200 && !entry.duplicate) examine(entry);
      }
    },
  };

  /** The rulebook of last resort asks its one number for no key. */
  function isFallback(control: string): boolean {
    return world.carrier.legs().some((leg) => leg.control === control && leg.to === FALLBACK);
  }

  function examine(entry: CommandEntry): void {
    const { name } = entry;
    const id = fieldOf(entry.body, "command_id");
    if (id !== null) {
      const before = executed.get(`${name} ${id}`);
      if (before !== undefined) report("a command executed twice", `${name} ${id}, first ${before}`);
      executed.set(`${name} ${id}`, `at ${entry.at}`);
    }
    const to = fieldOf(entry.body, "to");
    if (name === "transfer" && id?.startsWith("fail-open:")) sentOn.add(entry.session ?? "");
    // Two hands on one call: the known gap of docs/decisions/005.
    if (sentOn.has(entry.session ?? "")) return;
    if (name === "dial" || name === "transfer") {
      if (to === null || !allowed.numbers.has(to)) report("a dial that nobody allowed", `${name} to ${to}`);
      const already = ringingTwice(world.carrier, entry, to);
      if (already) report("a person dialled twice at once", `${name} ${id}`);
    }
    if (name === "message" && (to === null || !(allowed.numbers.has(to) || allowed.callers.has(to))))
      report("a text that nobody allowed", `to ${to}`);
    if (name === "bridge" && allowed.accept === "press-1") {
      const person = [fieldOf(entry.body, "call_control_id"), entry.leg].filter((leg) => leg !== null);
      if (!person.some((control) => pressed.has(control) || isFallback(control)))
        report("bridged to someone who pressed nothing", `${id}`);
    }
  }
}

/** Another leg of the same call that rings or talks at the same number. */
function ringingTwice(carrier: Carrier, entry: CommandEntry, to: string | null): boolean {
  return carrier
    .legs()
    .some(
      (leg) =>
        leg.direction === "outgoing" &&
        leg.session === entry.session &&
        leg.to === to &&
        leg.control !== entry.leg &&
        leg.state !== "ended" &&
        leg.startAt < entry.at,
    );
}

/** Our name of the leg, when the object that sends has it on disk that the leg has ended. */
function knownEnded(world: World, sender: string, control: string): string | null {
  const slot = world.calls.slots.get(sender);
  const call = slot === undefined ? null : peekCall(slot);
  for (const [name, leg] of Object.entries(call?.legs ?? {})) {
    if (leg?.control === control && leg.status === "ended") return name;
  }
  return null;
}

function fieldOf(body: Json, name: string): string | null {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return null;
  const value = body[name];
  return typeof value === "string" ? value : null;
}
