import { describe, expect, it } from "vitest";
import { readPhone } from "../../../rules/rulebook/phones.ts";
import { compiled, documentWith } from "./documents.ts";

describe("a telephone number is understood", () => {
  it.each([
    ["+12145550101", "US"],
    ["+1 (214) 555-0101", "US"],
    ["(214) 555-0101", "US"],
    ["214.555.0101", "US"],
    ["2145550101", "US"],
    ["1 214 555 0101", "US"],
    ["tel:+1-214-555-0101", "US"],
    ["+1 214 555 0101", "GB"],
    ["011 1 214 555 0101", "US"],
  ])("written as %s in %s", (written, country) => {
    expect(readPhone(written, country)).toEqual({ ok: true, number: "+12145550101" });
  });

  it.each([
    ["07700 900123", "GB", "+447700900123"],
    ["020 7946 0018", "GB", "+442079460018"],
    ["0491 570 006", "AU", "+61491570006"],
    ["(416) 555-0123", "CA", "+14165550123"],
  ])("by the rules of the business's country: %s in %s", (written, country, number) => {
    expect(readPhone(written, country)).toEqual({ ok: true, number });
  });

  it.each(["+12145550101", "2145550101", '"+12145550101"', "'2145550101'", "+1 214 555 0101", "214-555-0101"])(
    "with or without quotes: %s",
    (written) => {
      const inYaml = compiled(documentWith({ people: `people: { sam: ${written} }`, extra: `blocked: [${written}]` }));
      expect(inYaml.people).toHaveProperty("sam.phone", "+12145550101");
      expect(inYaml.blocked).toEqual(["+12145550101"]);
    },
  );

  it("keeps a leading zero that YAML would drop", () => {
    const british = documentWith({
      business: "business: { id: a, name: A, timezone: Europe/London, country: gb }",
      people: "people: { sam: 07700900123 }",
    });
    expect(compiled(british).people).toHaveProperty("sam.phone", "+447700900123");
  });
});

describe("a telephone number is refused", () => {
  it.each([
    ["911", "US", "emergency and service numbers"],
    ["9-1-1", "US", "emergency and service numbers"],
    ["112", "GB", "emergency and service numbers"],
    ["999", "GB", "emergency and service numbers"],
    ["000", "AU", "emergency and service numbers"],
    ["+911", "US", "emergency and service numbers"],
    ["411", "US", "emergency and service numbers"],
    ["+1 911 555 0100", "US", "not a telephone number in North America"],
    ["+1 214 155 0100", "US", "not a telephone number in North America"],
    ["+12145550101,200", "US", "an extension or further digits"],
    ["+12145550101 ext. 5", "US", "an extension or further digits"],
    ["214-555-0101 x5", "US", "an extension or further digits"],
    ["214-555-0101;ext=5", "US", "an extension or further digits"],
    ["sip:sam@example.com", "US", "a SIP address"],
    ["sam@example.com", "US", "a SIP address"],
    ["+1 900 555 0123", "US", "a premium-rate number"],
    ["0909 879 0000", "GB", "a premium-rate number"],
    ["0871 555 0000", "GB", "a shared-cost number"],
    ["+881 612 345 678", "US", "a satellite number"],
    ["555-0101", "US", "not a complete telephone number"],
    ["1-800-FLOWERS", "US", "not a complete telephone number"],
    ["sam", "US", "not a complete telephone number"],
    ["", "US", "not a complete telephone number"],
    ["+", "US", "not a complete telephone number"],
  ])("%s in %s is %s", (written, country, reason) => {
    expect(readPhone(written, country)).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
  });
});
