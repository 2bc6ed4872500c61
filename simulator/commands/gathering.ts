import type {
  ActionGatherParams,
  ActionGatherUsingSpeakParams,
  ActionStopGatherParams,
} from "telnyx/resources/calls/actions";
import { z } from "zod";
import { startGather, stopGather } from "../legs/gather.ts";
import { type Action, perform } from "./command.ts";
import { common, type FieldsOf, payload, read, text, voice } from "./fields.ts";

const digits = {
  minimum_digits: z.int().min(1).max(128).optional(),
  maximum_digits: z.int().min(1).max(128).optional(),
  valid_digits: text.optional(),
  terminating_digit: z.string().max(1).optional(),
  inter_digit_timeout_millis: z.int().min(0).optional(),
  timeout_millis: z.int().min(0).optional(),
};

/** Telnyx's own defaults. */
const collect = (fields: z.infer<z.ZodObject<typeof digits>>) => ({
  leastDigits: fields.minimum_digits ?? 1,
  mostDigits: fields.maximum_digits ?? 128,
  validDigits: fields.valid_digits ?? "0123456789#*",
  terminatingDigit: fields.terminating_digit ?? "#",
  interDigitMs: fields.inter_digit_timeout_millis ?? 5000,
});

const speakFields = z.object({
  ...common,
  ...digits,
  payload,
  voice,
  invalid_payload: payload.optional(),
  maximum_tries: z.int().min(1).optional(),
  payload_type: z.enum(["text", "ssml"]).optional(),
} satisfies FieldsOf<ActionGatherUsingSpeakParams>);

export const gatherUsingSpeak: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(speakFields, body), "answered", (fields) => {
    startGather(
      exchange,
      leg,
      {
        ...collect(fields),
        prompt: { text: fields.payload, invalid: fields.invalid_payload ?? fields.payload },
        firstDigitMs: fields.timeout_millis ?? 60_000,
        tries: fields.maximum_tries ?? 3,
        gatherId: null,
      },
      null,
    );
  });

const gatherFields = z.object({
  ...common,
  ...digits,
  initial_timeout_millis: z.int().min(0).optional(),
  gather_id: z.string().min(1).max(40).optional(),
} satisfies FieldsOf<ActionGatherParams>);

export const gather: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(gatherFields, body), "answered", (fields) => {
    const spec = {
      ...collect(fields),
      prompt: null,
      firstDigitMs: fields.initial_timeout_millis ?? 5000,
      tries: 1,
      gatherId: fields.gather_id ?? null,
    };
    startGather(exchange, leg, spec, fields.timeout_millis ?? 60_000);
  });

const stopFields = z.object({ ...common } satisfies FieldsOf<ActionStopGatherParams>);

export const gatherStop: Action = (exchange, leg, body) =>
  perform(exchange, leg, read(stopFields, body), "answered", () => {
    stopGather(exchange, leg, "cancelled");
  });
