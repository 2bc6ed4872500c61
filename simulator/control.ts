/** The simulator's own endpoint: the shapes in which calls are placed and looked at. */
import { z } from "zod";
import type { CrmRecord } from "./crm-receiver.ts";
import type { CallerScript, CommandEntry, Json, LegView, Person, SentMessage, Sound, Utterance } from "./types.ts";

const afterMs = z.int().min(0);

const personShape: z.ZodType<Person> = z.lazy(() =>
  z.discriminatedUnion("does", [
    z.object({
      does: z.literal("answer"),
      afterMs,
      presses: z.string().nullable(),
      pressAfterMs: afterMs,
      talksMs: afterMs.nullable(),
    }),
    z.object({ does: z.literal("ignore") }),
    z.object({ does: z.literal("decline"), afterMs }),
    z.object({ does: z.literal("busy") }),
    z.object({ does: z.literal("voicemail"), afterMs }),
    z.object({ does: z.literal("hang-up"), afterMs, stayMs: afterMs }),
    z.object({ does: z.literal("forward"), afterMs, to: z.string() }),
    z.object({ does: z.literal("not-found") }),
    z.object({ does: z.literal("do-not-disturb") }),
    z.object({ does: z.literal("unreachable") }),
    z.object({ does: z.literal("in-turn"), each: z.array(personShape).min(1) }),
  ]),
);

const when = {
  atMs: z.int(),
  after: z.string().exactOptional(),
  during: z.string().exactOptional(),
  next: z.literal(true).exactOptional(),
};

const scriptShape: z.ZodType<CallerScript> = z.object({
  from: z.string(),
  to: z.string(),
  callerName: z.string().exactOptional(),
  attestation: z.enum(["A", "B", "C"]).exactOptional(),
  steps: z.array(
    z.union([
      z.object({ ...when, says: z.string().min(1) }),
      z.object({ ...when, presses: z.string().min(1) }),
      z.object({ ...when, hangsUp: z.literal(true) }),
    ]),
  ),
  talksMs: z.int().min(0).exactOptional(),
});

/** `POST /sim/calls`. `at` is the instant that the call shows, in epoch milliseconds; now when absent. */
export const placeCallShape = z.object({
  script: scriptShape,
  people: z.record(z.string(), personShape).optional(),
  at: z.number().optional(),
});

/** `POST /sim/messages`: somebody texts one of our numbers. */
export const textShape = z.object({ from: z.string(), to: z.string(), text: z.string() });

/** One attempt to deliver a webhook, as the sender saw it. */
export type WebhookReport = {
  /** When it was sent, in the carrier's clock. */
  at: number;
  type: string;
  id: string;
  leg: string | null;
  attempt: number;
  /** An HTTP status, or `timeout`. */
  outcome: number | "timeout";
  tookMs: number;
  payload: { [key: string]: Json };
};

/** `GET /sim/calls/:session`: everything that the world outside saw of one call. */
export type CallReport = {
  session: string;
  /** No leg of it lives any more. */
  over: boolean;
  legs: LegView[];
  sounds: Sound[];
  utterances: Utterance[];
  commands: CommandEntry[];
  webhooks: WebhookReport[];
  messages: SentMessage[];
  crm: CrmRecord[];
};
