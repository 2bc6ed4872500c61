/** Calls to our numbers, from their arrival to the moment they are answered. */
import type { Exchange } from "../exchange.ts";
import type { Json } from "../types.ts";
import { endLeg, hungUpThere } from "./ending.ts";
import { type Leg, nobody, type Party } from "./leg.ts";

/** A carrier lets an unanswered call ring about this long before it gives up for the caller. */
const RINGS_UNANSWERED_MS = 120_000;

export type Incoming = {
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly callerName: string | null;
  readonly attestation: string | null;
};

/** The leg exists from now on; its webhook goes out at `at`. */
export function addIncoming(exchange: Exchange, call: Incoming): Leg {
  const { session, from, to, at } = call;
  const leg = exchange.addLeg({ session, direction: "incoming", from, to, state: "parked" }, at, null);
  const trust: { [key: string]: Json } =
    call.attestation === null ? {} : { shaken_stir_attestation: call.attestation, shaken_stir_validated: true };
  exchange.later(leg, at, () =>
    exchange.emit(
      leg,
      "call.initiated",
      {
        calling_party_type: "pstn",
        // Telnyx repeats the number where the carrier gave no name.
        caller_id_name: call.callerName ?? from,
        connection_codecs: "PCMA,PCMU",
        offered_codecs: "PCMU",
        direction: "incoming",
        state: "parked",
        start_time: exchange.shown(session, at),
        ...trust,
      },
      "with numbers",
    ),
  );
  exchange.later(leg, at + RINGS_UNANSWERED_MS, () => {
    if (leg.state === "parked") endLeg(exchange, leg, hungUpThere(leg));
  });
  return leg;
}

/** Somebody is on the line from now on. */
export function markAnswered(exchange: Exchange, leg: Leg): void {
  leg.state = "answered";
  leg.answeredAt = exchange.now;
  exchange.emit(
    leg,
    "call.answered",
    {
      calling_party_type: "pstn",
      codec: "PCMU",
      sampling_rate: 8000,
      start_time: exchange.shown(leg.session, leg.startAt),
    },
    "with numbers",
  );
  leg.party.answered();
}

/** A ring that a person's mobile sent back to us: it lives and dies with the leg that rang that mobile. */
export function forwardBack(
  exchange: Exchange,
  ringing: Leg,
  to: string,
  links: Pick<Party, "answered" | "ended">,
): Leg {
  const session = exchange.openSession(to, exchange.now, {});
  const call = { session, from: ringing.from, to, at: exchange.now, callerName: null, attestation: null };
  const leg = addIncoming(exchange, call);
  leg.party = { ...nobody, ...links };
  return leg;
}
