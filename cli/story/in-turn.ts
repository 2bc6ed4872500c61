/** One call at a time, so that nobody's texts or rings end up in somebody else's story. */
import type { CallOrder } from "../orders.ts";
import type { Studio } from "../studio.ts";
import { follow, type Story } from "./follow.ts";

export type Play = (order: CallOrder) => AsyncGenerator<Story>;

export function playInTurn(studio: Studio): Play {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return async function* play(order) {
    const before = last;
    let end = (): void => {};
    last = new Promise((resolve) => {
      end = resolve;
    });
    waiting += 1;
    try {
      if (waiting > 1) yield { kind: "now", text: "another call is going on; yours begins when it has ended" };
      await before;
      const call = studio.place(order);
      yield { kind: "placed", timeZone: studio.rulebook.business.timeZone, shiftMs: call.shiftMs };
      yield* follow(call, studio.rulebook);
    } finally {
      waiting -= 1;
      end();
    }
  };
}
