/** The Worker: lets the world in. The classes are exported for the bindings in wrangler.toml. */
import type { Env } from "../durable-objects/env.ts";
import { route } from "./routes.ts";
import { sweep } from "./sweep.ts";

export { CallSession } from "../durable-objects/call-session.ts";
export { FrontDesk } from "../durable-objects/front-desk.ts";

export default {
  fetch: (request, env, ctx) => route(request, env, ctx),
  scheduled: (_, env) => sweep(env),
} satisfies ExportedHandler<Env>;
