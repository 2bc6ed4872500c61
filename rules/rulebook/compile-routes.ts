/** Routes, their conditions and their endings; every shortcut of the document is one shape from here on. */
import type { Directory } from "./compile-people.ts";
import { type Path, quote, type Report } from "./problem.ts";
import type { Condition, Ending, Route, Text } from "./rulebook.ts";
import type { ConditionSource, EndingSource, RouteSource, RulebookSource } from "./source.ts";

type Context = { readonly directory: Directory; readonly report: Report; readonly warn: Report };

export function compileRoutes(source: RulebookSource, context: Context): { routes: Route[]; otherwise: Route } {
  const seen = new Set<string>();
  let always: string | null = null;
  const routes = source.routes.map((route, index) => {
    const path = ["routes", index];
    const when = compileCondition(route.when, [...path, "when"], context.report);
    if (seen.has(route.name.toLowerCase())) {
      context.report(
        [...path, "name"],
        `two routes are called ${quote(route.name)}`,
        "Names show which route took a call; make them differ.",
      );
    }
    seen.add(route.name.toLowerCase());
    if (always !== null) {
      const hint = `Move it above ${quote(always)}, which applies to every call.`;
      context.warn(path, `the route ${quote(route.name)} is never reached`, hint);
    } else if (when.fact === "always") {
      always = route.name;
    }
    return compileRoute(route, when, path, context);
  });
  return { routes, otherwise: compileRoute(source.otherwise, { fact: "always" }, ["otherwise"], context) };
}

function compileRoute(source: RouteSource, when: Condition, path: Path, context: Context): Route {
  const { directory, report } = context;
  return {
    name: source.name,
    when,
    beforeSpeech: source.before_speech,
    say: source.say ?? null,
    sayFirst: source.say_first,
    ring: source.ring === undefined ? null : directory.ringable(source.ring, [...path, "ring"]),
    otherwise: compileRouteEnding(source, path, context),
    tell: compileTexts(source.tell, [...path, "tell"], directory, report),
  };
}

const ENDING_KEYS = ["take", "callback", "sms", "sms_caller"] as const;

function compileRouteEnding(source: RouteSource, path: Path, context: Context): Ending {
  const shortcut = ENDING_KEYS.find((key) => source[key] !== undefined);
  if (source.otherwise !== undefined) {
    if (shortcut !== undefined) {
      const hint = `Move ${shortcut} into otherwise.`;
      context.report(
        [...path, shortcut],
        `${shortcut} stands beside otherwise, and it is unclear which holds`,
        hint,
        "key",
      );
    }
    return compileEnding(source.otherwise, [...path, "otherwise"], context);
  }
  if (shortcut !== undefined) {
    const { take, callback, sms, sms_caller } = source;
    return compileEnding({ take, callback, sms, sms_caller }, path, context);
  }
  if (source.ring === undefined) {
    context.report(path, `the route ${quote(source.name)} does nothing with the call`, "Add ring: or take: callback.");
  } else {
    const hint =
      "Nobody picking up, it takes a callback. Say so, or say what else: otherwise: { callback: when we open }.";
    context.warn(path, `the route ${quote(source.name)} does not say what happens when nobody picks up`, hint);
  }
  return compileEnding({ take: "callback" }, path, context);
}

function compileEnding(source: EndingSource, path: Path, { directory, report }: Context): Ending {
  const full = { callback: undefined, sms: undefined, sms_caller: undefined, say: undefined, ...source };
  if (full.take === "goodbye" && full.callback !== undefined) {
    report(
      [...path, "callback"],
      "the call ends with goodbye, so nobody calls back",
      "Take out callback:, or write take: callback.",
      "key",
    );
  }
  return {
    take: full.take ?? "callback",
    say: full.say ?? null,
    promise: full.callback ?? { kind: "next-opening" },
    tell: compileTexts(full.sms ?? [], [...path, "sms"], directory, report),
    smsCaller: full.sms_caller ?? null,
  };
}

/** The one text that stands without a list is found by the path of the list too. */
function compileTexts(
  texts: readonly { readonly to: string; readonly text: string }[],
  path: Path,
  directory: Directory,
  report: Report,
): Text[] {
  return texts.flatMap(({ to, text }, index) => {
    if (to.toLowerCase() === "caller") {
      report(
        [...path, index, "to"],
        "the caller is nobody of the business",
        'Write sms_caller: "…" for a text to the caller.',
      );
      return [];
    }
    const person = directory.person(to, [...path, index, "to"]);
    return person === null ? [] : [{ to: person, text }];
  });
}

function compileCondition(source: ConditionSource, path: Path, report: Report): Condition {
  if (source === "always") return { fact: "always" };
  const parts: Condition[] = [];
  if (source.urgency !== undefined) parts.push({ fact: "urgency", is: source.urgency });
  if (source.says !== undefined) {
    if (source.says.length === 0) report([...path, "says"], "no phrase is listed", "Write says: [no heat, no power].");
    parts.push({ fact: "says", any: source.says });
  }
  if (source.open !== undefined) parts.push({ fact: "open", is: source.open });
  for (const fact of ["all", "any"] as const) {
    const of = source[fact]?.map((part, index) => compileCondition(part, [...path, fact, index], report));
    if (of !== undefined) parts.push({ fact, of });
  }
  if (source.not !== undefined) parts.push({ fact: "not", of: compileCondition(source.not, [...path, "not"], report) });
  const [only] = parts;
  if (only === undefined) {
    report(path, "no condition is given", "Write when: { urgency: emergency }, or when: always for every call.");
    return { fact: "always" };
  }
  return parts.length === 1 ? only : { fact: "all", of: parts };
}
