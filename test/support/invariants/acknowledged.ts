/** 200 means that it is on disk (design §3): every webhook about a live call that was acknowledged is among its events. */
import { peekHasEvent } from "../peek.ts";
import type { World } from "../world.ts";
import type { Report } from "./offences.ts";
import { wasSentOn } from "./rest.ts";
import type { StateWatch } from "./states.ts";

/** Passing events, which the next one that is written brings along: partial results, and the start of our own words. */
const NOT_KEPT = ["call.transcription", "call.speak.started"];

export function watchAcknowledged(world: World, states: StateWatch, report: Report): { check(): void } {
  let seen = 0;
  return {
    check() {
      const { delivered } = world.courier;
      for (; seen < delivered.length; seen++) {
        const one = delivered[seen];
        if (one === undefined || one.status !== 200 || one.session === null || NOT_KEPT.includes(one.type)) continue;
        const slot = world.calls.find(one.session);
        const call = states.last(one.session)?.call;
        if (slot === undefined || call == null || call.phase.name === "closed") continue;
        // Sent on to the fallback number: what happens to such a leg is nobody's business.
        if (wasSentOn(world, one.session)) continue;
        if (!peekHasEvent(slot, one)) report("a webhook was acknowledged and not kept", `${one.type} ${one.id}`);
      }
    },
  };
}
