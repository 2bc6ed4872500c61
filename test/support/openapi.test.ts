import { describe, expect, it } from "vitest";
import { expectValidCommand, expectValidWebhook, hasOpenApi } from "./openapi.ts";

const path = "/v2/calls/v3%3Aabc/actions/speak";
const event = (type: string, payload: object) => ({
  body: {
    data: { record_type: "event", event_type: type, payload },
    meta: { attempt: 1, delivered_to: "https://a.test" },
  },
});

describe.runIf(hasOpenApi)("the check against Telnyx's own document", () => {
  it.each([
    ["a field missing", "POST", path, { payload: "hello" }, /required property 'voice'/],
    ["a field of the wrong type", "POST", path, { payload: 5, voice: "male" }, /payload must be string/],
    ["a field that is not documented", "POST", path, { payload: "a", voice: "male", loudly: true }, /loudly/],
    ["a command that does not exist", "POST", "/v2/calls/v3%3Aabc/actions/speak_stop", {}, /documents no POST/],
    ["another method", "DELETE", "/v2/calls/v3%3Aabc", {}, /documents no DELETE/],
  ])("finds %s", (_, method, requested, body, fault) => {
    expect(() => expectValidCommand({ method, path: requested, body })).toThrow(fault);
  });

  it("lets through what is documented", () => {
    expect(() => expectValidCommand({ method: "POST", path, body: { payload: "hello", voice: "male" } })).not.toThrow();
    expect(() => expectValidCommand({ method: "GET", path: "/v2/calls/v3%3Aabc", body: null })).not.toThrow();
  });

  it("lets through a client state that is null, as in real webhooks", () => {
    expect(() => expectValidWebhook(event("call.bridged", { client_state: null }))).not.toThrow();
  });

  it.each([
    ["a hangup cause that is not listed", event("call.hangup", { hangup_cause: "bored" }), /allowed values/],
    ["a type that does not exist", event("call.ringing", {}), /documents no webhook/],
    ["a message of a strange status", event("message.sent", { to: [{ status: "lost" }] }), /allowed values/],
  ])("finds %s", (_, webhook, fault) => {
    expect(() => expectValidWebhook(webhook)).toThrow(fault);
  });
});
