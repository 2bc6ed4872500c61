/**
 * The vocabulary of identifiers and instants. Ids are branded, so that one cannot be passed for another; a brand is
 * given once, where the value enters, by the function named after it.
 */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. Fields of this type end in `At`; durations are plain numbers ending in `Ms`. */
export type EpochMs = number;

/** Names one call for its whole life: Telnyx's `call_session_id` of the caller's leg. */
export type CallId = Brand<string, "CallId">;
/** Telnyx's `call_control_id`: an opaque token that addresses one leg. */
export type ControlId = Brand<string, "ControlId">;
/** `<call id>:<n>`; also the `command_id` sent to Telnyx and the idempotency key of everything handed to a desk. */
export type EffectId = Brand<string, "EffectId">;
export type BusinessId = Brand<string, "BusinessId">;
export type PersonId = Brand<string, "PersonId">;
export type GroupId = Brand<string, "GroupId">;
/** A telephone number in E.164, `+` and 7 to 15 digits. */
export type E164 = Brand<string, "E164">;

/** Our own name of a leg: the caller's, or the n-th one we dialled in this call. */
export type LegId = "caller" | `p${number}`;

export const callId = (text: string): CallId => text as CallId;
export const controlId = (text: string): ControlId => text as ControlId;
export const effectId = (call: CallId, n: number): EffectId => `${call}:${n}` as EffectId;
export const businessId = (text: string): BusinessId => text as BusinessId;
export const personId = (text: string): PersonId => text as PersonId;
export const groupId = (text: string): GroupId => text as GroupId;

const E164_SHAPE = /^\+[1-9]\d{6,14}$/;
/** Null for anything that is not E.164: withheld callers (`anonymous`, empty), SIP URIs, `+1...,200`. */
export const e164 = (text: string): E164 | null => (E164_SHAPE.test(text) ? (text as E164) : null);

const LEG_SHAPE = /^(caller|p\d{1,4})$/;
export const legId = (text: string): LegId | null => (LEG_SHAPE.test(text) ? (text as LegId) : null);
