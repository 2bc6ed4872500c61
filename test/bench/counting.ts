/** Firstring with a counter on its storage: what Cloudflare bills as rows written, alarms among them. */
import { CallSession as PlainCallSession } from "../../durable-objects/call-session.ts";
import type { Env } from "../../durable-objects/env.ts";
import { FrontDesk as PlainFrontDesk } from "../../durable-objects/front-desk.ts";
import worker from "../../worker/index.ts";

export type Written = { rows: number; alarms: number };
const written = { call: { rows: 0, alarms: 0 }, desk: { rows: 0, alarms: 0 } };

function counted(ctx: DurableObjectState, into: Written): DurableObjectState {
  const { storage } = ctx;
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  const setAlarm = storage.setAlarm.bind(storage);
  Object.defineProperty(sql, "exec", {
    value: (...call: Parameters<typeof exec>) => {
      const cursor = exec(...call);
      into.rows += cursor.rowsWritten;
      return cursor;
    },
  });
  Object.defineProperty(storage, "setAlarm", {
    value: (...call: Parameters<typeof setAlarm>) => {
      into.alarms += 1;
      return setAlarm(...call);
    },
  });
  return ctx;
}

export class CallSession extends PlainCallSession {
  constructor(ctx: DurableObjectState, env: Env) {
    super(counted(ctx, written.call), env);
  }
}

export class FrontDesk extends PlainFrontDesk {
  constructor(ctx: DurableObjectState, env: Env) {
    super(counted(ctx, written.desk), env);
  }
}

export default {
  ...worker,
  fetch: (request, env, ctx) =>
    new URL(request.url).pathname === "/written" ? Response.json(written) : worker.fetch(request, env, ctx),
} satisfies ExportedHandler<Env>;
