/** Plumbing. Most of it is water where it should not be, which every trade reads; here is what only a plumber is asked. */
import type { Pack } from "./pack.ts";

export const PLUMBING: Pack = [
  {
    topic: "water",
    tier: "emergency",
    phrases: [
      "no|zero|without water",
      "not have|got water",
      "only|one toilet|bathroom .. clogged|backed|backing|overflowing|not|will",
      "toilet|sewage .. coming up|into .. tub|shower|bathtub|drain",
      "sewer .. backed|backup",
      "valve|handle|faucet .. broke|came|snapped off",
      "leaking gas",
    ],
  },
  {
    topic: "water",
    tier: "failing",
    phrases: [
      "pipe|pipes .. frozen",
      "frozen pipe|pipes",
      "sump pump .. quit|died|not|failed|stopped",
      "toilet .. backed|backing|not flush",
      "drain .. backed|backing",
      "sink .. backed|backing",
    ],
  },
  {
    topic: "water",
    tier: "worse",
    phrases: ["whole house", "only toilet|bathroom", "newborn", "split", "out from under"],
  },
  {
    topic: "water",
    tier: "urgent",
    phrases: [
      "no hot water",
      "heater .. out|quit|died|not",
      "low pressure",
      "pressure .. low",
      "disposal .. stuck|humming",
    ],
  },
];
