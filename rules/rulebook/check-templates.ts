/** Checks every template of the document where it stands. */
import { checkTemplate } from "../talk/templates.ts";
import type { Finding, Path } from "./problem.ts";
import type { Json } from "./rulebook.ts";
import type { EndingSource, RouteSource, RulebookSource } from "./source.ts";

export function checkTemplates(source: RulebookSource): Finding[] {
  const { notice, greeting, crm } = source;
  const places: Place[] = [
    [["notice", "text"], notice.text],
    [["greeting"], greeting],
    ...source.routes.flatMap((route, index) => placesOfRoute(route, ["routes", index])),
    ...placesOfRoute(source.otherwise, ["otherwise"]),
    ...placesOfJson(crm?.fields ?? null, ["crm", "fields"]),
  ];
  return places.flatMap(([path, text]) => (text === undefined ? [] : checkPlace(path, text)));
}

type Place = readonly [path: Path, template: string | undefined];

function placesOfRoute(route: RouteSource, path: Path): Place[] {
  return [
    [[...path, "say"], route.say],
    ...placesOfTexts(route.tell, [...path, "tell"]),
    ...placesOfEnding({ ...route, say: undefined }, path),
    ...placesOfEnding(route.otherwise ?? {}, [...path, "otherwise"]),
  ];
}

function placesOfEnding(ending: Partial<Exclude<EndingSource, { take: "callback" | "goodbye" }>>, path: Path): Place[] {
  return [
    [[...path, "say"], ending.say],
    [[...path, "sms_caller"], ending.sms_caller],
    ...placesOfTexts(ending.sms ?? [], [...path, "sms"]),
  ];
}

const placesOfTexts = (texts: readonly { readonly text: string }[], path: Path): Place[] =>
  texts.map(({ text }, index) => [[...path, index, "text"], text]);

function placesOfJson(json: Json, path: Path): Place[] {
  if (typeof json === "string") return [[path, json]];
  if (json === null || typeof json !== "object") return [];
  return Object.entries(json).flatMap(([key, value]) =>
    placesOfJson(value, [...path, Array.isArray(json) ? Number(key) : key]),
  );
}

function checkPlace(path: Path, text: string): Finding[] {
  return checkTemplate(text).map(({ message, hint, at, near }) => {
    const before = text.slice(0, at);
    const nth = near === "" ? 0 : before.split(near).length - 1;
    return { path, message, hint, at: { near, nth } };
  });
}
