/** Who calls, what they want and how they go about it: the kinds of call that a seed chooses from. */
import type { CallerScript, CallerStep } from "../../simulator/types.ts";
import type { Random } from "../support/platform/random.ts";

export type Kind =
  | "emergency"
  | "quote"
  | "silent"
  | "leaves"
  | "escalates"
  | "keys"
  | "withdraws"
  | "mumbles"
  | "asks for a call back";

export type Caller = {
  readonly kind: Kind;
  readonly inMs: number;
  readonly script: Omit<CallerScript, "to">;
  /** Says early and clearly that it is an emergency, and stays. */
  readonly emergency: boolean;
};

/** Words that only callers say, to be found in no log line. */
export const CALLER_WORDS = ["quillon", "zebulon", "degrees outside"];

const KINDS: readonly [Kind, ...Kind[]] = [
  "emergency",
  "emergency",
  "emergency",
  "emergency",
  "quote",
  "quote",
  "silent",
  "leaves",
  "leaves",
  "escalates",
  "keys",
  "withdraws",
  "mumbles",
  "asks for a call back",
];

const EMERGENCY: CallerStep = { after: "help you", atMs: 400, says: "We have no heat and it is 30 degrees outside" };
const QUOTE: CallerStep = { after: "help you", atMs: 600, says: "I would like a quote for a new furnace please" };

/** Answers to what the receptionist may ask, whenever it asks. */
const ANSWERS: CallerStep[] = [
  { after: "name", atMs: 500, says: "My name is Quillon Zebulon" },
  { after: "number", atMs: 500, says: "nine seven two five five five zero one four four" },
  { after: "about", atMs: 500, says: "it is about my old furnace" },
];

export function drawCallers(random: Random): Caller[] {
  const count = random.pick([1, 1, 1, 1, 2, 2, 3]);
  let inMs = random.between(0, 5_000);
  return Array.from({ length: count }, (_, index) => {
    const caller = drawCaller(random, index, inMs);
    inMs += random.between(0, 60_000);
    return caller;
  });
}

function drawCaller(random: Random, index: number, inMs: number): Caller {
  const kind = random.pick(KINDS);
  const from = random.chance(0.06) ? "anonymous" : `+1972555014${index}`;
  const script: Omit<CallerScript, "to"> = {
    from,
    steps: [...stepsOf(kind, random), ...(random.chance(0.7) ? ANSWERS : []), ...patience(kind, random)],
    talksMs: random.between(2_000, 90_000),
    ...(random.chance(0.5) ? { attestation: random.pick(["A", "B", "C"]) } : {}),
    ...(random.chance(0.3) ? { callerName: "QUILLON ZEBULON" } : {}),
  };
  return { kind, inMs, script, emergency: kind === "emergency" };
}

function stepsOf(kind: Kind, random: Random): CallerStep[] {
  switch (kind) {
    case "emergency":
      return [EMERGENCY];
    case "quote":
      return [QUOTE];
    case "silent":
      return [];
    case "leaves":
      return [random.pick([EMERGENCY, QUOTE]), { atMs: random.between(0, 60_000), hangsUp: true }];
    case "escalates":
      return [QUOTE, { ...whenItTurns(random), says: "wait now the basement is flooding please hurry" }];
    case "keys":
      return [{ atMs: random.between(1_000, 25_000), presses: random.pick(["1", "1", "0", "2", "11", "9#"]) }];
    case "withdraws":
      return [
        EMERGENCY,
        { atMs: random.between(9_000, 25_000), says: "never mind it is working again you can cancel that" },
      ];
    case "mumbles":
      return [
        { after: "help you", atMs: 500, says: "uh well so you know" },
        { atMs: random.between(12_000, 20_000), says: "hmm it is the thing" },
      ];
    case "asks for a call back":
      return [{ after: "help you", atMs: 500, says: "can somebody call me back please" }];
  }
}

/** At any moment, or while somebody is being rung for the quote. */
const whenItTurns = (random: Random): { atMs: number; during?: string } =>
  random.chance(0.5)
    ? { atMs: random.between(9_000, 30_000) }
    : { during: "find someone", atMs: random.between(0, 20_000) };

/** Nobody stays for ever; a minute and a half of unhappy waiting is a lot. */
function patience(kind: Kind, random: Random): CallerStep[] {
  const shortest = kind === "emergency" ? 180_000 : 45_000;
  return [{ atMs: random.between(shortest, 300_000), hangsUp: true }];
}
