/** The building blocks of the document's schema: each reads one kind of value and says in plain words when it cannot. */
import * as z from "zod";
import { parseDuration } from "./durations.ts";
import { PROMISE_FORMS, parsePromise } from "./promise-words.ts";
import { parseWeekly } from "./weekly-hours.ts";

/** A message and its remedy in the one string that zod carries; `schema-words.ts` takes them apart again. */
export const worded = (message: string, hint: string): string => `${message}\n${hint}`;

/** An object with these keys and no others; the known ones travel with the error, for a suggestion. */
export const closed = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });

export const text = (longest: number) => z.string().trim().min(1).max(longest);

/** What a template may be long: more cannot be spoken in one command, nor sent in ten text messages. */
export const template = () => text(2_000);

export const ID = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

export const id = () =>
  text(60).regex(
    ID,
    worded("this cannot be an id", "Begin with a letter; go on with letters, digits and dashes, without spaces."),
  );

/** The name of a person or group, as it is used elsewhere in the document. */
export const reference = () => text(80);

export const phrases = () => z.union([text(120).transform((phrase) => [phrase]), z.array(text(120)).max(500)]);

/** `yes` and `no` are words in YAML of today, and what people write. */
export const yesOrNo = () => z.union([z.boolean(), z.enum(["yes", "no"]).transform((word) => word === "yes")]);

/** One, or a list of them. Eight texts for one call are more than anyone reads. */
export const oneOrMany = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((only) => [only]), z.array(item).min(1).max(8)]);

export const ringSeconds = () =>
  z.string().transform((words, context) => {
    const ms = parseDuration(words, "s");
    // Telnyx takes 5 to 600 seconds as the time a dialled leg may ring.
    if (ms !== null && ms >= 5_000 && ms <= 600_000) return ms;
    const message =
      ms === null ? "this is not a length of time" : "a phone rings for 5 seconds at least and 10 minutes at most";
    context.addIssue({ code: "custom", message: worded(message, "Write 20s or 20 seconds.") });
    return z.NEVER;
  });

export const promise = () =>
  z.string().transform((words, context) => {
    const rule = parsePromise(words);
    if (rule !== null) return rule;
    context.addIssue({ code: "custom", message: worded("this is not a promise that can be computed", PROMISE_FORMS) });
    return z.NEVER;
  });

export const weekly = () =>
  z
    .record(z.string(), z.union([z.string().transform((range) => [range]), z.array(z.string()).max(6)]))
    .transform((entries, context) => {
      const week = parseWeekly(entries);
      if (week.ok) return week.weekly;
      for (const { key, message, hint } of week.faults) {
        context.addIssue({ code: "custom", message: worded(message, hint), path: [key] });
      }
      return z.NEVER;
    });

export const address = (shape: RegExp, what: string) =>
  text(500).regex(shape, worded(`this is not ${what}`, "Copy it from the browser, from https:// on."));
