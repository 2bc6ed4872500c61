import { APIConnectionError, APIError } from "telnyx";
import { describe, expect, it } from "vitest";
import { type CommandKind, classify, type Failure } from "../../durable-objects/delivery/outcome.ts";

const failure = (status: number, code?: string, pointer?: string, headers: Record<string, string> = {}) =>
  APIError.generate(
    status,
    code === undefined ? undefined : { errors: [{ code, ...(pointer === undefined ? {} : { source: { pointer } }) }] },
    undefined,
    new Headers(headers),
  );
const short = (outcome: Failure): string => (outcome.kind === "refused" ? outcome.refusal : outcome.kind);

describe("what became of a command", () => {
  it.each<[string, CommandKind, number, string | undefined, string]>([
    ["the call had ended, for what only ends things", "hangup", 422, "90018", "accepted"],
    ["the call had ended, for what only stops things", "stop-playing", 422, "90018", "accepted"],
    ["the call had ended", "say", 422, "90018", "call-ended"],
    ["the caller's leg had ended when a dial was to be linked to it", "dial", 422, "90018", "call-ended"],
    ["there is no such leg", "bridge", 422, "90015", "call-ended"],
    ["there is no such leg any more", "play", 404, undefined, "call-ended"],
    ["the leg has not been answered", "say", 422, "90034", "too-early"],
    ["transcription ran already", "listen", 422, "90054", "accepted"],
    ["an assistant ran already", "listen", 422, "90061", "accepted"],
    ["too many requests", "say", 429, "10011", "transient"],
    ["too many dials", "dial", 429, "90103", "transient"],
    ["the number is none", "dial", 422, "10016", "bad-destination"],
    ["the destination is not allowed", "dial", 403, "10038", "not-allowed"],
    ["the key was revoked", "answer", 401, "10009", "not-allowed"],
    ["the voice does not exist", "say", 422, "90012", "rejected"],
    ["the channels are used up", "dial", 422, "90041", "rejected"],
    ["a code nobody has seen", "say", 400, "99999", "rejected"],
    ["no code at all", "say", 422, undefined, "rejected"],
    ["Telnyx is broken", "say", 500, "10007", "transient"],
    ["something in between is broken", "say", 502, undefined, "transient"],
    ["it was too slow", "say", 408, undefined, "transient"],
    ["somebody redirects us", "say", 302, undefined, "transient"],
  ])("when %s", (_, kind, status, code, expected) => {
    expect(short(classify(kind, failure(status, code)))).toBe(expected);
  });

  it("when a field of a dial is refused depends on the field", () => {
    expect(short(classify("dial", failure(422, "10015", "/to")))).toBe("bad-destination");
    expect(classify("dial", failure(422, "10015", "/connection_id"))).toMatchObject({
      refusal: "not-allowed",
      ourFault: true,
    });
  });

  it.each([401, 403])("when we are not let in (%i) is for the operator to mend", (status) => {
    expect(classify("say", failure(status))).toMatchObject({ ourFault: true });
  });

  it("when nobody answered is worth another try", () => {
    expect(short(classify("say", new APIConnectionError({ message: "x" })))).toBe("transient");
    expect(short(classify("say", new TypeError("fetch failed")))).toBe("transient");
    expect(short(classify("say", "thrown by someone"))).toBe("transient");
  });

  it.each([
    [{ "x-ratelimit-reset": "4" }, 4_000],
    [{ "retry-after": "2" }, 2_000],
    [{ "x-ratelimit-reset": "-4" }, null],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, null],
    [{}, null],
  ])("carries how long Telnyx asks us to wait (%j)", (headers, afterMs) => {
    expect(classify("say", failure(429, "10011", undefined, headers))).toEqual({
      kind: "transient",
      code: "10011",
      afterMs,
    });
  });

  it.each([
    ["null", null],
    ["a list", []],
    ["errors that are no list", { errors: "no" }],
    ["a number for a code", { errors: [{ code: 90018 }] }],
    ["a code of a megabyte", { errors: [{ code: "9".repeat(1_000_000) }] }],
  ])("is read from %s without a slip", (name, body) => {
    const outcome = classify("say", APIError.generate(422, body as object, undefined, new Headers()));
    expect(short(outcome)).toBe(name.startsWith("a number") ? "call-ended" : "rejected");
  });
});
