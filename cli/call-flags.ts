/** What stands behind `npm run call --`, read into an order for a call, or into words for what is wrong with it. */
import { didYouMean } from "../rules/rulebook/suggest.ts";
import type { Behaviour, CallOrder } from "./orders.ts";
import { BEHAVIOURS } from "./orders.ts";
import { parseWhen } from "./when.ts";

export type Flags =
  | { readonly ok: true; readonly order: CallOrder; readonly json: boolean }
  | { readonly ok: false; readonly problem: string };

/** The business that will be called, as far as the flags depend on it. */
export type Callee = {
  readonly people: readonly string[];
  readonly owner: string;
  readonly timeZone: string;
};

const VALUES = ["at", "from"] as const;
const E164 = /^\+[1-9]\d{6,14}$/;
/** A caller whose number belongs to nobody. */
const CALLER = "+12145550133";

export function parseFlags(words: readonly string[], callee: Callee, now: number): Flags {
  const says: string[] = [];
  const people: Record<string, Behaviour> = {};
  let at: number | null = null;
  let from = CALLER;
  let json = false;

  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (!word.startsWith("--")) {
      says.push(word);
      continue;
    }
    const [name = "", attached] = word.slice(2).split(/=(.*)/s);
    if (name === "json" && attached === undefined) {
      json = true;
      continue;
    }
    const known = [...VALUES, "owner", ...callee.people];
    if (!known.includes(name)) return wrong(unknownFlag(name, known));
    const value = attached ?? words[++i];
    if (value === undefined || value.startsWith("--")) return wrong(`--${name} needs a value behind it.\n${examples}`);
    if (name === "at") {
      const when = parseWhen(value, callee.timeZone, now);
      if (!when.ok) return wrong(when.problem);
      at = when.at;
    } else if (name === "from") {
      if (!E164.test(value)) return wrong(`--from ${value} is no number I can call from. Write it like ${CALLER}.`);
      from = value;
    } else {
      const behaviour = BEHAVIOURS.find((one) => one === value);
      if (behaviour === undefined) return wrong(unknownBehaviour(name, value));
      people[name === "owner" ? callee.owner : name] = behaviour;
    }
  }
  if (says.length === 0) return wrong(`What does the caller say?\n${examples}`);
  return { ok: true, order: { from, at: at ?? now, says, people }, json };
}

const wrong = (problem: string): Flags => ({ ok: false, problem });

function unknownFlag(name: string, known: readonly string[]): string {
  const near = didYouMean(name, [...known, "json"]);
  const all = [...known, "json"].map((flag) => `--${flag}`).join(", ");
  return `There is no --${name}. ${near ? `${near.replace('"', '"--')} ` : ""}Flags: ${all}.`;
}

function unknownBehaviour(name: string, value: string): string {
  const near = didYouMean(value, BEHAVIOURS);
  return `--${name} ${value}: nobody can do that. ${near ? `${near} ` : ""}A person can: ${BEHAVIOURS.join(", ")}.`;
}

export const examples = `For example:
  npm run call -- "my basement is filling with water" --at "Sat 21:00" --owner no-answer
  npm run call -- "I need a quote for a new furnace" "my name is Pat Doe" --at "tomorrow 10 am" --json`;
