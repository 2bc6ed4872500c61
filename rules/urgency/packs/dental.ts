/** Teeth: minutes count for one that was knocked out, hours for an infection; pain alone is for today. */
import type { Pack } from "./pack.ts";

export const DENTAL: Pack = [
  {
    topic: "teeth",
    tier: "danger",
    phrases: [
      "knocked .. tooth|teeth",
      "tooth|teeth .. knocked|hanging",
      "tooth|teeth .. came|fell .. out",
      "still bleeding",
      "can not|not stop .. bleeding",
      "swallowing blood",
      "face|jaw|cheek|eye .. swollen|swelling|swelled|huge|puffy",
      "swelling|swollen .. swallow|swallowing|breathe|breathing|fever|eye|throat",
      "trouble|hard|difficult .. swallow|swallowing|breathe|breathing",
      "broke|broken jaw",
      "jaw .. broke|broken",
      "not open mouth",
    ],
  },
  { topic: "teeth", tier: "failing", phrases: ["abscess", "infected|infection", "swollen|swelling", "pus"] },
  { topic: "teeth", tier: "worse", phrases: ["fever", "spreading", "shivery|chills", "blood"] },
  {
    topic: "teeth",
    tier: "urgent",
    phrases: [
      "toothache",
      "tooth|teeth|molar|gum|mouth .. hurts|hurting|pain|aching|ache|throbbing|killing",
      "pain .. tooth|teeth|molar|mouth",
      "crown|filling|bridge|temporary|bracket .. off|out|lost|fell|popped",
      "lost .. crown|filling|bridge",
      "chipped|cracked|broke .. tooth|teeth",
      "tooth .. chipped|cracked|broke",
    ],
  },
];
