/** The caller has gone: how the call ended, who must be told, what is written down, and whether a promise is still open. */
import { noteReason } from "./details.ts";
import { DISPOSITIONS, hasSpoken, isToldOf } from "./disposition.ts";
import type { Draft } from "./draft.ts";
import { startFollowUp } from "./follow-up.ts";
import { dropPeople, entries } from "./legs.ts";
import { close } from "./parting.ts";
import { record } from "./record.ts";
import type { Call, Disposition } from "./state.ts";
import { page, tellEnding, tellOwner, textCaller } from "./telling.ts";
import { PAGE, SILENT_TEXT } from "./words.ts";

export function callerLeft(d: Draft): void {
  const { voice } = d.call;
  dropPeople(d);
  d.call.timers = {};
  voice.queue = [];
  voice.speaking = null;
  voice.loop = null;
  voice.looping = false;
  voice.listening = null;
  voice.listens = false;
  d.call.details.callbackNumber ??= d.call.from;
  noteReason(d);
  d.call.disposition ??= derive(d.call);
  tell(d, d.call.disposition);
  record(d);
  const { human } = DISPOSITIONS[d.call.disposition];
  if (human && !isToldOf(d.call)) tellOwner(d);
  if (d.call.disposition === "callback" && d.call.standby && d.call.promised) startFollowUp(d, d.call.standby);
  else close(d);
}

/** Of a call that did not reach an end of its own. */
function derive(call: Call): Disposition {
  if (call.promised) return "callback";
  const rung = entries(call).some(([id]) => id !== "caller");
  return hasSpoken(call) || rung ? "lost" : "silent";
}

function tell(d: Draft, disposition: Disposition): void {
  switch (disposition) {
    case "callback":
      tellEnding(d);
      return;
    case "lost":
      if (d.call.urgency.level === "emergency") pageEmergency(d);
      return;
    case "silent":
      if (d.call.legs.caller?.answeredAt != null) textCaller(d, SILENT_TEXT);
      return;
    default:
      return;
  }
}

/** An emergency whose caller is gone before anyone took it: whoever would have been rung hears of it at once. */
function pageEmergency(d: Draft): void {
  const told = d.route?.otherwise.tell ?? [];
  if (told.length > 0) {
    for (const { to, text } of told) page(d, to, text, 0);
    return;
  }
  const group = d.route?.ring ? d.book.groups[d.route.ring] : undefined;
  const first = group?.members[0];
  if (first) page(d, first, PAGE, 0);
  else tellOwner(d);
}
