/** The business itself, its hours, and what belongs to every call. */
import { Temporal } from "temporal-polyfill/implementation";
import { businessId, type E164, type PersonId } from "../ids.ts";
import { isKnownCountry, readPhone } from "./phones.ts";
import { quote, type Report } from "./problem.ts";
import type { Business, Engine, Hours, Notice, VoiceSettings } from "./rulebook.ts";
import type { RulebookSource } from "./source.ts";
import { suggest } from "./suggest.ts";
import { alwaysOpen } from "./weekly-hours.ts";

/** @returns the country by whose rules numbers are read, `US` in place of an unknown one, which is reported */
export function compileCountry(source: RulebookSource, report: Report): string {
  const written = source.business.country.toUpperCase();
  if (/^[A-Z]{2}$/.test(written) && isKnownCountry(written)) return written;
  const hint = written === "UK" ? "Write GB." : "Write its two letters: US, CA, GB, AU.";
  report(["business", "country"], `${quote(source.business.country)} is not a country`, hint);
  return "US";
}

export function compileBusiness(
  { business }: RulebookSource,
  country: string,
  owner: { readonly id: PersonId; readonly name: string },
  report: Report,
): Business {
  checkTimeZone(business.timezone, report);
  return {
    id: businessId(business.id),
    name: business.name,
    owner: owner.id,
    ownerName: business.owner_name ?? owner.name,
    trade: business.trade.toLowerCase(),
    timeZone: business.timezone,
    country,
    bookingUrl: business.booking_url ?? null,
  };
}

/** How people in a hurry call their time zone. */
const ZONE_NICKNAMES: Readonly<Record<string, string>> = {
  eastern: "America/New_York",
  est: "America/New_York",
  edt: "America/New_York",
  central: "America/Chicago",
  cst: "America/Chicago",
  cdt: "America/Chicago",
  mountain: "America/Denver",
  mst: "America/Denver",
  mdt: "America/Denver",
  pacific: "America/Los_Angeles",
  pst: "America/Los_Angeles",
  pdt: "America/Los_Angeles",
  gmt: "Europe/London",
  bst: "Europe/London",
  uk: "Europe/London",
};

function checkTimeZone(written: string, report: Report): void {
  // Names without a slash are abbreviations and fixed offsets, which know nothing of summer time.
  if ((written.includes("/") || written === "UTC") && isTimeZone(written)) return;
  const zones = Intl.supportedValuesOf("timeZone");
  const city = written.toLowerCase().replace(/ /g, "_");
  const near =
    ZONE_NICKNAMES[city] ?? zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? suggest(written, zones);
  const hint =
    near === null ? "Write the nearest big city as America/Chicago or Europe/London." : `Did you mean "${near}"?`;
  report(["business", "timezone"], `${quote(written)} is not a time zone`, hint);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Without written hours a business is always open. */
export function compileHours({ hours }: RulebookSource, report: Report): Hours {
  for (const [index, date] of (hours?.closed ?? []).entries()) {
    if (isDate(date)) continue;
    report(["hours", "closed", index], "this is not a date", "Write year, month and day: 2026-12-24.");
  }
  return { weekly: hours?.weekly ?? alwaysOpen(), closed: hours?.closed ?? [] };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

export function compileBlocked(source: RulebookSource, country: string, report: Report): E164[] {
  return source.blocked.flatMap((written, index) => {
    const reading = readPhone(written, country);
    if (!reading.ok) report(["blocked", index], reading.message, reading.hint);
    return reading.ok ? [reading.number] : [];
  });
}

const ENGINES: readonly Engine[] = ["deepgram", "google", "telnyx"];

/** There are always two engines, different ones: the second is for when the first hears nothing at all. */
export function compileVoice({ voice }: RulebookSource): VoiceSettings {
  const [first = "deepgram", written] = voice.engines;
  const second = written !== undefined && written !== first ? written : ENGINES.find((engine) => engine !== first);
  return { name: voice.name, language: voice.language, engines: [first, second ?? "google"] };
}

const NOTICE_TEXT = "This call may be transcribed so that we can help you.";

export function compileNotice({ notice }: RulebookSource): Notice {
  return { mode: notice.mode, text: notice.text ?? NOTICE_TEXT };
}
