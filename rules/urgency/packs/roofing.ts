/** Roofs: weather coming in now, or something heavy come down. A leak that is only known of can wait for daylight. */
import type { Pack } from "./pack.ts";

export const ROOFING: Pack = [
  {
    topic: "water",
    tier: "danger",
    phrases: [
      "tree|branch|limb|oak|pine .. fell|through|landed|came .. roof|house",
      "tree|branch|limb on|in .. roof|house|bedroom|attic",
      "roof .. came|blew|blown|ripped|torn|gone off",
      "roof .. collapsed|gave|gone|missing",
      "hole in roof",
      "tarp .. gone|blew|blown|ripped|off",
      "raining|hail|hailing in|into|inside",
      "rain|hail .. coming in",
      "roof .. open .. rain|raining",
      "shingles|tiles|slates .. falling|coming down",
      "see .. daylight",
    ],
  },
  {
    topic: "water",
    tier: "failing",
    phrases: ["roof .. leaking", "skylight .. leaking|gone", "shingles .. blew|blown|missing"],
  },
  {
    topic: "water",
    tier: "worse",
    phrases: ["living|bedroom|kids .. ceiling|bed|room", "attic .. soaked|wet", "pouring rain", "like buckets"],
  },
  {
    topic: "water",
    tier: "urgent",
    phrases: ["stain .. ceiling", "storm .. coming", "rain .. tomorrow|forecast|coming"],
  },
];
