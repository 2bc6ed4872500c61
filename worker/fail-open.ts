/**
 * Broken, it still rings a human: sends a caller straight to FALLBACK_NUMBER, with one command and no object, rulebook
 * or decision on the path. Telnyx drops a command whose id it has seen on the leg, so a webhook that comes again, under
 * whatever id, rings nobody twice.
 */
import { telnyxClient } from "../durable-objects/delivery/telnyx-client.ts";
import type { CallId, ControlId } from "../rules/ids.ts";
import type { Config } from "./config.ts";
import { count, nameError } from "./log.ts";
import { isFields, readFields, readList, readText } from "./telnyx-envelope.ts";

/** Set on both legs: what happens to them later is nobody's business here. Only our own account can set it. */
export const FAIL_OPEN_STATE = btoa("firstring:fail-open");

/** Long enough for the owner to find the phone, and for their own voicemail to be the last resort. */
const RING_SECS = 60;
/** Nobody watches such a call; without a limit of ours Telnyx would let it run for four hours. */
const TALK_LIMIT_SECS = 7_200;
/** The call has ended; there is no such call any more (Telnyx's API error codes). */
const GONE_CODES: readonly (string | null)[] = ["90018", "90015"];

/** `gone`: the caller had hung up, which needs nothing. `not-sent`: there is no number, or Telnyx did not take it. */
export type SentToFallback = "sent" | "gone" | "not-sent";
export type Stranded = { readonly control: ControlId; readonly call: CallId | null };

export async function sendToFallback(config: Config, { control, call }: Stranded): Promise<SentToFallback> {
  if (config.fallback === null) return "not-sent";
  const telnyx = telnyxClient({ apiKey: config.apiKey, baseUrl: config.apiBaseUrl });
  try {
    await telnyx.calls.actions.transfer(control, {
      to: config.fallback,
      timeout_secs: RING_SECS,
      time_limit_secs: TALK_LIMIT_SECS,
      command_id: `fail-open:${call ?? control}`,
      client_state: FAIL_OPEN_STATE,
      target_leg_client_state: FAIL_OPEN_STATE,
    });
    return "sent";
  } catch (error) {
    if (isGone(error)) return "gone";
    count("call.not-taken", { call, reason: "transfer-refused", error: nameError(error) });
    return "not-sent";
  }
}

/** The SDK's errors carry the answer's body as `error`. */
function isGone(error: unknown): boolean {
  if (!isFields(error)) return false;
  return readList(readFields(error, "error"), "errors").some((each) => GONE_CODES.includes(readText(each, "code")));
}
