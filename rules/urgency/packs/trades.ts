/** Which tables are read for a trade. An owner writes the trade in words of their own, so it is recognised by its parts. */
import { DENTAL } from "./dental.ts";
import { ELECTRICAL } from "./electrical.ts";
import { GENERAL } from "./general.ts";
import { HVAC } from "./hvac.ts";
import { LOCKSMITH } from "./locksmith.ts";
import type { Pack } from "./pack.ts";
import { PLUMBING } from "./plumbing.ts";
import { RESTORATION } from "./restoration.ts";
import { ROOFING } from "./roofing.ts";

const TRADES: readonly (readonly [spelling: RegExp, pack: Pack])[] = [
  [/hvac|heat|cool|air\b|furnace|boiler/, HVAC],
  [/plumb|drain|sewer/, PLUMBING],
  [/electri/, ELECTRICAL],
  [/roof|gutter/, ROOFING],
  [/restor|water damage|fire damage|remediation/, RESTORATION],
  [/lock/, LOCKSMITH],
  [/dent|orthodon/, DENTAL],
];

/** A trade that none of them names has the general table alone. */
export function packsFor(trade: string): readonly Pack[] {
  const name = trade.slice(0, 200).toLowerCase();
  return [GENERAL, ...TRADES.filter(([spelling]) => spelling.test(name)).map(([, pack]) => pack)];
}
