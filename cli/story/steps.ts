/** The story of a call as its carrier saw it, made anew from the whole report each time. */
import type { CallReport, WebhookReport } from "../../simulator/control.ts";
import type { Json, LegView, Sound } from "../../simulator/types.ts";
import { type Step, step } from "./step.ts";
import { commandBefore, networkMs, oursMs } from "./timings.ts";

/** Who is who: by number in E.164. */
export type Cast = { readonly nameOf: (number: string) => string };

export function tellSteps(report: CallReport, cast: Cast): readonly Step[] {
  const caller = report.legs.find(({ direction }) => direction === "incoming");
  const people = report.legs.filter(({ direction }) => direction === "outgoing");
  return [
    ...(caller ? tellCaller(report, caller, cast) : []),
    ...people.flatMap((leg) => tellPerson(report, leg, cast)),
    ...report.sounds.flatMap((sound) => tellSound(report, sound, caller, cast)),
    ...report.utterances.map(({ at, text }) =>
      step({ key: `said ${at}`, at, who: "caller", text: quote(text), tone: "speech" }),
    ),
    ...report.messages.map(({ id, at, to, text }) =>
      step({ key: `sms ${id}`, at, who: "SMS", text: `to ${cast.nameOf(to)}: ${quote(text)}`, tone: "good" }),
    ),
    ...report.crm.map(({ id, at, body }) =>
      step({ key: `crm ${id}`, at, who: "CRM", ...describeRecord(body), tone: "good" }),
    ),
  ].sort((a, b) => a.at - b.at);
}

function tellCaller(report: CallReport, leg: LegView, cast: Cast): readonly Step[] {
  const steps = [step({ key: "rings", at: leg.startAt, who: "caller", text: `rings ${spellNumber(leg.to)}` })];
  if (leg.answeredAt !== null) {
    const at = leg.answeredAt;
    const answer = commandBefore(report, at, ({ name }) => name === "answer");
    const times = { oursMs: oursMs(report, answer), networkMs: networkMs(answer, at) };
    steps.push(step({ key: "answered", at, who: FIRSTRING, text: "answers", tone: "good", ...times }));
  }
  const talk = report.sounds.find(({ what, leg: on }) => what === "talk" && on === leg.control);
  if (talk) {
    const bridge = commandBefore(report, talk.at, ({ name }) => name === "bridge");
    steps.push(
      step({
        key: "bridged",
        at: talk.at,
        who: FIRSTRING,
        text: `connects the caller with ${cast.nameOf(talk.text)}`,
        tone: "good",
        oursMs: oursMs(report, bridge),
        networkMs: networkMs(bridge, talk.at),
      }),
    );
  }
  if (leg.endedAt !== null) {
    const end = hangupOf(report, leg.control);
    const who = end?.hangup_source === "caller" ? "caller" : FIRSTRING;
    steps.push(step({ key: "left", at: leg.endedAt, who, text: "hangs up", tone: "quiet" }));
  }
  return steps;
}

function tellPerson(report: CallReport, leg: LegView, cast: Cast): readonly Step[] {
  const who = cast.nameOf(leg.to);
  const steps: Step[] = [];
  const mine = (type: string): WebhookReport | undefined =>
    report.webhooks.find((webhook) => webhook.type === type && webhook.leg === leg.control);
  const ringing = mine("call.initiated");
  const dial = commandBefore(report, ringing?.at ?? 0, ({ name, leg: of }) => name === "dial" && of === leg.control);
  if (ringing) {
    const times = { oursMs: oursMs(report, dial), networkMs: networkMs(dial, ringing.at) };
    steps.push(step({ key: `ring ${leg.control}`, at: ringing.at, who, text: "phone rings", ...times }));
  }
  if (leg.answeredAt !== null) {
    steps.push(step({ key: `pick-up ${leg.control}`, at: leg.answeredAt, who, text: "picks up", tone: "good" }));
  }
  const gathered = mine("call.gather.ended");
  const digits = gathered?.payload.digits;
  if (gathered && typeof digits === "string" && digits !== "") {
    steps.push(step({ key: `key ${leg.control}`, at: gathered.at, who, text: `presses ${digits}`, tone: "good" }));
  }
  if (leg.endedAt !== null) {
    const text = describeEnd(leg, hangupOf(report, leg.control));
    const tone = leg.answeredAt === null ? "bad" : "quiet";
    steps.push(step({ key: `end ${leg.control}`, at: leg.endedAt, who, text, tone }));
  }
  return steps;
}

function tellSound(report: CallReport, sound: Sound, caller: LegView | undefined, cast: Cast): readonly Step[] {
  const { at, leg, number, what, text } = sound;
  if (what === "talk") return [];
  const toCaller = leg === caller?.control;
  if (what === "loop") {
    const tone = text.includes("hold") ? "hold music" : "a ringing tone";
    return toCaller ? [step({ key: `loop ${at}`, at, who: "caller", text: `hears ${tone}`, tone: "quiet" })] : [];
  }
  const command = commandBefore(report, at, ({ body, leg: on }) => on === leg && spoken(body) === text);
  const freeAt = Math.max(
    command?.at ?? 0,
    ...report.sounds.flatMap(({ leg: on, endAt }) => (on === leg && endAt !== null && endAt <= at ? [endAt] : [])),
  );
  return [
    step({
      key: `speech ${leg} ${at}`,
      at,
      who: FIRSTRING,
      text: toCaller ? quote(text) : `to ${cast.nameOf(number)}: ${quote(text)}`,
      tone: "speech",
      oursMs: oursMs(report, command),
      networkMs: command === undefined ? null : at - freeAt,
    }),
  ];
}

function spoken(body: Json): Json | undefined {
  return body !== null && typeof body === "object" && !Array.isArray(body) ? body.payload : undefined;
}

function hangupOf(report: CallReport, control: string): WebhookReport["payload"] | undefined {
  return report.webhooks.find(({ type, leg }) => type === "call.hangup" && leg === control)?.payload;
}

function describeEnd(leg: LegView, hangup: WebhookReport["payload"] | undefined): string {
  if (leg.answeredAt !== null) return hangup?.hangup_source === "callee" ? "hangs up" : "is disconnected";
  const seconds = Math.round(((leg.endedAt ?? leg.startAt) - leg.startAt) / 1000);
  switch (leg.hangupCause) {
    case "no_answer":
    case "timeout":
      return `does not pick up, ${seconds} s`;
    case "user_busy":
      return "is busy";
    case "call_rejected":
      return "declines";
    case "originator_cancel":
      return "is no longer rung";
    default:
      return `cannot be reached (${leg.hangupCause ?? "unknown"})`;
  }
}

/** What of a record a person wants to see first. */
function describeRecord(body: string): { text: string; details: readonly string[] } {
  const record: { [key: string]: unknown } = JSON.parse(body);
  const shown = ["outcome", "urgency", "route", "handled_by", "name", "phone", "notes"].flatMap((key) => {
    const value = record[key];
    return typeof value === "string" && value !== "" ? [`${key.replace("_", " ")}: ${value}`] : [];
  });
  const callback = record.callback;
  const due =
    callback !== null && typeof callback === "object" && "words" in callback ? [`callback: ${callback.words}`] : [];
  return { text: `takes the record ${String(record.event)}`, details: [[...shown, ...due].join(" · ")] };
}

/** `+1 214 555 0100`; numbers of other countries stay as they are. */
export const spellNumber = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");

export const FIRSTRING = "Firstring";
const quote = (text: string): string => `“${text}”`;
