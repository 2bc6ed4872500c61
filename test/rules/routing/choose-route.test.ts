import { describe, expect, test } from "vitest";
import { chooseRoute } from "../../../rules/routing/choose-route.ts";
import type { RouteFacts } from "../../../rules/routing/facts.ts";
import {
  ABSENT,
  ALWAYS,
  all,
  book,
  facts,
  isOpen,
  known,
  not,
  OPEN,
  route,
  says,
  UNSPOKEN,
  urgencyIs,
} from "./routes.ts";

const EMERGENCY = route("Emergency", urgencyIs("emergency"));
const BILLING = route("Billing", says("invoice", "my bill"));
const CLOSED = route("Closed", isOpen(false));
const OWN = book(EMERGENCY, BILLING, CLOSED);

const won = (index: number) => ({ kind: "won", route: index });
const waiting = (...names: string[]) => ({ kind: "waiting", for: names });

/** A call in its first sentence. */
const midSentence = (changes: Partial<RouteFacts>): RouteFacts => ({ ...UNSPOKEN, ...changes });

describe("which route takes a call", () => {
  test.each([
    ["the first true one", facts({ urgency: known("emergency"), said: known("my bill"), open: known(false) }), won(0)],
    ["the next one where the first is false", facts({ said: known("my bill"), open: known(false) }), won(1)],
    ["the last one", facts({ open: known(false) }), won(2)],
    ["otherwise, where none is true", facts(), won(3)],
    ["nobody's call yet, before a word was said", UNSPOKEN, waiting("urgency", "said")],
    [
      "a closed business waits for words just the same",
      midSentence({ open: known(false) }),
      waiting("urgency", "said"),
    ],
    ["an emergency in the middle of a sentence", midSentence({ urgency: known("emergency") }), won(0)],
    ["a later route's phrase waits for the urgency", midSentence({ said: known("my bill") }), waiting("urgency")],
    ["hours that are late", facts({ open: OPEN }), waiting("open")],
    [
      "facts that will not come make their routes false",
      facts({ urgency: ABSENT, said: ABSENT, open: ABSENT }),
      won(3),
    ],
  ])("%s", (_, known, choice) => {
    expect(chooseRoute(OWN, known)).toEqual(choice);
  });

  test("the facts waited for are those of the earliest route first, each named once", () => {
    const routes = book(
      route("a", all(isOpen(true), says("x"))),
      route("b", urgencyIs("urgent")),
      route("c", says("y")),
    );
    expect(chooseRoute(routes, midSentence({ open: OPEN }))).toEqual(waiting("open", "said", "urgency"));
    expect(chooseRoute(routes, midSentence({ open: known(false) }))).toEqual(waiting("urgency", "said"));
  });

  test("facts of routes behind a true one are not waited for", () => {
    const routes = book(route("a", says("x")), route("b", ALWAYS), route("c", urgencyIs("urgent")));
    expect(chooseRoute(routes, UNSPOKEN)).toEqual(waiting("said"));
  });

  test("a book without routes has its otherwise, at once", () => {
    expect(chooseRoute(book(), UNSPOKEN)).toEqual(won(0));
  });
});

describe("a route that may win before speech", () => {
  const EARLY = route("After hours line", isOpen(false), true);

  test("does not wait for what the routes before it want to hear", () => {
    expect(chooseRoute(book(EMERGENCY, BILLING, EARLY), midSentence({ open: known(false) }))).toEqual(won(2));
    const halfSaid = midSentence({ said: known("hi i"), open: known(false) });
    expect(chooseRoute(book(EMERGENCY, BILLING, EARLY), halfSaid)).toEqual(won(2));
  });

  test("waits for what they want to know from elsewhere", () => {
    const early = book(
      route("Closed and urgent", all(isOpen(false), urgencyIs("urgent"))),
      route("Early", ALWAYS, true),
    );
    expect(chooseRoute(early, UNSPOKEN)).toEqual(won(1));
    expect(
      chooseRoute(book(route("Hours", isOpen(false)), route("Early", ALWAYS, true)), midSentence({ open: OPEN })),
    ).toEqual(waiting("open"));
  });

  test("gives way to an earlier route that is already true", () => {
    const emergency = midSentence({ urgency: known("emergency"), open: known(false) });
    expect(chooseRoute(book(EMERGENCY, EARLY), emergency)).toEqual(won(0));
  });

  test("does not win by words that are still to come", () => {
    const early = book(route("Early", anyUrgent(), true));
    expect(chooseRoute(early, UNSPOKEN)).toEqual(waiting("urgency"));
    expect(chooseRoute(book(EMERGENCY, route("Not urgent", not(anyUrgent()), true)), UNSPOKEN)).toEqual(
      waiting("urgency"),
    );
  });

  test("does not pass a true route that may not", () => {
    const routes = book(EMERGENCY, route("Open", isOpen(true)), route("Early", ALWAYS, true));
    expect(chooseRoute(routes, UNSPOKEN)).toEqual(waiting("urgency"));
  });

  test("may be the otherwise itself", () => {
    const { routes, otherwise } = book(EMERGENCY);
    expect(chooseRoute({ routes, otherwise: { ...otherwise, beforeSpeech: true } }, UNSPOKEN)).toEqual(won(1));
  });

  function anyUrgent() {
    return urgencyIs("urgent", "emergency");
  }
});
