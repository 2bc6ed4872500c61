/**
 * The caller's name. A wrong name is worse than none: it is said back to the caller and read by whoever calls them. So
 * words count as a name only where the caller announces one ("my name is …"), where a known given name stands as names
 * stand ("its darrell", "this is dee hargrove"), or where a name was asked for and little else was said.
 */
import { announcedName } from "./announced-name.ts";
import { bareName } from "./bare-name.ts";
import { nameByNumber, openingName } from "./known-name.ts";
import type { NameFound } from "./name-found.ts";
import type { NameWord } from "./name-words.ts";

/** `isAsked`: the caller was asked for a name just now, so a bare one counts. */
export function findName(words: readonly NameWord[], isAsked: boolean): NameFound | null {
  return (
    announcedName(words, isAsked) ?? (isAsked ? bareName(words) : null) ?? nameByNumber(words) ?? openingName(words)
  );
}
