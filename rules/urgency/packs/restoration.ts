/** Water, fire and storm damage: what is still wet is still getting worse. */
import type { Pack } from "./pack.ts";

export const RESTORATION: Pack = [
  {
    topic: "water",
    tier: "danger",
    phrases: [
      "had|just|having .. fire $",
      "smoke and water|everywhere",
      "still .. coming|rising|running|pouring",
      "water .. back|couch|deep|floors",
      "deep .. floors",
      "sprinkler .. off|broke|dumping|going",
      "over|above .. shoes|ankles|couch",
    ],
  },
  {
    topic: "water",
    tier: "failing",
    phrases: ["soaked|soaking|saturated", "wet .. carpet|floor|wall|ceiling", "carpet|floor .. wet"],
  },
  { topic: "water", tier: "worse", phrases: ["two|three|several|both rooms|floors", "standing water", "black water"] },
  { topic: "water", tier: "urgent", phrases: ["dry out", "board up", "start drying", "mold .. crib|baby|sick"] },
];
