/** The one place that names objects: where the data of a business lives is decided here and cannot be changed later. */
import type { BusinessId, CallId, E164 } from "../rules/ids.ts";
import type { Env, Objects } from "./env.ts";
import type { CallSessionRpc, FrontDeskRpc } from "./protocol.ts";

type Where = Pick<Env, "DATA_JURISDICTION">;

/** A call's object is named by the call alone, so that it finds its own name in an alarm. */
export function callObject(env: Where & Pick<Env, "CALLS">, call: CallId): CallSessionRpc {
  return open(env, env.CALLS, call, undefined);
}

/** `country` (ISO 3166 alpha-2) places a new desk near its people; it does nothing to one that exists. */
export function deskObject(env: Where & Pick<Env, "DESKS">, business: BusinessId, country?: string): FrontDeskRpc {
  return open(env, env.DESKS, `desk:${business}`, country);
}

/** What is known of one of our numbers before, or without, knowing the business: its last good rulebook. */
export function lineObject(env: Where & Pick<Env, "DESKS">, number: E164): FrontDeskRpc {
  return open(env, env.DESKS, `line:${number}`, undefined);
}

function open<Rpc>(env: Where, objects: Objects<Rpc>, name: string, country: string | undefined): Rpc {
  const jurisdiction = env.DATA_JURISDICTION ?? "";
  if (jurisdiction === "eu") {
    const within = objects.jurisdiction("eu");
    return within.get(within.idFromName(name));
  }
  // A guess here would put personal data where it must not be, for good.
  if (jurisdiction !== "") throw new Error(`DATA_JURISDICTION is "${jurisdiction}"; it can be empty or "eu".`);
  const locationHint = country === undefined ? undefined : HINTS[country.toUpperCase()];
  return objects.get(objects.idFromName(name), locationHint === undefined ? {} : { locationHint });
}

/** Cloudflare's regions for the countries we have customers in mind for; elsewhere the first request decides. */
const HINTS: { readonly [country: string]: DurableObjectLocationHint } = {
  US: "enam",
  CA: "enam",
  MX: "enam",
  GB: "weur",
  IE: "weur",
  FR: "weur",
  DE: "weur",
  NL: "weur",
  BE: "weur",
  ES: "weur",
  PT: "weur",
  IT: "weur",
  CH: "weur",
  AT: "weur",
  PL: "eeur",
  CZ: "eeur",
  SE: "weur",
  NO: "weur",
  DK: "weur",
  AU: "oc",
  NZ: "oc",
  BR: "sam",
  IN: "apac",
  SG: "apac",
  JP: "apac",
  ZA: "afr",
  AE: "me",
};
