/** What happened, as whoever was there would tell it: who was rung and when, what was heard, texted and written down. */
import type { CommandEntry, Sound } from "../../../simulator/types.ts";
import { type Gap, silences } from "../../support/invariants/silence.ts";
import { CALLER } from "./businesses.ts";
import type { Scene } from "./scene.ts";

/** Commands that were carried out, not counting repetitions that Telnyx ignored. */
export const done = (scene: Scene, name: string): CommandEntry[] =>
  scene.carrier.commands().filter((entry) => entry.name === name && entry.status === 200 && !entry.duplicate);

export type Ring = { readonly number: string; readonly at: number };

/** Every phone that was dialled, in order. */
export const rings = (scene: Scene): Ring[] =>
  done(scene, "dial").map(({ at, body }) => ({ number: field(body, "to"), at }));
export const rung = (scene: Scene): string[] => rings(scene).map(({ number }) => number);

/** Whether two phones ever rang, or were held, for one caller at the same time. */
export function rangTogether(scene: Scene): boolean {
  const spans = scene.carrier
    .legs()
    .filter(({ direction }) => direction === "outgoing")
    .sort((a, b) => a.startAt - b.startAt);
  return spans.some((span, index) => {
    const next = spans[index + 1];
    return next !== undefined && (span.endedAt ?? Number.POSITIVE_INFINITY) > next.startAt;
  });
}

/** What was said into a phone, in order. */
export const sayings = (scene: Scene, number: string = CALLER): Sound[] => sounds(scene, number, "speech");
export const said = (scene: Scene, number: string = CALLER): string[] => sayings(scene, number).map(({ text }) => text);
export const heard = (scene: Scene, words: string, number: string = CALLER): Sound => {
  const sound = sounds(scene, number, "speech").find(({ text }) => text.includes(words));
  if (sound === undefined)
    throw new Error(`nobody said "${words}" to ${number}; but: ${said(scene, number).join(" | ")}`);
  return sound;
};

/** Who talked with the caller, in order, and for how long in milliseconds; null while they still do. */
export const talks = (scene: Scene): { readonly with: string; readonly at: number; readonly ms: number | null }[] =>
  sounds(scene, CALLER, "talk").map(({ text, at, endAt }) => ({
    with: text,
    at,
    ms: endAt === null ? null : endAt - at,
  }));

function sounds(scene: Scene, number: string, what: Sound["what"]): Sound[] {
  return scene.carrier.sounds().filter((sound) => sound.number === number && sound.what === what);
}

/** Spells of more than this in which the first caller heard nothing, neither from us nor from a person. */
export const silentFor = (scene: Scene, moreThanMs: number): Gap[] =>
  silences(scene.carrier, scene.placed[0] ?? "", moreThanMs);

/** The end of the words that the caller said, the n-th time they spoke. */
export function turnEnd(scene: Scene, n = 1): number {
  const words = scene.carrier.utterances()[n - 1];
  if (words === undefined) throw new Error(`the caller did not speak ${n} times`);
  return words.endAt;
}

/** Texts that Telnyx took, to one number. */
export const texts = (scene: Scene, to: string): string[] => sentTo(scene, to).map(({ text }) => text);
export const sentTo = (scene: Scene, to: string) => scene.carrier.messages().filter((message) => message.to === to);
/** Alerts about the line itself; they name us. */
export const alerts = (scene: Scene): string[] =>
  scene.carrier
    .messages()
    .map(({ text }) => text)
    .filter((text) => text.includes("Firstring"));

/** The one record of a finished call; throws when there is none, or more than one. */
export function record(scene: Scene, call?: string): Readonly<Record<string, unknown>> {
  const all = scene.crm.records.filter(
    ({ body }) => body.event === "call.completed" && (call === undefined || body.call_id === call),
  );
  const [only, ...others] = all;
  if (only === undefined || others.length > 0) throw new Error(`the CRM has ${all.length} records of this call`);
  return only.body;
}

/** Ends of legs by number: how each ring ended, in order of the rings. */
export const causes = (scene: Scene, number: string): (string | null)[] =>
  scene.carrier
    .legs()
    .filter(({ direction, to }) => direction === "outgoing" && to === number)
    .map(({ hangupCause }) => hangupCause);

export function field(body: unknown, name: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === "string" ? value : "";
}
