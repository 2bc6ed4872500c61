/** Telephone numbers written any way people write them, and the ones that no rulebook may dial. */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { type E164, e164 } from "../ids.ts";

export type PhoneReading =
  | { readonly ok: true; readonly number: E164 }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** What is dialled for help, somewhere in the world, and the operator services beside it (N11). */
const EMERGENCY_NUMBERS = new Set(
  "000 08 100 101 102 103 108 110 111 112 113 114 115 116 117 118 119 120 122 123 144 155 166 191 192 193 199 211 311 411 511 611 711 811 911 988 999 1122".split(
    " ",
  ),
);

/**
 * Ranges whose calls cost more than a call, by number prefix. Not complete, and need not be: the outbound voice profile
 * at Telnyx limits destinations and rates; this catches the slip and the obvious fraud where it is written.
 */
const COSTLY_PREFIXES: readonly (readonly [prefix: string, kind: string])[] = [
  ["+1900", "a premium-rate number"],
  ["+1976", "a premium-rate number"],
  ["+979", "an international premium-rate number"],
  ["+881", "a satellite number"],
  ["+882", "an international network's number"],
  ["+883", "an international network's number"],
  ["+4487", "a shared-cost number"],
  ["+449", "a premium-rate number"],
  ["+3389", "a premium-rate number"],
  ["+49900", "a premium-rate number"],
  ["+61190", "a premium-rate number"],
  ["+353155", "a premium-rate number"],
];

/** Area code and exchange of the North American plan: neither begins with 0 or 1, no area code is N11. */
const NORTH_AMERICAN = /^\+1(?![2-9]11)[2-9]\d\d[2-9]\d{6}$/;

/** @param country ISO 3166 alpha-2, for numbers written without a country code; must be supported */
export function readPhone(text: string, country: string): PhoneReading {
  const written = text.trim().replace(/^tel:/i, "");
  if (EMERGENCY_NUMBERS.has(written.replace(/\D/g, ""))) {
    return refuse("emergency and service numbers are never dialled", "Tell callers to hang up and dial it themselves.");
  }
  if (/^sips?:|@/i.test(written)) {
    return refuse("a SIP address cannot be rung, only a telephone number", "Give the person's telephone number.");
  }
  if (/[,;]|\bext|\bx\s*\d|#\s*\d/i.test(written)) {
    return refuse("a number with an extension or further digits cannot be rung", "Give a number that rings directly.");
  }
  if (!isSupportedCountry(country)) return notANumber(country);
  const parsed = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
  const number = parsed?.isPossible() ? e164(parsed.number) : null;
  if (number === null) return notANumber(country);
  if (number.startsWith("+1") && !NORTH_AMERICAN.test(number)) {
    return refuse(
      "this is not a telephone number in North America",
      "Check the area code and the three digits after it.",
    );
  }
  const costly = COSTLY_PREFIXES.find(([prefix]) => number.startsWith(prefix));
  if (costly !== undefined) {
    return refuse(`this is ${costly[1]}, which Firstring does not dial`, "Give an ordinary landline or mobile number.");
  }
  return { ok: true, number };
}

export const isKnownCountry = (country: string): boolean => isSupportedCountry(country);

/** The country a number belongs to, as far as its prefix tells; null where several share it undecidably. */
export const countryOf = (number: E164): string | null => parsePhoneNumberFromString(number)?.country ?? null;

const refuse = (message: string, hint: string): PhoneReading => ({ ok: false, message, hint });

function notANumber(country: string): PhoneReading {
  const code = isSupportedCountry(country)
    ? ` The business is in ${country}, so +${getCountryCallingCode(country)} is assumed.`
    : "";
  return refuse("this is not a complete telephone number", `Write it with area code, as on a business card.${code}`);
}
