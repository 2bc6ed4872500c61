/** From the first ring to the first word: answered within the budget, whatever else has or has not come by then. */
import type { CallId } from "../ids.ts";
import type { Rulebook } from "../rulebook/rulebook.ts";
import { Draft } from "./draft.ts";
import type { Arrived, CallEvent, Refusal, Screening } from "./events.ts";
import * as legs from "./legs.ts";
import { close, hangUp } from "./parting.ts";
import type { Call } from "./state.ts";
import { greet } from "./talking.ts";
import { callerLeft } from "./wrap-up.ts";

/** Answering takes 0.9 s in observed traffic; after this the webhook was lost or the command was. */
const ANSWER_BY_MS = 5_000;
/** Hardly anyone listens to ringing for longer. */
const RINGS_AT_MOST_MS = 60_000;
/** Neither answered nor gone, and Telnyx does not say which: its own limit for a call that nobody answers has passed. */
const GIVEN_UP_AFTER_MS = 130_000;
/** The Worker promises a rulebook within 1.2 s, the compiled-in one at the worst. */
const RULEBOOK_BY_MS = 1_500;

/** A phone that we ring and that forwards to us calls with our own number: that needs no desk to see. */
const OWN_CALL: Screening = { verdict: "loop", recentCalls: 0 };

export function arrive(id: CallId, event: Arrived & Pick<CallEvent, "at">, book: Rulebook | null): Draft {
  const screening = event.from === event.to ? OWN_CALL : event.screening;
  const d = new Draft(opened(id, { ...event, screening }), event.at, book);
  d.desk({ kind: "call.opened", call: id, from: event.from, to: event.to, openedAt: event.at });
  if (screening && screening.verdict !== "welcome") {
    turnAway(d, screening);
    return d;
  }
  const listen = book && book.notice.mode !== "strict" ? book.voice.engines[0] : null;
  d.call.voice.listening = listen;
  d.call.voice.listens = true;
  answer(d);
  d.arm("answer", event.at + ANSWER_BY_MS);
  return d;
}

function answer(d: Draft): void {
  const effect = d.command("caller", { kind: "answer", listen: d.call.voice.listening });
  d.call.awaiting[effect] = { kind: "answer" };
}

/** Telnyx was down for longer than one command is tried; whoever still hears it ring may still be answered. */
export function answerRefused(d: Draft, refusal: Refusal): void {
  if (d.leg("caller")?.status !== "ringing") return;
  d.note(`the answer was refused: ${refusal}`);
  if (d.pinned) d.alert("answer-refused", `A call could not be answered (${refusal}).`);
  if (refusal !== "gave-up") {
    // A resend may be refused because the first one worked; otherwise Telnyx knows whether anyone still rings.
    d.command("caller", { kind: "check" });
  } else if (d.at < d.call.openedAt + RINGS_AT_MOST_MS) {
    answer(d);
  } else {
    giveUp(d);
  }
}

/** Nothing more can be done about it, but it must not stay open, nor go on ringing. */
function giveUp(d: Draft): void {
  d.command("caller", { kind: "hangup" });
  legs.end(d, "caller", "failed");
  goneBeforeAnswer(d);
}

/** Whether a leg that lives must have been answered without our hearing of it; while an answer is on its way it only rings. */
export function isAnswerLost(d: Draft): boolean {
  if (d.call.phase.name !== "arriving") return false;
  return !Object.values(d.call.awaiting).some((awaited) => awaited.kind === "answer");
}

export function callerAnswered(d: Draft): void {
  if (d.call.phase.name !== "arriving") return;
  d.disarm("answer");
  if (d.pinned) begin(d);
  else d.arm("rulebook", d.at + RULEBOOK_BY_MS);
}

export function rulebookPinned(d: Draft): void {
  const status = d.leg("caller")?.status;
  if (d.call.phase.name === "arriving" && (status === "answered" || status === "ended")) begin(d);
}

/** The rulebook is late. The object pins the compiled-in one with this very event when the call is old enough. */
export function rulebookOverdue(d: Draft): void {
  if (d.pinned) rulebookPinned(d);
  else d.arm("rulebook", d.at + RULEBOOK_BY_MS);
}

/** No `call.answered` came: the webhook was lost, or the caller has gone. Telnyx knows. */
export function answerOverdue(d: Draft): void {
  if (d.call.phase.name !== "arriving") return;
  if (d.at >= d.call.openedAt + GIVEN_UP_AFTER_MS) {
    giveUp(d);
    return;
  }
  d.command("caller", { kind: "check" });
  d.arm("answer", d.at + ANSWER_BY_MS);
}

export function goneBeforeAnswer(d: Draft): void {
  d.disarm("answer");
  if (d.pinned) callerLeft(d);
  else d.arm("rulebook", d.at + RULEBOOK_BY_MS);
}

/** A call that ended before a rulebook came waits for it, because only the rulebook says whom to tell. */
function begin(d: Draft): void {
  d.disarm("rulebook", "answer");
  const { screening } = d.call;
  if (d.leg("caller")?.status === "ended") {
    callerLeft(d);
    return;
  }
  if (screening && screening.verdict !== "welcome") turnAway(d, screening);
  else greet(d);
}

/** The desk's word came after the call was answered: it still turns away a caller who has not said anything. */
export function screened(d: Draft, screening: Screening): void {
  if (d.call.screening) return;
  d.call.screening = screening;
  if (screening.verdict === "welcome") return;
  const { phase } = d.call;
  if (phase.name === "arriving" && d.leg("caller")?.status !== "answered") return;
  if (phase.name === "arriving" || (phase.name === "talking" && d.call.heard.turns.length === 0))
    turnAway(d, screening);
}

function turnAway(d: Draft, screening: Screening): void {
  d.note(`turned away: ${screening.verdict}`);
  if (screening.verdict === "flood" && d.pinned) {
    d.alert("flood", "One number calls more often than a caller would and is turned away for now.");
  }
  d.call.disposition = "screened";
  d.disarm("answer", "rulebook");
  if (d.leg("caller")?.status === "answered") {
    hangUp(d);
    return;
  }
  d.call.leaving = true;
  // Busy makes a forwarded ring of ours fail its hop; a blocked caller is told no more than that.
  d.command("caller", { kind: "reject", cause: screening.verdict === "blocked" ? "CALL_REJECTED" : "USER_BUSY" });
  close(d);
}

function opened(id: CallId, event: Arrived & Pick<CallEvent, "at">): Call {
  return {
    v: 1,
    id,
    seq: 0,
    openedAt: event.at,
    from: event.from,
    to: event.to,
    callerName: event.callerName,
    attestation: event.attestation,
    origin: event.origin,
    screening: event.screening,
    phase: { name: "arriving" },
    timers: {},
    legs: {
      caller: {
        control: event.control,
        status: "ringing",
        person: null,
        dialledAt: event.at,
        answeredAt: null,
        answeredOccurredAt: null,
        endedAt: null,
        reason: null,
        stage: "none",
        speech: 0,
      },
    },
    bridge: null,
    voice: {
      speaking: null,
      queue: [],
      loop: null,
      looping: false,
      listening: null,
      listens: false,
      engine: 0,
      heardAny: false,
      halfDuplex: false,
      noticed: false,
      lastSoundAt: event.at,
    },
    heard: { turns: [], interim: null, alarmed: 0, confirmed: false, lastAt: null, keys: "" },
    details: { name: null, callbackNumber: null, reason: null, provisional: false },
    urgency: { level: "routine", score: 0, reasons: [] },
    route: null,
    promised: null,
    standby: null,
    endingTold: false,
    told: [],
    disposition: null,
    handledBy: null,
    awaiting: {},
    leaving: false,
    notes: [],
  };
}
