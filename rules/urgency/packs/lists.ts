/** Lists that phrases use as `@name`: things that mean the same to a dispatcher. */
import type { WordLists } from "../phrase.ts";

export const LISTS: WordLists = {
  wet: "water sewage sewer rain leak",
  vessel: "pipe line hose main tank heater valve faucet tap spigot hydrant joint fitting boiler tube sprinkler",
  room: "basement cellar house home kitchen bathroom bedroom garage floor carpet office store shop restaurant hallway room apartment flat downstairs upstairs attic closet lobby",
  overhead: "ceiling light fixture wall roof skylight vent drywall panel stairwell chandelier",
  heater: "heater furnace boiler burner radiator heatpump",
  cooler: "ac aircon conditioner conditioning air cooling",
  machine:
    "furnace unit heater outlet socket plug panel breaker box fuse motor opener pump dryer oven stove fixture switch wire wiring cord meter transformer compressor fan appliance charger",
  wired: "outlet socket plug panel breaker box fuse fixture switch wire wiring cord meter transformer charger",
  someone:
    "baby newborn infant toddler kid child son daughter boy girl mom mother dad father grandma grandmother wife husband brother sister niece nephew dog cat",
  frail:
    "baby newborn infant toddler elderly disabled oxygen dialysis asthma ventilator pregnant hospice wheelchair daycare diabetic",
  opening: "door window gate shutter",
  price: "quote quotes estimate price pricing cost charge rate fee bid",
  month: "january february march april may june july august september october november december",
  season:
    "year summer winter spring fall autumn month christmas january february april may june july august september october november december",
};
