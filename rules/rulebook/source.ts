/**
 * The document that people write: design §5's sketch, as far as it is executed. The types follow from the schema;
 * what needs more than one place of the document to judge (who is who, whose country a number is in) is `compile.ts`.
 */
import * as z from "zod";
import type { Json, UrgencyLevel } from "./rulebook.ts";
import {
  address,
  closed,
  id,
  oneOrMany,
  phrases,
  promise,
  reference,
  ringSeconds,
  template,
  text,
  weekly,
  worded,
  yesOrNo,
} from "./source-parts.ts";

const business = closed({
  id: text(60).regex(
    /^[a-z0-9][a-z0-9-]*$/,
    worded("this cannot be a business id", "Use small letters, digits and dashes, such as lone-star-comfort."),
  ),
  name: text(80),
  /** A person; the first one listed otherwise. */
  owner: reference().optional(),
  owner_name: text(80).optional(),
  trade: text(40).default("general"),
  timezone: text(60),
  country: text(60).default("US"),
  booking_url: address(/^https?:\/\/[^\s/]+\.[^\s]+$/, "a web address").optional(),
});

const hours = closed({
  weekly: weekly(),
  closed: z.array(text(40)).max(400).default([]),
});

const person = closed({ name: text(60).optional(), phone: text(60) });

const group = closed({
  ring: z.enum(["in-order"]).default("in-order"),
  // Eight people at 20 seconds each are nearly three minutes: no caller waits longer.
  members: z
    .array(reference())
    .min(1, worded("this group has nobody in it", "List its people: members: [sam, dana]"))
    .max(8),
  each: ringSeconds().default(20_000),
  accept: z.enum(["press-1", "at-once"]).default("press-1"),
});

const urgency = closed({
  emergency: phrases().default([]),
  urgent: phrases().default([]),
  never: phrases().default([]),
});

const engine = z.enum(["deepgram", "google", "telnyx"]);

const voice = closed({
  name: text(100).default("Telnyx.KokoroTTS.af"),
  language: text(20)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, worded("this is not a language", "Write en-US, en-GB or es-US."))
    .default("en-US"),
  engines: z.array(engine).min(1).max(2).default(["deepgram", "google"]),
});

const noticeMode = z.enum(["strict", "greeting", "none"]);
const notice = z.union([
  noticeMode.transform((mode) => ({ mode, text: undefined })),
  closed({ mode: noticeMode.default("greeting"), text: template().optional() }),
]);

const sms = closed({ to: reference(), text: template() });

const level = z.enum(["routine", "urgent", "emergency"] satisfies UrgencyLevel[]);

export type ConditionSource =
  | "always"
  | {
      readonly urgency?: UrgencyLevel[] | undefined;
      readonly says?: string[] | undefined;
      readonly open?: boolean | undefined;
      readonly all?: ConditionSource[] | undefined;
      readonly any?: ConditionSource[] | undefined;
      readonly not?: ConditionSource | undefined;
    };

const condition: z.ZodType<ConditionSource> = z.lazy(() =>
  z.union([
    z.literal("always"),
    closed({
      urgency: z.union([level.transform((only) => [only]), z.array(level).min(1)]).optional(),
      says: phrases().optional(),
      open: yesOrNo().optional(),
      all: z.array(condition).min(1).max(50).optional(),
      any: z.array(condition).min(1).max(50).optional(),
      not: condition.optional(),
    }),
  ]),
);

const take = z.enum(["callback", "goodbye"]);

/** The keys that say how a call ends; they may also stand directly in a route. */
const endingKeys = {
  take: take.optional(),
  callback: promise().optional(),
  sms: oneOrMany(sms).optional(),
  sms_caller: template().optional(),
};

const ending = z.union([
  take.transform((only) => ({ take: only })),
  closed({ ...endingKeys, say: template().optional() }),
]);
export type EndingSource = z.output<typeof ending>;

const routeKeys = {
  before_speech: yesOrNo().default(false),
  say: template().optional(),
  say_first: yesOrNo().default(false),
  ring: reference().optional(),
  tell: oneOrMany(sms).default([]),
  otherwise: ending.optional(),
  ...endingKeys,
};

const route = closed({ name: text(80), when: condition, ...routeKeys });
const lastRoute = z.union([
  take.transform((only) => ({ name: "Otherwise", before_speech: false, say_first: false, tell: [], take: only })),
  closed({ name: text(80).default("Otherwise"), ...routeKeys }),
]);
export type RouteSource = Omit<z.output<typeof route>, "when">;

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string().max(2_000), z.array(json), z.record(z.string(), json)]),
);

const crm = closed({
  url: address(
    /^(https:\/\/[^\s/@?#]+\.[^\s/@?#]+|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)([/?]\S*)?$/,
    "an address that may be posted to: it must begin with https://",
  ),
  secret: text(80).regex(
    /^RULEBOOK_[A-Z0-9_]+$/,
    worded(
      "this is not the name of a secret that a rulebook may use",
      "Store the secret with wrangler secret put RULEBOOK_CRM_SECRET, and write that name here, never the secret itself.",
    ),
  ),
  fields: z.record(z.string(), json).default({}),
});

export const rulebookSource = closed({
  version: z.enum(["1"]).default("1"),
  business,
  hours: hours.optional(),
  people: z.record(id(), z.union([text(60).transform((phone) => ({ phone, name: undefined })), person])),
  groups: z.record(id(), group).default({}),
  urgency: urgency.prefault({}),
  voice: voice.prefault({}),
  notice: notice.prefault({}),
  greeting: template().optional(),
  routes: z.array(route).max(1_000).default([]),
  otherwise: lastRoute,
  blocked: z.array(text(60)).max(1_000).default([]),
  crm: crm.optional(),
  alerts: z.union([reference().transform((to) => ({ to })), closed({ to: reference() })]).optional(),
});

export type RulebookSource = z.output<typeof rulebookSource>;
