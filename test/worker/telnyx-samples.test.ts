/**
 * Every sample webhook in the folder that TELNYX_WEBHOOK_SAMPLES names, one file per event type: what we use of them is
 * understood, and nothing in the rest disturbs us. They are Telnyx's and not copied here.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "../../worker/telnyx-envelope.ts";
import { isArrival, readArrival, readHappening, readSession } from "../../worker/telnyx-events.ts";
import { readMessage } from "../../worker/telnyx-messages.ts";

const folder = process.env.TELNYX_WEBHOOK_SAMPLES;
const NOT_WEBHOOKS = /^(index|http-error-bodies|ws\..*)\.json$/;

/** What we make of a sample: a happening's type, or why it is left alone. */
function read(raw: Uint8Array): string {
  const result = readEnvelope(raw, 0);
  if (!result.ok) return result.reason;
  const { envelope } = result;
  const message = readMessage(envelope);
  if (message) return `${message.event.type} ${message.event.status ?? "received"}`;
  if (isArrival(envelope)) return readArrival(envelope, "https://x.example")?.type ?? "arrival-without-address";
  const happening = readHappening(envelope, null);
  if (!happening.ok) return happening.reason;
  expect(readSession(envelope.payload)).not.toBeNull();
  return happening.happening.type === "leg.ended"
    ? `leg.ended ${happening.happening.reason}`
    : happening.happening.type;
}

/** By the beginning of the file's name, the longest first; every file has a row. */
const EXPECTED: readonly (readonly [string, string])[] = [
  ["call.answered", "leg.answered"],
  ["call.bridged", "leg.bridged"],
  ["call.dtmf.received", "key.pressed"],
  ["call.gather.ended", "gather.ended"],
  ["call.hangup.assembled.call_rejected", "leg.ended declined"],
  ["call.hangup.assembled.no_answer", "leg.ended no-answer"],
  ["call.hangup.assembled.not_found", "leg.ended unreachable"],
  ["call.hangup.assembled.time_limit", "leg.ended time-limit"],
  ["call.hangup.assembled.timeout", "leg.ended no-answer"],
  ["call.hangup.assembled.user_busy", "leg.ended busy"],
  ["call.hangup.observed.normal_clearing", "leg.ended hung-up"],
  ["call.hangup.observed.originator_cancel", "leg.ended cancelled"],
  ["call.hangup", "leg.ended declined"],
  // As the portal shows it: without an id, known by its leg and time.
  ["call.initiated", "call.arrived"],
  // The examples have no call_control_id.
  ["call.machine.detection.ended", "no-leg"],
  ["call.machine.premium.detection.ended", "no-leg"],
  ["call.playback.ended", "playback.ended"],
  ["call.playback.started", "playback.started"],
  ["call.speak.ended", "speech.ended"],
  ["call.speak.started", "speech.started"],
  ["call.transcription", "heard"],
  ["conference.floor.changed", "not-an-event"],
  ["message.finalized.delivery_failed", "message.finalized delivery_failed"],
  ["message.finalized", "message.finalized delivered"],
  ["message.received.docs", "message.received webhook_delivered"],
  ["message.received", "message.received delivered"],
  ["message.sent.docs", "message.sent sent"],
  ["message.sent", "message.sent queued"],
  ["", "unknown-type"],
];

describe.skipIf(folder === undefined)("the sample webhooks", () => {
  const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith(".json"));
  it.each(files.filter((name) => !NOT_WEBHOOKS.test(name)))("%s", (name) => {
    const [, expected] = EXPECTED.find(([start]) => name.startsWith(start)) ?? [];
    expect(read(new Uint8Array(readFileSync(join(folder ?? "", name))))).toBe(expected);
  });
});

if (folder === undefined) {
  console.warn("SKIPPED: the sample webhooks. Set TELNYX_WEBHOOK_SAMPLES to their folder to read them all.");
}
