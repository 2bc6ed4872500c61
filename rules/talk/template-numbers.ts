/** Telephone numbers for eyes and for ears. */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** `972-555-0161` or `07700 900123` at home, `+44 7700 900123` abroad. */
export function numberForReading(number: string, homeCountry: string): string {
  const local = groupsAtHome(number, homeCountry);
  if (local !== null) return number.startsWith("+1") ? local.join("-") : local.join(" ");
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/** Digit by digit with a pause between the groups, so that no voice makes nine hundred and seventy-two of it. */
export function numberForSpeaking(number: string, homeCountry: string): string {
  const local = groupsAtHome(number, homeCountry);
  const groups = local ?? (parsePhoneNumberFromString(number)?.formatInternational() ?? number).split(/[\s-]+/);
  return groups.map((group) => group.replace("+", "plus ").replace(/\d(?=\d)/g, "$& ")).join(", ");
}

/** The groups of digits as written inside the country; null for a number from elsewhere. */
function groupsAtHome(number: string, homeCountry: string): string[] | null {
  const northAmerican = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (!isSupportedCountry(homeCountry) || !number.startsWith(`+${getCountryCallingCode(homeCountry)}`)) return null;
  if (northAmerican !== null) return northAmerican.slice(1);
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.countryCallingCode !== getCountryCallingCode(homeCountry)) return null;
  return parsed
    .formatNational()
    .split(/[^\d]+/)
    .filter(Boolean);
}
