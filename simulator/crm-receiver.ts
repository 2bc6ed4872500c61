/**
 * Somebody's CRM: takes signed records, refuses forged ones, and keeps each `webhook-id` once. Time is an argument, so it
 * serves virtual and real time alike.
 */
import { timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";

export type CrmRecord = { readonly id: string; readonly at: number; readonly body: string; deliveries: number };
export type Post = { readonly at: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
/** Status null is a connection that breaks. */
export type Reply = { readonly status: number | null; readonly afterMs: number };

/** Standard Webhooks: how far a timestamp may be off. */
const TOLERANCE_SECONDS = 300;

export class CrmReceiver {
  /** Refuses connections before this instant. */
  downUntilAt = Number.NEGATIVE_INFINITY;
  /** Answers this instead of keeping the record. */
  failsWith: number | null = null;
  slowMs = 0;
  readonly refused: { readonly at: number; readonly why: string }[] = [];
  readonly #records = new Map<string, CrmRecord>();
  readonly #signer: Webhook;

  /** `secret` as Standard Webhooks writes it: `whsec_` and base64, or base64 alone. */
  constructor(secret: string) {
    this.#signer = new Webhook(secret);
  }

  records(): CrmRecord[] {
    return [...this.#records.values()];
  }

  receive(post: Post): Reply {
    const { at, body } = post;
    const afterMs = this.slowMs;
    if (at < this.downUntilAt) return { status: null, afterMs: 0 };
    if (this.failsWith !== null) return { status: this.failsWith, afterMs };
    const fault = this.#faultOf(post);
    if (fault !== null) {
      this.refused.push({ at, why: fault });
      return { status: 401, afterMs };
    }
    const id = post.headers["webhook-id"] ?? "";
    const known = this.#records.get(id);
    if (known === undefined) this.#records.set(id, { id, at, body, deliveries: 1 });
    else known.deliveries += 1;
    return { status: 200, afterMs };
  }

  /**
   * Compares with the signature that the reference library makes; its own `verify` would hold the timestamp against the
   * machine's clock.
   */
  #faultOf({ at, headers, body }: Post): string | null {
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
    if (!id || !timestamp || !signature) return "a header of Standard Webhooks is missing";
    if (!/^\d{1,12}$/.test(timestamp)) return "the timestamp is not a number of seconds";
    if (Math.abs(Math.floor(at / 1000) - Number(timestamp)) > TOLERANCE_SECONDS) return "the timestamp is too far off";
    const wanted = Buffer.from(this.#signer.sign(id, new Date(Number(timestamp) * 1000), body));
    const genuine = signature.split(" ").some((one) => {
      const given = Buffer.from(one);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
    return genuine ? null : "the signature is wrong";
  }
}
