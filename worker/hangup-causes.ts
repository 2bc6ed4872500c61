/**
 * Why a leg ended, from Telnyx's `hangup_cause` and the SIP code beside it: one table, the first row that fits wins.
 * Sources: the enum of `call.hangup` in Telnyx's API description; `destination_unavailable` and 480 with
 * `normal_clearing` (a phone set to do-not-disturb) as Telnyx's own PBX demo treats them; the SIP codes of RFC 3261.
 * Both fields are open: carriers send what they like, and what no row knows has failed.
 */
import type { EndReason } from "../rules/call/events.ts";

type Row = readonly [cause: string, sip: string, reason: EndReason];
const ANY = "*";

const ROWS: readonly Row[] = [
  // What Telnyx or we decided. The SIP code beside these is only how the phone was told (487 after a timeout).
  ["timeout", ANY, "no-answer"],
  ["no_answer", ANY, "no-answer"],
  ["time_limit", ANY, "time-limit"],
  ["originator_cancel", ANY, "cancelled"],
  // What the other end said.
  ["user_busy", ANY, "busy"],
  [ANY, "486", "busy"],
  [ANY, "600", "busy"],
  ["normal_clearing", "480", "busy"],
  ["not_found", ANY, "unreachable"],
  ["destination_unavailable", ANY, "unreachable"],
  ["invalid_number", ANY, "unreachable"],
  [ANY, "404", "unreachable"],
  [ANY, "410", "unreachable"],
  [ANY, "484", "unreachable"],
  [ANY, "604", "unreachable"],
  ["call_rejected", ANY, "declined"],
  [ANY, "603", "declined"],
  ["normal_clearing", ANY, "hung-up"],
];

export function readEndReason(cause: string | null, sip: string | null): EndReason {
  const row = ROWS.find(([c, s]) => (c === ANY || c === cause) && (s === ANY || s === sip));
  return row?.[2] ?? "failed";
}
