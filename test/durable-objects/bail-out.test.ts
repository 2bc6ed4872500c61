import { describe, expect, it } from "vitest";
import { numbersFor } from "../../durable-objects/bail-out.ts";
import type { Condition } from "../../rules/rulebook/rulebook.ts";
import { BOOK, DANA, FALLBACK, SAM } from "./support/build.ts";

const withRoute = (when: Condition) => ({ ...BOOK, routes: BOOK.routes.map((route) => ({ ...route, when })) });
const emergency: Condition = { fact: "urgency", is: ["urgent", "emergency"] };

describe("whom a caller is sent to when we are broken", () => {
  it.each<[string, Condition]>([
    ["plainly", emergency],
    [
      "among other conditions",
      {
        fact: "all",
        of: [
          { fact: "open", is: true },
          { fact: "any", of: [emergency] },
        ],
      },
    ],
  ])("is the group of the first route that mentions emergencies %s, then the owner, then the operator", (_, when) => {
    expect(numbersFor(withRoute(when), FALLBACK)).toEqual([DANA, SAM, FALLBACK]);
  });

  it("is the owner when no route does", () => {
    expect(numbersFor(withRoute({ fact: "not", of: emergency }), FALLBACK)).toEqual([SAM, FALLBACK]);
  });

  it("is the operator when no rulebook is known, and nobody when there is no operator", () => {
    expect(numbersFor(null, FALLBACK)).toEqual([FALLBACK]);
    expect(numbersFor(null, null)).toEqual([]);
  });

  it("is nobody twice", () => {
    expect(numbersFor(BOOK, SAM)).toEqual([DANA, SAM]);
  });
});
