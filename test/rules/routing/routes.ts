/** Routes and facts as tests write them. */

import type { Fact, RouteFacts } from "../../../rules/routing/facts.ts";
import type { Condition, Route, Rulebook, UrgencyLevel } from "../../../rules/rulebook/rulebook.ts";

export const known = <T>(value: T): Fact<T> => ({ state: "known", value });
export const OPEN = { state: "open" } as const;
export const ABSENT = { state: "absent" } as const;

/** A caller who has said one turn, in opening hours, about nothing urgent. */
export function facts(changes: Partial<RouteFacts> = {}): RouteFacts {
  return { urgency: known("routine"), said: known("hello there"), open: known(true), spoken: true, ...changes };
}

/** A call that was just answered. */
export const UNSPOKEN: RouteFacts = { urgency: OPEN, said: OPEN, open: known(true), spoken: false };

export const ALWAYS: Condition = { fact: "always" };
export const urgencyIs = (...is: UrgencyLevel[]): Condition => ({ fact: "urgency", is });
export const says = (...any: string[]): Condition => ({ fact: "says", any });
export const isOpen = (is: boolean): Condition => ({ fact: "open", is });
export const all = (...of: Condition[]): Condition => ({ fact: "all", of });
export const any = (...of: Condition[]): Condition => ({ fact: "any", of });
export const not = (of: Condition): Condition => ({ fact: "not", of });

export function route(name: string, when: Condition, beforeSpeech = false): Route {
  const otherwise = {
    take: "callback",
    say: null,
    promise: { kind: "next-opening" },
    tell: [],
    smsCaller: null,
  } as const;
  return { name, when, beforeSpeech, say: null, sayFirst: false, ring: null, otherwise, tell: [] };
}

export function book(...routes: Route[]): Pick<Rulebook, "routes" | "otherwise"> {
  return { routes, otherwise: route("Otherwise", ALWAYS) };
}
