/** Where Telnyx says nothing we assume (docs/assumptions.md); with each assumption wrong the caller is connected all the same. */
import { describe, expect, it } from "vitest";
import type { Quirks } from "../../simulator/types.ts";
import { heating, JUNE, RAFE } from "./support/businesses.ts";
import { record, rung, talks } from "./support/lookback.ts";
import { also, caller, ignores, inTurn, patient, takes } from "./support/people.ts";
import { openScene } from "./support/scene.ts";
import { FAILS, overTelnyx } from "./support/telnyx-trouble.ts";

const WRONG: readonly Partial<Quirks>[] = [
  { redeliveryChangesId: true },
  { duplicateCommand: "error" },
  { callerHangupEndsLinkedLegs: true },
  { stoppedSpeech: "cancelled" },
  { stoppedSpeech: "missing" },
  { deafWhileSpeaking: true },
  { deafEngines: ["deepgram"] },
  { muteWhileListening: true },
  { bridgeEndsPlayback: false },
  { bridgedOnBothLegs: false },
  { dialWithoutControlId: true },
  { staleClientState: true },
  { promptSendsSpeakEvents: true },
  { unstartedSpeechEnds: true },
  { refusalIsRemembered: true },
  { linkToEndedLeg: "accepted" },
  { timeoutCountsFrom: "ring" },
];
const named = WRONG.map((quirks) => [JSON.stringify(quirks), quirks] as const);

const NO_HEAT = "We have no heat and it is freezing in here";
/** Somebody who was not heard says it again when asked. */
const script = also(caller(NO_HEAT), { after: "are you there", atMs: 800, says: NO_HEAT });

describe("with an assumption about Telnyx wrong", () => {
  it.each(named)("%s: the technician is rung once and joined", async (_, quirks) => {
    using scene = openScene({ book: heating(), people: { [RAFE]: takes() }, quirks });
    scene.call(script);
    await scene.play();
    expect(rung(scene)).toEqual([RAFE]);
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
    expect(record(scene)).toMatchObject({ outcome: "transferred", urgency: "emergency" });
  });

  it.each(named)("%s, and the first one not picking up: the second person is joined", async (_, quirks) => {
    using scene = openScene({ book: heating(), people: { [JUNE]: takes() }, quirks });
    scene.call(script);
    await scene.play();
    expect(rung(scene)).toEqual([RAFE, JUNE]);
    expect(talks(scene)).toMatchObject([{ with: JUNE }]);
  });

  it.each(named)("%s, on a day when every command fails once: the technician is joined", async (_, quirks) => {
    using scene = openScene({ book: heating(), people: { [RAFE]: takes() }, quirks });
    overTelnyx(scene, (name, nth) => (nth === 1 && name !== "message" ? FAILS : null));
    scene.call(script);
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE }]);
  });

  it.each(named)("%s, and the technician dropping at once: the caller is rung on", async (_, quirks) => {
    const rafe = inTurn(takes(3_000, { talksMs: 2_000 }), takes(3_000));
    using scene = openScene({ book: heating(), people: { [RAFE]: rafe, [JUNE]: ignores }, quirks });
    scene.call(also(patient(script), { atMs: 200_000, hangsUp: true }));
    await scene.play();
    expect(talks(scene)).toMatchObject([{ with: RAFE, ms: 2_000 }, { with: RAFE }]);
  });
});
