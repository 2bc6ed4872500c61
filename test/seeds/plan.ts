/** Everything about a seed that is decided before it runs. */
import type { Person, Quirks, Timing } from "../../simulator/types.ts";
import { createRandom, type Random } from "../support/platform/random.ts";
import { DANA, LEE, type RulebookOptions, SAM } from "../support/rulebooks.ts";
import { FALLBACK, LINE } from "../support/world.ts";
import { type Caller, drawCallers } from "./callers.ts";
import { drawFaults, type Fault } from "./faults.ts";

export type Plan = {
  readonly seed: number;
  readonly random: Random;
  readonly at: number;
  readonly rulebook: Required<Pick<RulebookOptions, "notice" | "accept">> & RulebookOptions;
  readonly callers: readonly Caller[];
  readonly people: Record<string, Person>;
  readonly timing: Partial<Timing>;
  readonly quirks: Partial<Quirks>;
  readonly faults: ReadonlySet<Fault>;
};

export function drawPlan(seed: number, without: ReadonlySet<string>): Plan {
  const random = createRandom(seed);
  const faults = drawFaults(random.fork("faults"), without);
  return {
    seed,
    random,
    at: drawTime(random.fork("time")),
    rulebook: drawRulebook(random.fork("rulebook")),
    callers: drawCallers(random.fork("callers")),
    people: drawPeople(random.fork("people")),
    timing: faults.has("timing") ? drawTiming(random.fork("timing")) : COARSE,
    quirks: faults.has("quirks") ? drawQuirks(random.fork("quirks")) : {},
    faults,
  };
}

/** A third of the interim results of life, for speed. */
const COARSE: Partial<Timing> = { interimMs: 900 };

/** Monday 12 January 2026, in Dallas: 20:30 mostly, 14:00, and 17:59. */
function drawTime(random: Random): number {
  const hour = random.pick(["20:30:00", "20:30:00", "20:30:00", "14:00:00", "17:59:00"]);
  return Date.parse(`2026-01-12T${hour}-06:00`) + random.between(0, 59_999);
}

function drawRulebook(random: Random): Plan["rulebook"] {
  return {
    notice: random.pick(["greeting", "greeting", "strict", "none"]),
    accept: random.chance(0.9) ? "press-1" : "at-once",
    each: `${random.pick([20, 20, 5, 12, 45])}s`,
    sayFirst: random.chance(0.25),
    callback: random.pick(["within 30 minutes", "within 30 minutes", "next opening"]),
    crm: random.chance(0.9),
  };
}

const drawPeople = (random: Random): Record<string, Person> => ({
  [SAM]: drawPerson(random),
  [DANA]: drawPerson(random),
  [LEE]: drawPerson(random),
  [FALLBACK]: drawPerson(random),
});

function drawPerson(random: Random): Person {
  const answers = (presses: string | null): Person => ({
    does: "answer",
    afterMs: random.between(500, random.pick([8_000, 8_000, 24_000])),
    presses,
    pressAfterMs: random.between(200, random.pick([3_000, 3_000, 12_000])),
    talksMs: random.chance(0.5) ? random.between(300, 60_000) : null,
  });
  const one = (): Person =>
    random.pick<() => Person>([
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers("1"),
      () => answers(null),
      () => answers(random.pick(["2", "0", "21", "*1"])),
      () => ({ does: "ignore" }),
      () => ({ does: "decline", afterMs: random.between(500, 10_000) }),
      () => ({ does: "busy" }),
      () => ({ does: "voicemail", afterMs: random.between(0, 19_000) }),
      () => ({ does: "hang-up", afterMs: random.between(500, 15_000), stayMs: random.between(100, 9_000) }),
      () => ({ does: "forward", afterMs: random.between(500, 15_000), to: LINE }),
      () => ({ does: "not-found" }),
      () => ({ does: "do-not-disturb" }),
      () => ({ does: "unreachable" }),
    ])();
  return random.chance(0.2) ? { does: "in-turn", each: [one(), one()] } : one();
}

function drawTiming(random: Random): Partial<Timing> {
  return {
    answeredMs: random.between(100, 3_000),
    speechStartsMs: random.between(200, 3_500),
    charactersPerSecond: random.between(8, 25),
    interimMs: random.between(100, 1_000),
    finalMs: random.between(100, 2_500),
    dialMs: random.between(100, 4_000),
    bridgeMs: random.between(50, 1_500),
    playbackStartsMs: random.between(50, 1_500),
  };
}

function drawQuirks(random: Random): Partial<Quirks> {
  const flips = () => random.chance(0.2);
  return {
    redeliveryChangesId: flips(),
    duplicateCommand: flips() ? "error" : "ok",
    callerHangupEndsLinkedLegs: flips(),
    stoppedSpeech: random.pick(["completed", "completed", "cancelled", "missing"]),
    deafWhileSpeaking: flips(),
    deafEngines: random.pick([[], [], [], [], ["deepgram"], ["deepgram", "google"]]),
    muteWhileListening: flips(),
    bridgeEndsPlayback: !flips(),
    bridgedOnBothLegs: !flips(),
    dialWithoutControlId: flips(),
    staleClientState: flips(),
    promptSendsSpeakEvents: flips(),
    unstartedSpeechEnds: flips(),
    refusalIsRemembered: flips(),
    linkToEndedLeg: flips() ? "accepted" : "refused",
    timeoutCountsFrom: flips() ? "ring" : "dial",
  };
}
