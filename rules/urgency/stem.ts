/**
 * Light stemming: enough that "leak", "leaks", "leaked" and "leaking" meet, and no more. It is applied to phrases and
 * to speech alike, so a stem need not be a word; it only has to be the same on both sides.
 */

/** Endings that belong to the word, where cutting them would join words of different meaning. */
const WHOLE = new Set(
  "gas bus is was has his this us yes ac co during ceiling evening morning nothing something anything everything thing bring king ring spring string wing need feed speed bed red shed".split(
    " ",
  ),
);

/** Verbs that change inside. Callers use them for exactly the things that go wrong. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    broke: "break",
    broken: "break",
    froze: "freeze",
    frozen: "freeze",
    went: "go",
    gone: "go",
    goes: "go",
    came: "come",
    died: "die",
    dying: "die",
    dead: "die",
    blew: "blow",
    blown: "blow",
    fell: "fall",
    fallen: "fall",
    stuck: "stick",
    lost: "lose",
    losing: "lose",
    bust: "burst",
    busted: "burst",
    smelled: "smell",
    smelt: "smell",
    caught: "catch",
    bled: "bleed",
    knocked: "knock",
    ran: "run",
    quitting: "quit",
    rose: "rise",
    risen: "rise",
    tore: "tear",
    torn: "tear",
  }),
);

export function stem(word: string): string {
  if (WHOLE.has(word) || word.length < 3) return word;
  return withoutFinalE(IRREGULAR.get(word) ?? withoutEnding(word));
}

function withoutEnding(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith("ing") && word.length > 5) return withoutDouble(word.slice(0, -3));
  if (word.endsWith("ied") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith("ed") && word.length > 4) return withoutDouble(word.slice(0, -2));
  if (/(?:[sx]|[cs]h)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("s") && !/[aiu]s$|ss$/.test(word)) return word.slice(0, -1);
  return word;
}

/** "dripping" → "drip"; "pulling" and "buzzing" keep theirs, as "pull" and "buzz" do. */
function withoutDouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

function withoutFinalE(word: string): string {
  return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
}
