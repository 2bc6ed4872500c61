/** How an event reads in the log that an operator sees: what it was and what it led to, without words or numbers. */
import type { Effect } from "../rules/call/effects.ts";
import type { Happening } from "../rules/call/events.ts";

export function describe(happening: Happening, effects: readonly Effect[]): string {
  const led = effects.map(nameEffect).join(", ");
  return [detailOf(happening), led === "" ? "" : `→ ${led}`].filter((part) => part !== "").join(" ");
}

/** `dial p1 #7`: the number is the last part of the effect's id. */
function nameEffect(effect: Effect): string {
  const number = effect.id.slice(effect.id.lastIndexOf(":") + 1);
  const leg = effect.lane === "call" ? ` ${effect.leg}` : "";
  return `${effect.kind}${leg} #${number}`;
}

function detailOf(happening: Happening): string {
  switch (happening.type) {
    case "call.arrived":
      return happening.screening?.verdict ?? "unscreened";
    case "caller.screened":
      return happening.screening.verdict;
    case "leg.ended":
      return `${happening.leg ?? "?"} ${happening.reason}`;
    case "heard":
      return happening.final ? "final" : "partial";
    case "speech.ended":
      return `${happening.leg ?? "?"} ${happening.completed ? "completed" : "cut"}`;
    case "playback.ended":
      return happening.failed ? "failed" : "";
    case "machine.detected":
      return `${happening.leg ?? "?"} ${happening.result}`;
    case "timer":
      return happening.name;
    case "command.accepted":
      return `#${last(happening.effect)}`;
    case "command.refused":
      return `#${last(happening.effect)} ${happening.refusal}`;
    case "leg.checked":
      return `${happening.leg} ${happening.alive ? "alive" : "gone"}`;
    case "rulebook.pinned":
      return "";
    default:
      return happening.leg ?? "?";
  }
}

const last = (id: string): string => id.slice(id.lastIndexOf(":") + 1);
