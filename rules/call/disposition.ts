/** How a call ended, and what a CRM calls that. One table. */
import type { Disposition } from "./state.ts";

/** `human`: a person must have been told before such a call may close (promise 3). */
export const DISPOSITIONS: Readonly<Record<Disposition, { readonly outcome: string; readonly human: boolean }>> = {
  connected: { outcome: "transferred", human: true },
  booked: { outcome: "booked", human: true },
  answered: { outcome: "answered", human: true },
  callback: { outcome: "callback_later", human: true },
  voicemail: { outcome: "voicemail", human: true },
  lost: { outcome: "callback_later", human: true },
  silent: { outcome: "silent", human: false },
  screened: { outcome: "screened", human: false },
};
