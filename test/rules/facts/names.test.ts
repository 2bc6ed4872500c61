import { describe, expect, test } from "vitest";
import type { Question } from "../../../rules/call/state.ts";
import { readDetails } from "../../../rules/facts/details.ts";

const name = (text: string, asking: Question | null = null): string | null => readDetails(text, asking, "US").name;

describe("a name that is announced", () => {
  test.each([
    ["my name is oksana petrenko", "Oksana Petrenko"],
    ["My name's Bao Tran.", "Bao Tran"],
    ["yeah my names jerome", "Jerome"],
    ["hi this is tanya over at the bakery on fifth", "Tanya"],
    ["this is walt i need to cancel", "Walt"],
    ["its darrell 418 willow", "Darrell"],
    ["it's dee hargrove", "Dee Hargrove"],
    ["hi im alma reyes i got your letter", "Alma Reyes"],
    ["this is mrs hargrove", "Mrs Hargrove"],
    ["this is Mr. Okonkwo", "Mr Okonkwo"],
    ["this is siobhan gallagher calling about the boiler", "Siobhan Gallagher"],
    ["my name is will smith", "Will Smith"],
    ["its bud rasmussen", "Bud Rasmussen"],
    ["darrell here the heater quit", "Darrell"],
    ["my name is mary no wait my name is marie", "Marie"],
    ["deshawn price 614 555 0143", "Deshawn Price"],
    ["i want a quote on gutters joy petersen 612 555 0174", "Joy Petersen"],
    ["818 555 0147 corinne", "Corinne"],
  ])("%s", (text, expected) => {
    expect(name(text)).toBe(expected);
  });

  test.each([
    ["maria o'brien", "Maria O'Brien"],
    ["JOHN SMITH", "John Smith"],
    ["ian mcdonald", "Ian McDonald"],
    ["LaToya Jones", "LaToya Jones"],
    ["anne-marie dubois", "Anne-Marie Dubois"],
    ["juan de la cruz", "Juan De La Cruz"],
    ["josé núñez", "José Núñez"],
  ])("is written as names are: %s", (text, expected) => {
    expect(name(text, "name")).toBe(expected);
  });

  test("a spelling counts more than what was heard", () => {
    expect(name("its theresa novak n o w a k", "name")).toBe("Theresa Nowak");
    expect(name("bronwen hughes that's b r o n w y n", "name")).toBe("Bronwyn Hughes");
  });
});

describe("a name that was asked for", () => {
  test.each([
    ["gina fowler", "Gina Fowler"],
    ["uh gina", "Gina"],
    ["yeah its gina fowler", "Gina Fowler"],
    ["Sure, Gina Fowler.", "Gina Fowler"],
    ["priyanka", "Priyanka"],
    ["bao tran please", "Bao Tran"],
    ["gina and the furnace quit", "Gina"],
    ["darrell 418 willow", "Darrell"],
    ["will", "Will"],
    ["maya lopez four six nine five five five oh one four four", "Maya Lopez"],
    ["It's Maria, and my number is 817-555-0163.", "Maria"],
  ])("may stand alone: %s", (text, expected) => {
    expect(name(text, "name-and-number")).toBe(expected);
  });

  test("but not where something else was asked", () => {
    expect(name("gina fowler", "reason")).toBeNull();
    expect(name("priyanka", "number")).toBeNull();
  });
});

describe("words that are nobody's name", () => {
  const NO_NAMES = [
    "yes",
    "hello",
    "no heat",
    "what",
    "who is this",
    "elm street",
    "four one eight",
    "418 willow lane",
    "please hurry",
    "never mind",
    "burst pipe",
    "sparking",
    "the furnace quit",
    "it's freezing",
    "this is ridiculous",
    "this is an emergency",
    "i'm locked out",
    "its flooding in here",
    "water everywhere",
    "my name is not important",
    "why do you need my name",
    "call me back",
    "call me tomorrow",
    "jesus christ",
    "oh my god",
    "speak to a human",
    "i don't know",
    "good morning",
    "its may already",
    "hi maria told me to call you",
    "maria lopez told me to call you",
    "its maria told me to call you",
    "call my wife denise at 817 555 0163",
    "its about 15 years old still works no rush",
    "the salon's name is bateau",
    "correct",
    "um",
    "",
  ];

  test.each(NO_NAMES)("%s", (text) => {
    for (const asking of [null, "name", "name-and-number", "number", "reason"] as const) {
      expect(name(text, asking)).toBeNull();
    }
  });
});
