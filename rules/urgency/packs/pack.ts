/** What a table of phrases looks like. How a phrase is written is told in `phrase.ts`. */

/**
 * What a phrase is about: `worse` counts beside trouble of its own topic (`any`: beside any), and what is contained
 * ("I shut it off") is contained for its topic.
 */
export type Topic = "any" | "water" | "fire" | "power" | "heat" | "cooling" | "people" | "door" | "teeth";

/**
 * How bad it is; the weights stand in `weights.ts`.
 *
 * | tier        | meaning                                                    | weakened by                         |
 * |-------------|------------------------------------------------------------|-------------------------------------|
 * | `danger`    | people or property are being harmed now                    | nothing but its being untrue or over |
 * | `emergency` | something that life or business needs is gone              | "not an emergency", "no rush"       |
 * | `claim`     | the caller calls it an emergency                           | the same, and talk of prices        |
 * | `failing`   | trouble that is an emergency only with something worse     | the same, and talk of prices        |
 * | `urgent`    | wanted soon, but nothing is being harmed                   | the same, and talk of prices        |
 * | `worse`     | what makes trouble of its topic an emergency               | counts beside trouble only          |
 */
export type Tier = "danger" | "emergency" | "claim" | "failing" | "urgent" | "worse";

export type PhraseGroup = { readonly topic: Topic; readonly tier: Tier; readonly phrases: readonly string[] };
export type Pack = readonly PhraseGroup[];
