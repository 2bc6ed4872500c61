/**
 * POST /telnyx/webhooks: verify → parse → address → receive → status. 200 means that it is on disk, or that nothing is
 * to be done about it; `rejections.ts` says what everything else means. Nothing beyond this isolate is asked before
 * the signature has been checked.
 */
import { readClientState } from "../durable-objects/client-state.ts";
import type { Env } from "../durable-objects/env.ts";
import { deskObject } from "../durable-objects/names.ts";
import { sendOn, takeArrival } from "./arrival.ts";
import { type Config, configure } from "./config.ts";
import type { Context } from "./context.ts";
import { askObject, deliver } from "./deliver.ts";
import { FAIL_OPEN_STATE } from "./fail-open.ts";
import { count, nameError } from "./log.ts";
import { checkBodyHeaders, readBody } from "./read-body.ts";
import { acknowledge, type Rejection, reject } from "./rejections.ts";
import { fetchSource, serveRulebook } from "./rulebooks.ts";
import { type Envelope, readEnvelope, readText } from "./telnyx-envelope.ts";
import { isArrival, readArrival, readControl, readHappening, readSession } from "./telnyx-events.ts";
import { type ReadMessage, readMessage } from "./telnyx-messages.ts";
import { checkHeaders, verify } from "./telnyx-signature.ts";

export async function receiveWebhook(
  request: Request,
  env: Env,
  ctx: Pick<ExecutionContext, "waitUntil">,
): Promise<Response> {
  const now = Date.now();
  const configured = configure(env);
  if (!configured.ok) {
    return reject({ reason: "not-configured", settings: configured.problems.map(({ setting }) => setting) });
  }
  const { config } = configured;
  const authentic = await authenticate(request, config, now);
  if (!authentic.ok) return reject(authentic.rejection);
  const read = readEnvelope(authentic.raw, now);
  if (!read.ok) return ignore(read.reason, null);
  const context: Context = { env, config, now, waitUntil: (work) => ctx.waitUntil(work) };
  const message = readMessage(read.envelope);
  if (message) return takeMessage(context, message);
  const { origin } = new URL(request.url);
  return isArrival(read.envelope) ? takeCaller(context, read.envelope, origin) : takeCallEvent(context, read.envelope);
}

type Authentic =
  | { readonly ok: true; readonly raw: Uint8Array }
  | { readonly ok: false; readonly rejection: Rejection };

/** The cheapest refusals first: without a plausible signature not a byte of the body is read. */
async function authenticate(request: Request, config: Config, now: number): Promise<Authentic> {
  const body = checkBodyHeaders(request.headers);
  if (!body.ok) return { ok: false, rejection: body.failure };
  const headers = {
    timestamp: request.headers.get("telnyx-timestamp"),
    signature: request.headers.get("telnyx-signature-ed25519"),
  };
  const plausible = checkHeaders(headers, now);
  if (!plausible.ok) return { ok: false, rejection: plausible.failure };
  const read = await readBody(request);
  if (!read.ok) return { ok: false, rejection: read.failure };
  const verified = await verify({ ...headers, raw: read.bytes, keys: config.publicKeys, nowMs: now });
  if (!verified.ok) {
    const undecided = config.someKeyUnusable && verified.failure.reason === "signature-mismatch";
    return { ok: false, rejection: undecided ? { reason: "signature-undecided" } : verified.failure };
  }
  // While keys rotate: when the first one has not been seen for a day, it can go.
  if (config.publicKeys.length > 1) count("webhook.key", { key: verified.key + 1 });
  return { ok: true, raw: read.bytes };
}

async function takeCaller(context: Context, envelope: Envelope, origin: string): Promise<Response> {
  const connection = readText(envelope.payload, "connection_id");
  if (connection === null || !context.config.connectionIds.includes(connection)) {
    return reject({ reason: "connection-not-listed", connection });
  }
  const arrived = readArrival(envelope, origin);
  const call = readSession(envelope.payload);
  const control = readControl(envelope.payload);
  if (control === null) return ignore("no-leg", envelope);
  const stranded = { control, call, from: arrived?.from ?? null, to: arrived?.to ?? null };
  if (arrived === null || call === null) return sendOn(context, stranded, "arrival-without-address");
  try {
    return await takeArrival(context, { webhook: envelope.id, call, arrived });
  } catch (error) {
    return sendOn(context, stranded, nameError(error));
  }
}

/**
 * On a connection that is not listed, an event without our mark is another application's: it is genuine, so it is no
 * forgery, and sending it again would change nothing. With our mark it is a call that began before the list changed.
 */
async function takeCallEvent({ env, config }: Context, envelope: Envelope): Promise<Response> {
  const { payload } = envelope;
  const state = readText(payload, "client_state");
  if (state === FAIL_OPEN_STATE) return ignore("failed-open", envelope);
  const mark = readClientState(config.apiKey, state);
  const connection = readText(payload, "connection_id");
  if (mark === null && connection !== null && !config.connectionIds.includes(connection)) {
    return ignore("connection-not-listed", envelope);
  }
  const read = readHappening(envelope, mark);
  if (!read.ok) return ignore(read.reason, envelope);
  const call = mark?.call ?? readSession(payload);
  if (call === null) return ignore("no-call", envelope);
  const delivered = await deliver(env, { id: envelope.id, call, happening: read.happening, pin: null });
  return delivered.ok ? acknowledge() : reject({ reason: "object-unreachable" });
}

/** Without a rulebook, and without knowing whether there is one, a message would go to the wrong desk for good. */
async function takeMessage({ env, config }: Context, { event, ours }: ReadMessage): Promise<Response> {
  const { pin, trouble } = await serveRulebook(env, ours, await fetchSource(env, ours), config.fallback);
  if (trouble?.kind === "unreachable" && pin.source === "emergency") return reject({ reason: "business-unknown" });
  const { id, country } = pin.rulebook.business;
  const about = { business: id, webhook: event.id, type: event.type };
  const asked = await askObject(() => deskObject(env, id, country).message(event), about);
  return asked.ok ? acknowledge() : reject({ reason: "object-unreachable" });
}

function ignore(reason: string, envelope: Envelope | null): Response {
  count("webhook.ignored", { reason, ...(envelope ? { webhook: envelope.id, type: envelope.type } : {}) });
  return acknowledge();
}
