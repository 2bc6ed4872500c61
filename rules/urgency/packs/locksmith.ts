/** Locks: people and animals shut in, people shut out, doors that stay open. */
import type { Pack } from "./pack.ts";

export const LOCKSMITH: Pack = [
  {
    topic: "people",
    tier: "danger",
    phrases: [
      "@someone in|inside .. car|truck|van|vehicle",
      "@someone .. locked|stuck .. car|truck|van|room|bathroom|inside|in",
      "locked|closed|shut .. @someone .. inside|in",
      "@someone in there",
      "locked himself|herself|themselves in",
      "stuck inside|in .. house|room|bathroom",
      "stove|oven|iron|pan|candle .. on",
      "kicked|kicking|broke in|down .. door",
      "door .. kicked in",
      "ex|stalker .. key",
    ],
  },
  {
    topic: "door",
    tier: "emergency",
    phrases: ["locked out", "locked .. out", "lock|locking out", "not open .. store|shop|restaurant", "nowhere .. go"],
  },
  {
    topic: "door",
    tier: "failing",
    phrases: [
      "locked .. keys",
      "keys .. locked|inside",
      "keys in car|truck|it",
      "door not lock|close|shut",
      "lost .. keys",
      "key .. broke|stuck",
    ],
  },
  {
    topic: "door",
    tier: "worse",
    phrases: ["freezing", "running", "dark", "scared", "#>=88 degrees|outside"],
  },
  {
    topic: "door",
    tier: "urgent",
    phrases: ["rekey .. today|tonight|tomorrow", "stolen .. key|keys|purse", "key|keys .. stolen"],
  },
];
