/**
 * What the routes may know while a call is going on. A fact is known; or open, when it may still come; or absent, when
 * it will not come any more.
 */
import type { UrgencyLevel } from "../rulebook/rulebook.ts";

export type Fact<T> =
  | { readonly state: "known"; readonly value: T }
  | { readonly state: "open" }
  | { readonly state: "absent" };

export type RouteFacts = {
  /** Open until the first understood turn has ended, except that an emergency is known as soon as it was heard. */
  readonly urgency: Fact<UrgencyLevel>;
  /** The caller's words so far, as the recogniser printed them; they are made comparable here. */
  readonly said: Fact<string>;
  /** Whether the business is open now. */
  readonly open: Fact<boolean>;
  /** The caller has finished a turn that was understood: from here on, what was not said counts as not said. */
  readonly spoken: boolean;
};

export type FactName = "urgency" | "said" | "open";
