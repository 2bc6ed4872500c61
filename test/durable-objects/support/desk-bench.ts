/** A business's desk on its own: real code, real SQL, virtual time, a Telnyx and a CRM that answer what the test says. */

import type { Env } from "../../../durable-objects/env.ts";
import { FrontDesk } from "../../../durable-objects/front-desk.ts";
import type { FrontDeskRpc, MessageEvent } from "../../../durable-objects/protocol.ts";
import type { DeskEffect } from "../../../rules/call/effects.ts";
import type { EffectId } from "../../../rules/ids.ts";
import { CRM_HOST, CRM_SECRET } from "../../support/crm-receiver.ts";
import { expectValidCommand } from "../../support/openapi.ts";
import type { OutgoingRequest, Reply } from "../../support/platform/network.ts";
import type { Slot } from "../../support/platform/objects.ts";
import { createPlatform, type Platform } from "../../support/platform/platform.ts";
import { BOOK, FALLBACK, LINE, SAM, START } from "./build.ts";

export type DeskBench = {
  readonly platform: Platform<Env>;
  readonly slot: Slot;
  readonly desk: FrontDeskRpc;
  readonly texts: { readonly at: number; readonly to: string; readonly text: string }[];
  readonly posts: OutgoingRequest[];
  telnyx: (text: { to: string }, n: number) => Reply | "hangs";
  crm: (post: OutgoingRequest, n: number) => Reply;
  accept(...effects: DeskEffect[]): Promise<readonly EffectId[]>;
  message(more: Partial<MessageEvent>): ReturnType<FrontDeskRpc["message"]>;
  run(forMs: number): Promise<void>;
  rows(query: string): Record<string, unknown>[];
  [Symbol.dispose](): void;
};

export function createDeskBench(env: Partial<Env> = {}): DeskBench {
  const texts: DeskBench["texts"] = [];
  const posts: OutgoingRequest[] = [];
  const platform: Platform<Env> = createPlatform<Env>({ at: START, env: () => whole });
  const desks = platform.objects<FrontDeskRpc>("DESKS", FrontDesk);
  const name = `desk:${BOOK.business.id}`;
  const desk = desks.namespace.getByName(name);
  const whole: Env = {
    CALLS: platform.objects<never>("CALLS", FrontDesk).namespace,
    DESKS: desks.namespace,
    RULEBOOKS: platform.kv.binding,
    TELNYX_API_KEY: "KEY0192aTest",
    FALLBACK_NUMBER: FALLBACK,
    RULEBOOK_CRM_SECRET: CRM_SECRET,
    RULEBOOK_CRM_SECRET_HOST: CRM_HOST,
    ...env,
  };
  platform.network.serve("api.telnyx.com", (request) => {
    const body = JSON.parse(request.body);
    expectValidCommand({ method: request.method, path: request.url.pathname, body });
    texts.push({ at: seconds(request.at), to: body.to, text: body.text });
    const reply = bench.telnyx(body, texts.length);
    return reply === "hangs" ? new Promise<Reply>(() => {}) : reply;
  });
  platform.network.serve(CRM_HOST, (request) => {
    posts.push(request);
    return bench.crm(request, posts.length);
  });
  const slot = desks.find(name);
  if (slot === undefined) throw new Error("bug: the desk's object was not made");

  const bench: DeskBench = {
    platform,
    slot,
    desk,
    texts,
    posts,
    telnyx: (_, n) => ({ status: 200, body: JSON.stringify({ data: { id: `msg-${n}` } }) }),
    crm: () => ({ status: 200, body: "{}" }),
    async accept(...effects) {
      const owned = await desk.accept(BOOK.business.id, effects);
      await platform.clock.flush();
      return owned;
    },
    message: (more) =>
      desk.message({
        id: `msg-event-${more.type}-${more.message}-${more.status}`,
        type: "message.finalized",
        occurredAt: platform.clock.now,
        message: "msg-1",
        from: LINE,
        to: SAM,
        status: "delivered",
        text: null,
        errorCodes: [],
        ...more,
      }),
    run: (forMs) => platform.clock.run({ untilAt: platform.clock.now + forMs }),
    rows: (query) => slot.store.exec(query, []).toArray(),
    [Symbol.dispose]: platform.dispose,
  };
  return bench;
}

/** After the start. */
export const seconds = (at: number): number => (at - START) / 1_000;

export { alert, courtesy, page, record } from "./effects.ts";
