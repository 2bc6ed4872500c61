/**
 * The only way to an address that an owner wrote down. It must be a public host over https on its usual port; nothing
 * is followed, and the answer is read up to a limit. `LOCAL_TARGETS` opens a plain `host:port` for development.
 */
import ipaddr from "ipaddr.js";
import type { Ports } from "../ports.ts";
import { boundedFetch } from "./bounded-fetch.ts";

const BOUNDS = { timeoutMs: 10_000, maxBytes: 64 * 1024 };

/** Names that never leave the machine or the network they are said in. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|onion)$/;

/** Not a URL we post to; says why. Nothing was sent. */
export class UrlRefused extends Error {
  override readonly name = "UrlRefused";
}

export function safeFetch(
  ports: Pick<Ports, "fetch" | "setTimeout">,
  localTargets: readonly string[],
  url: URL,
  init: RequestInit,
): Promise<Response> {
  const refusal = refuseUrl(url, localTargets);
  if (refusal !== null) return Promise.reject(new UrlRefused(refusal));
  return boundedFetch(ports, BOUNDS)(url.href, init);
}

/** Null when it may be posted to. `URL` has put numbers in disguise (`0x7f.1`, `2130706433`) into their plain form. */
export function refuseUrl(url: URL, localTargets: readonly string[]): string | null {
  if (url.username !== "" || url.password !== "") return "has a name or password in it";
  if (url.protocol === "http:" && localTargets.includes(url.host)) return null;
  if (url.protocol !== "https:") return "is not https";
  if (url.port !== "") return "has a port of its own";
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (ipaddr.isValid(host)) return isPublic(host) ? null : "is an address that is not public";
  if (!host.includes(".") || PRIVATE_NAMES.test(host)) return "is a name that is not public";
  return null;
}

/** Only unicast; an IPv4 address dressed as IPv6 (mapped, NAT64, 6to4, Teredo) is none. */
function isPublic(host: string): boolean {
  return ipaddr.parse(host).range() === "unicast";
}
