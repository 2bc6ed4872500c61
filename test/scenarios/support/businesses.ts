/** Two small businesses as their owners would write them down, with one dial for each thing that a scenario turns. */
import { CRM_URL } from "../../support/crm-receiver.ts";

/** The heating company's owner, its technician on call, and its office. */
export const JUNE = "+12145550121";
export const RAFE = "+12145550122";
export const ODILE = "+12145550123";
/** The plumber, and who steps in. */
export const WALT = "+12145550131";
export const INES = "+12145550132";
/** Whoever calls. */
export const CALLER = "+19725550147";

export type BookOptions = {
  readonly notice?: "strict" | "greeting" | "none";
  readonly sayFirst?: boolean;
  readonly accept?: "press-1" | "at-once";
};

const crm = `crm: { url: "${CRM_URL}", secret: RULEBOOK_CRM_SECRET, fields: { source: phone, about: "{{topic}}" } }`;
const callBackSoon = (owner: string) =>
  `otherwise: { callback: within 30 minutes, sms: { to: ${owner}, text: "Emergency call from {{name}}, topic: {{topic}}, callback number: {{callback_number}}" } }`;
const noticeOf = (mode = "greeting") => `notice: { mode: ${mode}, text: This call may be transcribed. }`;

/** By night the technician first, by day the owner; everything else by night waits for nine o'clock of a working day. */
export const heating = ({ notice, sayFirst = false, accept = "press-1" }: BookOptions = {}): string => `
business: { id: copperleaf, name: Copperleaf Heating, owner: june, owner_name: June, trade: hvac, timezone: America/Chicago }
hours: { weekly: { mon-fri: 08:00-18:00 } }
people:
  june:  { name: June, phone: "${JUNE}" }
  rafe:  { name: Rafe, phone: "${RAFE}" }
  odile: { name: Odile, phone: "${ODILE}" }
groups:
  night:  { members: [rafe, june], each: 20s, accept: ${accept} }
  day:    { members: [june, rafe], each: 20s, accept: ${accept} }
  office: { members: [odile], each: 20s, accept: ${accept} }
${noticeOf(notice)}
greeting: Copperleaf Heating, how can we help?
routes:
  - name: Emergency by night
    when: { urgency: emergency, open: no }
    say: That sounds urgent. {{business_name}} is ringing its technician for you, please hold.
    say_first: ${sayFirst ? "yes" : "no"}
    ring: night
    ${callBackSoon("june")}
  - name: Emergency by day
    when: { urgency: emergency }
    say: That sounds urgent. We are ringing June for you, please hold.
    ring: day
    ${callBackSoon("june")}
  - name: Closed
    when: { open: no }
    take: callback
    callback: next business day at 09:00
    say: We have closed for today, and we will call you back {{promise}}. Can I get your name and number?
    sms_caller: "Thank you for calling {{business_name}}. We will call you back {{promise}}."
  - name: Office
    when: { open: yes }
    say: Let me see who is in.
    ring: office
    otherwise: { callback: when we open }
otherwise: { take: callback }
alerts: june
${crm}
`;

/** Water at any hour: the plumber, then the second, then a call back within half an hour. */
export const plumbing = ({ notice, sayFirst = false, accept = "press-1" }: BookOptions = {}): string => `
business: { id: juniper, name: Juniper Plumbing, owner: walt, owner_name: Walt, trade: plumbing, timezone: America/Chicago }
hours: { weekly: { mon-fri: 08:00-18:00 } }
people:
  walt: { name: Walt, phone: "${WALT}" }
  ines: { name: Ines, phone: "${INES}" }
groups:
  water: { members: [walt, ines], each: 20s, accept: ${accept} }
${noticeOf(notice)}
greeting: Juniper Plumbing, how can we help?
routes:
  - name: Emergency
    when: { urgency: emergency }
    say: That sounds urgent. We are ringing our plumber for you, please hold.
    say_first: ${sayFirst ? "yes" : "no"}
    ring: water
    ${callBackSoon("walt")}
  - name: Closed
    when: { open: no }
    take: callback
    callback: next business day at 09:00
    say: We have closed for today, and we will call you back {{promise}}. Can I get your name and number?
    sms_caller: "Thank you for calling {{business_name}}. We will call you back {{promise}}."
otherwise: { take: callback, callback: within 30 minutes }
alerts: walt
${crm}
`;
