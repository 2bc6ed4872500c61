import { describe, expect, it } from "vitest";
import { readEndReason } from "../../worker/hangup-causes.ts";

describe("why a leg ended", () => {
  it.each([
    // Telnyx's and our own doing, whatever the phone was told.
    ["timeout", "unspecified", "no-answer"],
    ["timeout", "487", "no-answer"],
    ["timeout", "480", "no-answer"],
    ["no_answer", null, "no-answer"],
    ["time_limit", "200", "time-limit"],
    ["originator_cancel", "487", "cancelled"],
    // The other end.
    ["user_busy", "486", "busy"],
    ["user_busy", null, "busy"],
    ["unspecified", "486", "busy"],
    ["call_rejected", "486", "busy"],
    ["unspecified", "600", "busy"],
    ["normal_clearing", "480", "busy"],
    ["unspecified", "480", "failed"],
    ["call_rejected", "603", "declined"],
    ["call_rejected", "unspecified", "declined"],
    ["unspecified", "603", "declined"],
    ["not_found", "404", "unreachable"],
    ["not_found", null, "unreachable"],
    ["call_rejected", "404", "unreachable"],
    ["unspecified", "404", "unreachable"],
    ["unspecified", "410", "unreachable"],
    ["unspecified", "484", "unreachable"],
    ["unspecified", "604", "unreachable"],
    ["destination_unavailable", "503", "unreachable"],
    ["invalid_number", null, "unreachable"],
    ["normal_clearing", "200", "hung-up"],
    ["normal_clearing", "unspecified", "hung-up"],
    ["normal_clearing", null, "hung-up"],
    // What nobody has told us about.
    ["unspecified", "unspecified", "failed"],
    ["unspecified", "503", "failed"],
    ["a_cause_of_next_year", "200", "failed"],
    ["*", "*", "failed"],
    [null, "200", "failed"],
    [null, null, "failed"],
  ])("is read from cause %j and SIP code %j as %s", (cause, sip, reason) => {
    expect(readEndReason(cause, sip)).toBe(reason);
  });
});
