/** How a call ended, and what a CRM calls that. One table. */
import type { Call, Disposition } from "./state.ts";

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

/** Whether a human knows of this call. A talk counts only when it was not cut off again. */
export function isToldOf(call: Call): boolean {
  return call.told.some(({ who }) => who !== "talk" || call.disposition === "connected");
}

/** A caller who said or pressed anything is somebody to call back (promise 3). */
export function hasSpoken(call: Call): boolean {
  return call.heard.turns.length > 0 || call.heard.interim !== null || call.heard.keys !== "";
}
