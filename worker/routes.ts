/** Every address of this Worker, one line each. */
import { type IRequest, Router } from "itty-router";
import type { Env } from "../durable-objects/env.ts";
import { hold, ringback, serveAudio } from "./audio.ts";
import { examine } from "./health.ts";
import { count, nameError } from "./log.ts";
import { replayParked, showCall, showParked } from "./operator-api.ts";
import { reject } from "./rejections.ts";
import { receiveWebhook } from "./telnyx-webhook.ts";

const router = Router<IRequest, [Env, ExecutionContext]>({
  catch: (error: unknown) => {
    count("request.failed", { error: nameError(error) });
    return reject({ reason: "internal" });
  },
});

router
  .post("/telnyx/webhooks", receiveWebhook)
  .all("/telnyx/webhooks", only("POST"))
  .get("/healthz", showHealth)
  .head("/healthz", showHealth)
  .all("/healthz", only("GET", "HEAD"))
  .get("/audio/ringback.wav", serveRingback)
  .head("/audio/ringback.wav", serveRingback)
  .all("/audio/ringback.wav", only("GET", "HEAD"))
  .get("/audio/hold.wav", serveHold)
  .head("/audio/hold.wav", serveHold)
  .all("/audio/hold.wav", only("GET", "HEAD"))
  .get("/api/calls/:id", showCall)
  .all("/api/calls/:id", only("GET"))
  .get("/api/parked", showParked)
  .all("/api/parked", only("GET"))
  .post("/api/parked/:id/replay", replayParked)
  .all("/api/parked/:id/replay", only("POST"))
  .all("*", () => reject({ reason: "no-such-page" }));

export function route(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  return router.fetch(request, env, ctx);
}

function showHealth(_: Request, env: Env): Response {
  const health = examine(env);
  return Response.json(health, { status: health.takesCalls ? 200 : 503, headers: { "cache-control": "no-store" } });
}

function serveRingback(request: Request): Response {
  return serveAudio(request, ringback(new URL(request.url).searchParams.get("country")));
}

function serveHold(request: Request): Response {
  return serveAudio(request, hold());
}

function only(...allowed: readonly string[]): () => Response {
  return () => reject({ reason: "method-not-allowed", allowed });
}
