/** One text by Telnyx. Messages have no idempotency key, so an answer that did not come says nothing. */
import type Telnyx from "telnyx";
import type { E164 } from "../../rules/ids.ts";
import { cutText } from "../cut-text.ts";
import { readTelnyxError } from "./outcome.ts";

export type SmsOutcome =
  /** `message` is Telnyx's id, by which its reports name it. */
  | { readonly kind: "accepted"; readonly message: string | null }
  /** Refused before anything was sent; worth trying again. */
  | { readonly kind: "busy"; readonly code: string; readonly afterMs: number | null }
  /** It may or may not have been sent. `answered`: Telnyx said that something was wrong on its side. */
  | { readonly kind: "unknown"; readonly code: string; readonly answered: boolean }
  | { readonly kind: "refused"; readonly code: string; readonly suppress: boolean };

/** Telnyx sends at most ten parts of 153 or, with one character outside GSM-7, 67; somewhat less leaves room. */
const GSM_MAX_CHARACTERS = 1_500;
const UNICODE_MAX_BYTES = 650;
const GSM = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüàΔΦΓΛΩΠΨΣΘΞ¡€]*$/;

/** The receiver has said STOP; the number cannot be texted. */
const SUPPRESSING = ["40300", "40001"];
/** Telnyx's own queue is full, or it says to slow down. */
const BUSY = ["10011", "40318", "40006", "40008"];

export const isSuppressing = (code: string): boolean => SUPPRESSING.includes(code);

export async function sendSms(
  client: Telnyx,
  { from, to, text }: { readonly from: E164; readonly to: E164; readonly text: string },
): Promise<SmsOutcome> {
  try {
    const { data } = await client.messages.send({ from, to, text: shorten(text) });
    const message: unknown = data?.id;
    return { kind: "accepted", message: typeof message === "string" ? message : null };
  } catch (error) {
    const { status, code, resetMs } = readTelnyxError(error);
    const name = code ?? (status === null ? "no-answer" : `http-${status}`);
    if (code !== null && isSuppressing(code)) return { kind: "refused", code, suppress: true };
    if (code !== null && BUSY.includes(code)) return { kind: "busy", code, afterMs: resetMs };
    // The day's budget is spent (40333): also a 429, and not over before midnight UTC.
    if (code === "40333") return { kind: "refused", code, suppress: false };
    if (status === 429) return { kind: "busy", code: name, afterMs: resetMs };
    if (status === null || status < 400 || status === 408 || status >= 500) {
      return { kind: "unknown", code: name, answered: status !== null && status >= 500 };
    }
    return { kind: "refused", code: name, suppress: false };
  }
}

function shorten(text: string): string {
  if (GSM.test(text)) return text.length <= GSM_MAX_CHARACTERS ? text : `${text.slice(0, GSM_MAX_CHARACTERS - 3)}...`;
  return cutText(text, UNICODE_MAX_BYTES);
}
