/** From what the owner wrote to what a call needs: every name resolved, every number in E.164, every default filled in. */
import {
  compileBlocked,
  compileBusiness,
  compileCountry,
  compileHours,
  compileNotice,
  compileVoice,
} from "./compile-business.ts";
import { compileDirectory } from "./compile-people.ts";
import { compileRoutes } from "./compile-routes.ts";
import type { Path, Report } from "./problem.ts";
import type { Crm, Rulebook } from "./rulebook.ts";
import type { RulebookSource } from "./source.ts";

export const DEFAULT_GREETING = "Thanks for calling {{business_name}}. How can I help you?";

/**
 * @param version names the source text
 * @param report is told of everything that makes the rulebook unusable
 * @param warn is told of what works and is probably not meant
 * @returns a rulebook that may be used only if nothing was reported; null when there is not even an owner
 */
export function compileRulebook(
  source: RulebookSource,
  version: string,
  report: Report,
  warn: Report,
): Rulebook | null {
  const country = compileCountry(source, report);
  const directory = compileDirectory(source, country, report);
  const { routes, otherwise } = compileRoutes(source, { directory, report, warn });
  const hours = compileHours(source, report);
  const alertsTo = source.alerts === undefined ? null : directory.person(source.alerts.to, ["alerts", "to"]);
  if (source.hours === undefined) warnOfMissingHours(source, warn);
  const crm: Crm | null = source.crm ?? null;
  const blocked = compileBlocked(source, country, report);
  if (directory.owner === null) return null;
  const owner = { id: directory.owner, name: directory.nameOf(directory.owner) };
  return {
    v: 1,
    version,
    business: compileBusiness(source, country, owner, report),
    hours,
    people: directory.people,
    groups: directory.groups,
    urgency: source.urgency,
    voice: compileVoice(source),
    notice: compileNotice(source),
    greeting: source.greeting ?? DEFAULT_GREETING,
    routes,
    otherwise,
    blocked,
    crm,
    alerts: alertsTo === null ? null : { to: alertsTo },
  };
}

function warnOfMissingHours(source: RulebookSource, warn: Report): void {
  for (const [index, { when }] of source.routes.entries()) {
    if (when === "always" || when.open === undefined) continue;
    const path: Path = ["routes", index, "when", "open"];
    warn(
      path,
      "this asks for opening hours, and none are given",
      "Add hours:. Until then the business is always open.",
    );
  }
}
