/** What an operator may ask and do over HTTP: look at a call, see what could not be delivered, send it again. */
import type { Env } from "../durable-objects/env.ts";
import { callObject, deskObject } from "../durable-objects/names.ts";
import { type BusinessId, businessId, callId, type EffectId, effectId } from "../rules/ids.ts";
import { checkAccess } from "./access.ts";
import { listBusinesses } from "./businesses.ts";
import { mapInParallel } from "./in-parallel.ts";
import { reject } from "./rejections.ts";

const PARALLEL = 6;

/** GET /api/calls/:id → `CallView` */
export async function showCall(request: Request, env: Env): Promise<Response> {
  const refused = await checkAccess(request, env);
  if (refused) return reject(refused);
  const id = readSegment(request, 3);
  const view = id === null ? null : await callObject(env, callId(id)).view();
  return view === null ? reject({ reason: "no-such-call" }) : show(view);
}

/** GET /api/parked, of one `?business=` or of all → `(ParkedRow & { business })[]`, oldest first */
export async function showParked(request: Request, env: Env): Promise<Response> {
  const refused = await checkAccess(request, env);
  if (refused) return reject(refused);
  const rows = await mapInParallel(await askedFor(request, env), PARALLEL, async (business) =>
    (await deskObject(env, business).parked()).map((row) => ({ business, ...row })),
  );
  return show(rows.flat().sort((a, b) => a.parkedAt - b.parkedAt));
}

/** POST /api/parked/:id/replay. The effect keeps its id, so its receiver can tell that it is the same one. */
export async function replayParked(request: Request, env: Env): Promise<Response> {
  const refused = await checkAccess(request, env);
  if (refused) return reject(refused);
  const id = readEffectId(readSegment(request, 3));
  if (id === null) return reject({ reason: "no-such-parked-effect" });
  for (const business of await askedFor(request, env)) {
    if (await deskObject(env, business).replay(id)) return show({ replayed: id, business });
  }
  return reject({ reason: "no-such-parked-effect" });
}

async function askedFor(request: Request, env: Env): Promise<readonly BusinessId[]> {
  const one = new URL(request.url).searchParams.get("business");
  return one === null ? listBusinesses(env) : [businessId(one)];
}

/** The n-th part of the path, decoded; null when it is no id. */
function readSegment(request: Request, n: number): string | null {
  try {
    const text = decodeURIComponent(new URL(request.url).pathname.split("/")[n] ?? "");
    return /^[\w.:/-]{1,200}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

function readEffectId(text: string | null): EffectId | null {
  const [, call, n] = /^(.+):(\d{1,9})$/.exec(text ?? "") ?? [];
  return call === undefined || n === undefined ? null : effectId(callId(call), Number(n));
}

function show(value: unknown): Response {
  return Response.json(value, { headers: { "cache-control": "no-store" } });
}
