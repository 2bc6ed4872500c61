import { describe, expect, test } from "vitest";
import { verdict } from "./words.ts";

describe("the owner's emergency phrases", () => {
  test("that the trade also knows count once", () => {
    const said = ["we have no heat since this morning"];
    expect(verdict("hvac", said, { emergency: ["no heat"] }).score).toBe(verdict("hvac", said).score);
  });

  test("count whatever the trade knows", () => {
    const words = { emergency: ["walk-in cooler"] };
    expect(verdict("general", ["our walk in cooler is warm"]).level).toBe("routine");
    expect(verdict("general", ["our walk in cooler is warm"], words).level).toBe("emergency");
  });

  test("match whole words, whatever their endings and the small words between", () => {
    const words = { emergency: ["broken gate"] };
    expect(verdict("general", ["some of the gates are breaking"], words).level).toBe("routine");
    expect(verdict("general", ["two really broken gates"], words).level).toBe("emergency");
    expect(verdict("general", ["a broken gatehouse"], words).level).toBe("routine");
  });

  test.each([
    "our ac just died",
    "the ac went out this morning",
    "the ac isn't working",
    "we don't have ac",
    "we lost our ac",
  ])("[S1-55] 'no ac' is also heard in: %s", (text) => {
    expect(verdict("hvac", [text], { emergency: ["no ac"] })).toMatchObject({ level: "emergency" });
  });

  test.each([
    "ac died last year, want a quote",
    "the ac is working again",
    "if the ac quit, would you come",
    "how much is a new ac",
  ])("[S1-55] 'no ac' is not heard in: %s", (text) => {
    expect(verdict("hvac", [text], { emergency: ["no ac"] }).level).not.toBe("emergency");
  });

  test("are denied like any other, but a phrase that begins with a no is not denied by it", () => {
    const words = { emergency: ["no dial tone", "alarm"] };
    expect(verdict("general", ["there's no dial tone"], words).level).toBe("emergency");
    expect(verdict("general", ["there is no alarm"], words).level).toBe("routine");
  });

  test("are not weakened by a caller who is in no hurry", () => {
    expect(verdict("hvac", ["no heat but it's no emergency"], { emergency: ["no heat"] }).level).toBe("emergency");
  });

  test.each(["", "  ", "the", "?!", "..", "^ $", "@nothing", "#>=3", "=", "no", "no |", "no .. ^"])(
    "that hold no word, or a sign of ours, match nothing they should not and break nothing: '%s'",
    (phrase) => {
      expect(verdict("general", ["i would like to book a visit"], { emergency: [phrase], never: [phrase] })).toEqual({
        level: "routine",
        score: 0,
        reasons: [],
      });
    },
  );
});

describe("the owner's urgent phrases", () => {
  test("make a call urgent and no more", () => {
    const words = { urgent: ["open house", "closing"] };
    expect(verdict("roofing", ["we have an open house and then the closing"], words)).toMatchObject({
      level: "urgent",
      score: 0.5,
    });
  });
});

describe("the owner's never phrases", () => {
  test("beat the trade's words in the same statement", () => {
    const words = { never: ["garbage disposal"] };
    const text = ["the garbage disposal is leaking everywhere"];
    expect(verdict("plumbing", text).level).toBe("emergency");
    expect(verdict("plumbing", text, words)).toMatchObject({ level: "routine", score: 0 });
    expect(verdict("plumbing", text, words).reasons).toContainEqual({
      text: '"leaking" is never an emergency here',
      weight: 0,
    });
  });

  test("say nothing of what else happens", () => {
    const words = { never: ["garbage disposal"] };
    expect(verdict("plumbing", ["the garbage disposal is leaking and the basement is flooding"], words).level).toBe(
      "emergency",
    );
    expect(verdict("plumbing", ["it's not the garbage disposal, water is pouring out"], words).level).toBe("emergency");
  });

  test("beat the owner's own emergency phrases: the exception was written for them", () => {
    const words = { emergency: ["no heat"], never: ["guest house"] };
    expect(verdict("hvac", ["no heat in the guest house"], words).level).toBe("routine");
  });
});
