/**
 * What the product itself says when the rulebook has no words for it. Short: every second here is a second of the
 * caller's. A template, where it has `{{…}}`.
 */

export const ANNOUNCE = "One moment please, I'm connecting you now.";
export const WHILE_IT_RINGS = "While it rings, may I have your name?";
export const STILL_TRYING = ["Still trying, one moment please.", "Thank you for holding, I'm still trying."] as const;
export const STILL_HERE = "I'm still here.";
export const TRYING_NEXT = "Still trying, I'm calling the next person now.";
export const CUT_OFF = "It looks like we were cut off. One moment, I'm trying again.";
export const NOT_CONNECTED = "I could not connect you just now.";
export const NOBODY = "I'm sorry, nobody could pick up just now.";

export const WE_WILL_CALL = "We will call you back {{promise}}.";
export const ASK_NAME_AND_NUMBER = "Can I get your name and number?";
export const ASK_NAME = "And your name, please?";
export const ASK_NUMBER = "And what is the best number to reach you?";
export const ASK_REASON = "Is there anything they should know before they call?";
export const ASK_AGAIN = "Sorry, I did not catch that.";

export const CLOSING = "Thank you{% if name %}, {{name}}{% endif %}. We will call you back {{promise}}. Goodbye.";
export const CLOSING_WITH_NUMBER =
  "Thank you{% if name %}, {{name}}{% endif %}. We will call you back {{promise}} on {{callback_number}}. Goodbye.";
export const NO_NUMBER = "I'm sorry, without a number we cannot call you back. Please call us again. Goodbye.";
export const GOODBYE = "Thank you for calling. Goodbye.";
export const WITHDRAWN = "All right, I've stopped the call to our team.";

/** Two chances to be heard; the second also by key. */
export const SILENCE = [
  "Are you there? How can I help?",
  'I can\'t hear you. If this is an emergency, say "emergency" or press 1. To be called back, press 2.',
] as const;
/** Promises no text: whether one may be sent is the desk's to say. */
export const SILENT_GOODBYE = "Sorry, we could not hear you. Please call us again. Goodbye.";
export const SILENT_TEXT =
  "{{business_name}}: sorry, we could not hear you just now. Reply to this text or call us again.";

/** After the key. */
export const WHISPER = "{% if name %}{{name}}. {% endif %}{{topic}}. Connecting you now.";
export const CALLBACK_DETAILS =
  "{% if name %}{{name}}, {% endif %}on {{callback_number}}. {{topic}}. I repeat: {{callback_number}}. I'm texting you this. Goodbye.";

export const PAGE =
  "{% if urgency == 'emergency' %}Emergency call{% else %}Call{% endif %} from {% if name %}{{name}}, {% endif %}{{caller_number}}, topic: {{topic}}, callback number: {{callback_number}}{% if promise %}, promised {{promise}}{% endif %}.";
export const PAGE_AGAIN = "Nobody has taken this yet. ";
export const PAGE_WITHDRAWN =
  "{{business_name}}: the caller {{caller_number}} took the emergency back; no need to act.";
export const PAGE_TAKEN =
  "{{business_name}}: you took this callback. {% if name %}{{name}}, {% endif %}{{callback_number}}: {{topic}}";
