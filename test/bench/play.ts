/**
 * One emergency call, webhook by webhook: the owner does not pick up, the technician presses 1 and talks. The carrier's
 * clock jumps from event to event, so no timer of ours takes part and a call is done in a fraction of a second.
 */
import { Carrier } from "../../simulator/carrier.ts";
import type { Signer } from "../../simulator/signing.ts";
import type { Webhook } from "../../simulator/types.ts";
import type { Post } from "./post.ts";
import type { Arrived, TelnyxStub } from "./telnyx-stub.ts";

export const LINE = "+12145550100";
export const CONNECTION = "2811212257810187875";
export const PHRASE = "no heat";
const OWNER = "+12145550101";
const TECHNICIAN = "+12145550102";

export type Delivered = {
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly sentAt: number;
  readonly tookMs: number;
  /** Commands that this webhook led to. */
  readonly commands: readonly Arrived[];
};

export function makeCarrier(seed: number): Carrier {
  return new Carrier({
    people: {
      [OWNER]: { does: "ignore" },
      [TECHNICIAN]: { does: "answer", afterMs: 3_000, presses: "1", pressAfterMs: 2_000, talksMs: 20_000 },
    },
    numbers: [LINE],
    connectionId: CONNECTION,
    webhookUrl: "http://127.0.0.1/telnyx/webhooks",
    seed,
  });
}

export async function play(
  telnyx: TelnyxStub,
  seed: number,
  signer: Signer,
  post: Post,
  afterEach: (delivered: Delivered) => Promise<void> = async () => {},
): Promise<readonly Delivered[]> {
  const { carrier } = telnyx;
  telnyx.now = Math.max(telnyx.now, Date.now());
  carrier.arrive(
    {
      from: `+1214555${String(2000 + (seed % 8000)).padStart(4, "0")}`,
      to: LINE,
      steps: [{ atMs: 500, next: true, says: `we have ${PHRASE} and it is 30 degrees outside` }],
    },
    telnyx.now,
  );
  const delivered: Delivered[] = [];
  telnyx.take();
  for (let next = carrier.next(); next !== null; next = carrier.next()) {
    telnyx.now = Math.max(next, telnyx.now);
    for (const webhook of carrier.advance(telnyx.now)) {
      const sent = await deliver(telnyx, webhook, signer, post);
      await telnyx.quiet();
      const one = { ...sent, commands: telnyx.take() };
      delivered.push(one);
      await afterEach(one);
    }
  }
  return delivered;
}

async function deliver(
  telnyx: TelnyxStub,
  webhook: Webhook,
  signer: Signer,
  post: Post,
): Promise<Omit<Delivered, "commands">> {
  const body = JSON.stringify(webhook.body);
  const headers = signer.sign(body, Math.floor(Date.now() / 1000));
  return { type: nameOf(webhook), body, headers, ...(await telnyx.hold(() => post(body, headers))) };
}

/** The caller's own arrival makes a new object; fragments and final results are different work. */
function nameOf({ body: { data } }: Webhook): string {
  const { event_type: type, payload } = data;
  if (type === "call.initiated") return payload.direction === "incoming" ? "call.initiated, new call" : type;
  if (type !== "call.transcription") return type;
  const heard = payload.transcription_data;
  const final = heard !== null && typeof heard === "object" && !Array.isArray(heard) && heard?.is_final === true;
  return final ? `${type}, final` : `${type}, interim`;
}
