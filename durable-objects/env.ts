/** Everything the Worker and its objects are configured with. `worker/config.ts` parses it once and names what is missing. */
import type { CallSessionRpc, FrontDeskRpc } from "./protocol.ts";

/** What we use of a Durable Object namespace, so that tests can stand in for the platform. */
export type Objects<Rpc> = {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId, options?: { locationHint?: DurableObjectLocationHint }): Rpc;
  jurisdiction(name: DurableObjectJurisdiction): Objects<Rpc>;
};

export type Env = {
  readonly CALLS: Objects<CallSessionRpc>;
  readonly DESKS: Objects<FrontDeskRpc>;
  /** `number:<E.164>` → business id; `rulebook:<business id>` and `rulebook` → documents; `mode` → `bypass`. */
  readonly RULEBOOKS: Pick<KVNamespace, "get" | "list">;
  readonly TELNYX_API_KEY?: string;
  /** Base64 of 32 bytes each, comma-separated: the old and the new one while keys rotate. */
  readonly TELNYX_PUBLIC_KEY?: string;
  /** Comma-separated; the first one is dialled from. */
  readonly TELNYX_CONNECTION_IDS?: string;
  readonly TELNYX_API_BASE_URL?: string;
  readonly FALLBACK_NUMBER?: string;
  /** Empty or `eu`; cannot be changed once there is data. */
  readonly DATA_JURISDICTION?: string;
  /** Opens `/api/*` to whoever sends it as a bearer token; without it `/api/*` is closed. */
  readonly API_TOKEN?: string;
  /** Development only: `host:port` list that may be reached over plain http. */
  readonly LOCAL_TARGETS?: string;
  /** Development only: `carrier` makes the carrier's clock the call's clock, so that a call can be placed at 8:30 pm. */
  readonly CALL_CLOCK?: string;
  /** `RULEBOOK_…`: secrets that a rulebook may name; bound to one host each by `RULEBOOK_…_HOST`. */
  readonly [secret: `RULEBOOK_${string}`]: unknown;
};
