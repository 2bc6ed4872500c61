/** Rulebooks as an owner would write them, for whole calls. */
import { CRM_URL } from "./crm-receiver.ts";

export const SAM = "+12145550101";
export const DANA = "+12145550102";
export const LEE = "+12145550103";

export type RulebookOptions = {
  readonly notice?: "strict" | "greeting" | "none";
  readonly accept?: "press-1" | "at-once";
  readonly each?: string;
  readonly sayFirst?: boolean;
  /** Relative, or computed from the opening hours. */
  readonly callback?: string;
  readonly crm?: boolean;
};

/** What a caller hears when the notice is due; matched in sounds. */
export const NOTICE_WORDS = "may be transcribed";

/** What a caller hears when somebody is being rung for an emergency. */
export const TRANSFER_WORDS = "Transferring you now";

/** A heating company: emergencies ring the owner, then the technician on call; by day the office takes calls; by night callbacks. */
export function heatingCompany(options: RulebookOptions = {}): string {
  const { notice = "greeting", accept = "press-1", each = "20s", sayFirst = false } = options;
  const { callback = "within 30 minutes", crm = true } = options;
  return `
business:
  { id: lone-star, name: Lone Star Comfort, owner: sam, owner_name: Sam, trade: hvac, timezone: America/Chicago, booking_url: https://cal.example/lonestar }
hours: { weekly: { mon-fri: 08:00-18:00, sat: 09:00-13:00 } }
people:
  sam:  { name: Sam, phone: "${SAM}" }
  dana: { name: Dana, phone: "${DANA}" }
  lee:  { name: Lee, phone: "${LEE}" }
groups:
  on-call: { members: [sam, dana], each: ${each}, accept: ${accept} }
  office:  { members: [lee, sam], each: ${each}, accept: ${accept} }
urgency:
  emergency: [no heat, no ac, no power, flooding]
notice: { mode: ${notice}, text: This call ${NOTICE_WORDS}. }
routes:
  - name: Emergency
    when: { urgency: emergency }
    say: This sounds urgent. ${TRANSFER_WORDS}, please hold.
    say_first: ${sayFirst ? "yes" : "no"}
    ring: on-call
    otherwise:
      callback: ${callback}
      sms: { to: sam, text: "Emergency call from {{caller_number}}, topic: {{topic}}, callback number: {{callback_number}}" }
  - name: Closed
    when: { open: no }
    take: callback
    callback: next opening
    sms_caller: "Thanks for calling {{business_name}}. We're closed, we'll call you {{promise}}."
  - name: Open
    when: { open: yes }
    say: Let me find someone for you.
    ring: office
    otherwise: { callback: ${callback} }
otherwise: { take: callback }
${crm ? `crm: { url: "${CRM_URL}", secret: RULEBOOK_CRM_SECRET, fields: { source: phone, topic: "{{topic}}" } }` : ""}
`;
}
