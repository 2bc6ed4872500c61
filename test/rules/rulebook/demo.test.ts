import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseRulebook } from "../../../rules/rulebook/parse.ts";
import { compiled } from "./documents.ts";

const LONE_STAR = readFileSync(join(import.meta.dirname, "../../../simulator/demo/lone-star.yaml"), "utf8");

it("the demo rulebook is valid and gives no warning", () => {
  expect(parseRulebook(LONE_STAR, "demo")).toMatchObject({ ok: true, warnings: [] });
});

it("the demo rulebook rings Sam, then Dana, 20 seconds each, for an emergency at any hour", () => {
  const { routes, groups } = compiled(LONE_STAR);
  expect(routes[0]).toMatchObject({ name: "Emergency", when: { fact: "urgency", is: ["emergency"] }, ring: "on-call" });
  expect(Object.values(groups)[0]).toMatchObject({ members: ["sam", "dana"], eachMs: 20_000, accept: "press-1" });
});

it("the demo rulebook names only numbers that belong to nobody", () => {
  expect(Object.values(compiled(LONE_STAR).people).map(({ phone }) => phone)).toEqual(["+12145550101", "+12145550102"]);
});
