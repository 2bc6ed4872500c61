/**
 * Broken, it still rings a human: sends a caller straight to FALLBACK_NUMBER, with one command and no object, rulebook
 * or decision on the path. Telnyx drops a command whose id it has seen on the leg, so a webhook that comes again, under
 * whatever id, rings nobody twice.
 */
import { classify } from "../durable-objects/delivery/outcome.ts";
import { telnyxClient } from "../durable-objects/delivery/telnyx-client.ts";
import type { CallId, ControlId, E164 } from "../rules/ids.ts";
import type { Config } from "./config.ts";
import { count } from "./log.ts";

/** Set on both legs: what happens to them later is nobody's business here. Only our own account can set it. */
export const FAIL_OPEN_STATE = btoa("firstring:fail-open");

/** Long enough for the owner to find the phone, and for their own voicemail to be the last resort. */
const RING_SECS = 60;
/** Nobody watches such a call; without a limit of ours Telnyx would let it run for four hours. */
const TALK_LIMIT_SECS = 7_200;

/** `gone`: the caller had hung up, which needs nothing. `not-sent`: there is no number, or Telnyx did not take it. */
export type SentToFallback = "sent" | "gone" | "looped" | "not-sent";
export type Stranded = {
  readonly control: ControlId;
  readonly call: CallId | null;
  readonly from: E164 | null;
  readonly to: E164 | null;
};

export async function sendToFallback(config: Config, stranded: Stranded): Promise<SentToFallback> {
  const { control, call } = stranded;
  if (config.fallback === null) return "not-sent";
  const { actions } = telnyxClient({ apiKey: config.apiKey, baseUrl: config.apiBaseUrl }).calls;
  const command_id = `fail-open:${call ?? control}`;
  try {
    if (isLoop(stranded, config.fallback)) {
      await actions.reject(control, { cause: "USER_BUSY", command_id, client_state: FAIL_OPEN_STATE });
      return "looped";
    }
    await actions.transfer(control, {
      to: config.fallback,
      timeout_secs: RING_SECS,
      time_limit_secs: TALK_LIMIT_SECS,
      command_id,
      client_state: FAIL_OPEN_STATE,
      target_leg_client_state: FAIL_OPEN_STATE,
    });
    return "sent";
  } catch (error) {
    const failure = classify("transfer", error);
    if (failure.kind === "refused" && failure.refusal === "call-ended") return "gone";
    const code = failure.kind === "accepted" ? failure.kind : `${failure.kind} ${failure.code}`;
    count("call.not-taken", { call, reason: "transfer-failed", error: code });
    return "not-sent";
  }
}

/** A transferred leg shows our number, or the phone it rang: what comes back from there would go round for ever. */
function isLoop({ from, to }: Stranded, fallback: E164): boolean {
  return from !== null && (from === to || from === fallback);
}
