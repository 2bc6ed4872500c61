/** Reads the bodies of commands, and says what is wrong with them in Telnyx's codes. */
import { z } from "zod";
import {
  badClientState,
  badPayload,
  badVoice,
  invalidValue,
  missing,
  notE164,
  notOneOf,
  outOfRange,
  type Refusal,
} from "../errors.ts";
import type { Json } from "../types.ts";

/**
 * The fields of a body by the parameter type of the `telnyx` package that they belong to: a name it does not have, or a
 * type that does not fit, is a compile error.
 */
export type FieldsOf<Params> = { readonly [K in keyof Params]?: z.ZodType<Loose<Params[K]> | undefined> };

/** As a parser sees it: whatever is optional may also be undefined. */
type Loose<T> = T extends readonly (infer E)[]
  ? Loose<E>[]
  : T extends object
    ? { [K in keyof T]?: Loose<T[K]> | undefined }
    : T;

export const E164 = /^\+[1-9]\d{6,14}$/;
/** Telnyx takes a text of any provider's voice, or `male` / `female`. */
const VOICE = /^(male|female|[A-Za-z]+\.\S.*)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

type Fault = "payload" | "voice" | "client_state" | "e164";
const fault = (is: Fault) => ({ params: { fault: is } });

export const text = z.string().min(1);
export const payload = z.string().refine((value) => value.length >= 1 && value.length <= 3000, fault("payload"));
export const voice = z.string().refine((value) => VOICE.test(value), fault("voice"));
export const clientState = z.string().refine((value) => BASE64.test(value), fault("client_state"));
export const number = z.string().refine((value) => E164.test(value), fault("e164"));
export const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** Every command has these. */
export const common = { client_state: clientState.optional(), command_id: text.optional() };

export type Parsed<T> = { ok: true; fields: T } | { ok: false; refusal: Refusal };

export function read<T>(schema: z.ZodType<T>, body: Json): Parsed<T> {
  const parsed = schema.safeParse(body ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, fields: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, refusal: issue === undefined ? invalidValue("") : refusalOf(issue) };
}

function refusalOf(issue: z.core.$ZodIssue): Refusal {
  const field = issue.path.join("/");
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? missing(field) : invalidValue(field);
    case "invalid_value":
      return issue.input === undefined ? missing(field) : notOneOf(field, issue.values);
    case "too_small":
    case "too_big":
      return issue.origin === "string" ? missing(field) : rangeOf(field, issue);
    case "custom":
      return faultOf(field, issue.params?.fault);
    default:
      return invalidValue(field);
  }
}

const rangeOf = (field: string, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Refusal =>
  issue.code === "too_small"
    ? outOfRange(field, `${issue.minimum} or more`)
    : outOfRange(field, `${issue.maximum} or less`);

function faultOf(field: string, is: unknown): Refusal {
  switch (is) {
    case "payload":
      return badPayload;
    case "voice":
      return badVoice;
    case "client_state":
      return badClientState(field);
    case "e164":
      return notE164(field);
    default:
      return invalidValue(field);
  }
}
