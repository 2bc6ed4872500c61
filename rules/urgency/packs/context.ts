/**
 * Words that change what other words mean. They are read like the phrases of the packs.
 *
 * | table          | what it does                                                                            |
 * |----------------|-----------------------------------------------------------------------------------------|
 * | `over`         | takes back everything said before it: it was nothing, or it is fixed                    |
 * | `stopped`      | takes back water, fire and bleeding that were said before it                            |
 * | `contained`    | water and fire said before it are held for now: urgent, not an emergency                |
 * | `calm`         | weakens what is no danger                                                               |
 * | `price`        | its turn asks what things cost, so wishes and small troubles in it count for less       |
 * | `past`         | its clause tells of another time, unless the clause also speaks of now                  |
 * | `hypothetical` | what follows closely in its clause is imagined, offered or feared                       |
 */
export type Context = "over" | "stopped" | "contained" | "calm" | "price" | "past" | "hypothetical";

export const CONTEXT: Readonly<Record<Context, readonly string[]>> = {
  over: [
    "false alarm",
    "never mind",
    "nevermind",
    "forget it|about",
    "is|was|got|been|already|you|they|he|she|guys|we =fixed|=repaired|=resolved|=sorted|=handled|=replaced",
    "taken|took care",
    "work|works|working|fine|okay|ok|good|on|dry again|now",
    "come|came|is|went|it back on|up",
    "all|power|lights|heat|water|electricity back",
    "turned out|turns out .. just|only|nothing",
    "just|only condensation",
    "under control",
    "that|this|it was|happened last|past @season",
    "that|this|it was|happened .. years|months|summers|winters ago|back",
    "that was in|back @month|in",
    "got back in",
    "let me|us in",
  ],
  stopped: ["it|leak|leaking|water|bleeding|smoke|smell|dripping|rain =stopped $", "=stopped on|by|now|already|itself"],
  contained: [
    "!the|a|where =shut|=turned|=cut|=got .. off",
    "off now",
    "it off $",
    "=shut|=closed|=found .. valve|main",
    "shut|turned .. main|valve|breaker|water",
    "=pulled .. breaker",
    "bucket|bowl|pan|pot under",
    "=tarped",
    "mopped|dried",
    "fire .. =out",
    "put .. fire|it out",
  ],
  calm: [
    "not|no|nothing|never emergency|urgent|rush|hurry",
    "not in rush|hurry",
    "not think|say|believe it|this emergency|urgent",
    "not that|too|super|big|huge|life urgent|emergency",
    "not serious|bad|dangerous",
    "no big deal",
    "whenever",
    "when get|have|got .. chance|time",
    "next week|month",
    "sometime",
  ],
  price: ["@price", "how much", "ballpark", "insurance"],
  past: [
    "last|past|previous @season",
    "few|couple|several|many years|months|summers|winters|weeks ago|back",
    "#<=40 years|months|summers|winters|weeks ago|back",
    "years|months|summers|winters|weeks ago|back",
    "back in|when",
    "in @month",
    "in #>=1950",
    "when it|that =was",
    "used to",
    "when was|i kid|child|little",
    "old|other house|place|apartment|office|supplier",
  ],
  hypothetical: [
    "if",
    "in case",
    "suppose|supposing|hypothetically|imagine",
    "say my",
    "you guys|folks|all handle|offer|install|sell|cover|carry",
    "you handle|offer|install|sell|cover|carry",
    "prevent|avoid|protect|winterize|insulate",
    "keep|stop .. from",
    "might|afraid|worried|risk",
    "before",
  ],
};

/** "see if you can come" imagines nothing: an `if` after these is only polite, or asks what is so. */
export const IF_OF_ASKING: readonly string[] = [
  "see|wondering|know|sure|ask|asking|tell|check|certain if",
  "if you|someone|somebody|anyone|possible|they|he can|could|possible|would|are|have|available|had",
  "if possible|not|so",
  "as if",
];
