import { describe, expect, it } from "vitest";
import { CATALOGUE, checkTemplate } from "../../../rules/talk/templates.ts";

describe("a template passes", () => {
  it.each([
    "",
    "No variables at all, 100 % plain.",
    "Call {{ callback_number }} about {{topic|default:'something'}}",
    "{% if name %}Hi {{name}}{% elsif reason %}x{% else %}Hi{% endif %}",
    "{% unless name %}Hi{% endunless %}",
    "{% case urgency %}{% when 'emergency' %}Now{% else %}Later{% endcase %}",
    "{% assign first = name | truncatewords: 1, '' %}{{ first | capitalize }}",
    "{% for i in (1..3) %}{{ i }}{{ forloop.last }}{% endfor %}",
    "{{ callback_number | slice: -4, 4 }}",
    ...Object.keys(CATALOGUE).map((name) => `{{${name}}}`),
  ])("%j", (text) => {
    expect(checkTemplate(text)).toEqual([]);
  });
});

describe("a template is refused, with the place, for", () => {
  it.each([
    ["an unknown variable", "Hi {{ nmae }}", 6, 'there is no variable called "nmae"', 'Did you mean "name"?'],
    ["half a variable", "{{caller}}", 2, 'there is no variable called "caller"', 'Did you mean "caller_number"?'],
    [
      "a variable inside a condition",
      "{% if nmae %}x{% endif %}",
      6,
      'there is no variable called "nmae"',
      'Did you mean "name"?',
    ],
    [
      "a variable on the second line",
      "Hi\n{{ nmae }}",
      6,
      'there is no variable called "nmae"',
      'Did you mean "name"?',
    ],
    [
      "a variable in a filter",
      "{{ name | append: nmae }}",
      18,
      'there is no variable called "nmae"',
      'Did you mean "name"?',
    ],
    ["a part of a text", "{{ name.first }}", 3, '"name" is a single text and has no parts', "Write {{name}}."],
    ["an unknown filter", "{{ name | upcse }}", 10, 'there is no filter called "upcse"', 'Did you mean "upcase"?'],
    ["one brace", "Hi { name }", 3, "a variable needs two braces on either side", "Write {{name}}."],
    ["braces that are not closed", "Hi {{ name", 3, "{{ is opened and never closed", "Close it with }}."],
    ["braces that were not opened", "Hi name }}", 8, "}} closes what was never opened", "Open it with {{."],
    ["a tag that is not closed", "{% if name %}Hi", 0, "{% if %} is opened and never closed", "Add {% endif %}."],
    ["half a tag", "{% if name", 0, "{% if %} is opened and never closed", "Close it with %}."],
  ])("%s", (_, text, at, message, hint) => {
    expect(checkTemplate(text)).toMatchObject([{ message, hint, at }]);
  });

  it.each([
    "include 'x'",
    "render 'x'",
    "layout 'x'",
    "raw",
    "capture x",
    "cycle 'a'",
    "liquid",
    "increment x",
    "tablerow i in x",
    "# x",
  ])("a tag that could do more than talk: %s", (tag) => {
    expect(checkTemplate(`{% ${tag} %}`)[0]?.message).toContain("is not known here");
  });

  it.each(["raw", "date: '%s'", "sample", "json", "split: ','", "base64_encode", "where: 'a'", "escape"])(
    "a filter that knows the clock, chance or a way around escaping: %s",
    (filter) => {
      expect(checkTemplate(`{{ name | ${filter} }}`)[0]?.message).toMatch(/^there is no filter called/);
    },
  );

  it.each([
    ["too long a text", "x".repeat(2_001), "the text is 2001 characters long; 2000 is the most"],
    ["a loop without end", "{% for i in (1..1000000000) %}x{% endfor %}", "this makes far too much text"],
    ["a loop of much text", `{% for i in (1..500) %}${"x".repeat(100)}{% endfor %}`, "this makes far too much text"],
    [
      "loops in loops",
      `${"{% for i in (1..99) %}".repeat(5)}x${"{% endfor %}".repeat(5)}`,
      "this makes far too much text",
    ],
    [
      "a value doubled and doubled",
      `{% assign a = name %}${"{% assign a = a | append: a %}".repeat(30)}{{a}}`,
      "this makes far too much text",
    ],
  ])("%s", (_, text, message) => {
    expect(checkTemplate(text)).toMatchObject([{ message }]);
  });
});
