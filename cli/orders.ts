/** A call that somebody asks `npm start` to play, and how the people behave who are rung. */
import type { Person } from "../simulator/types.ts";

export type CallOrder = {
  /** E.164. */
  readonly from: string;
  /** What the call's clock shows when it arrives, in epoch milliseconds. */
  readonly at: number;
  /** The caller's sentences, each after the line has fallen silent. */
  readonly says: readonly string[];
  /** By the rulebook's name of the person; who is not named answers. */
  readonly people: Readonly<Record<string, Behaviour>>;
};

export const BEHAVIOURS = ["answer", "no-answer", "busy", "decline", "voicemail"] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** As people are: a ring or two until the phone is out of the pocket, a moment to take in what is said. */
const AFTER_MS = 3_500;
const PRESS_AFTER_MS = 2_500;
/** Most mailboxes take a call before the third ring. */
const MAILBOX_AFTER_MS = 8_000;

export function behave(behaviour: Behaviour): Person {
  switch (behaviour) {
    case "answer":
      return { does: "answer", afterMs: AFTER_MS, presses: "1", pressAfterMs: PRESS_AFTER_MS, talksMs: null };
    case "no-answer":
      return { does: "ignore" };
    case "busy":
      return { does: "busy" };
    case "decline":
      return { does: "decline", afterMs: AFTER_MS };
    case "voicemail":
      return { does: "voicemail", afterMs: MAILBOX_AFTER_MS };
  }
}
