import { describe, expect, it } from "vitest";
import { createBench, failing } from "./support/bench.ts";
import { CALL, CALLER, delivery, dial, handed, heard, LINE, onLeg, SAM, START, say } from "./support/build.ts";
import { alert, courtesy, createDeskBench, page, record } from "./support/desk-bench.ts";

/** Numbers by their last seven digits, words, and secrets. */
const CANARIES = [CALLER, SAM, LINE].map((number) => number.slice(-7)).concat("zanzibar", "KEY0192aTest", "MfKQ9r8G");

function expectClean(logs: readonly { text: string }[]): void {
  expect(logs.length).toBeGreaterThan(0);
  for (const { text } of logs)
    for (const canary of CANARIES) expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
}

describe("no log line holds a number, a word or a secret", () => {
  it("whatever goes wrong in a call", async () => {
    using bench = createBench();
    bench.telnyx = ({ name }) => (name === "speak" ? failing(500) : failing(401));
    bench.rules = { brokenInvariants: () => [`a caller is held in talking`] };
    bench.script = (event) =>
      event.type === "call.arrived"
        ? {
            effects: [
              say(1, "zanzibar"),
              dial(2, "p1"),
              handed(3, { kind: "call.opened", call: CALL, from: CALLER, to: LINE, openedAt: START }),
            ],
          }
        : undefined;
    await bench.open();
    bench.desk.accept = () => Promise.reject(new Error(`${CALLER} said zanzibar`));
    await bench.receive(delivery(heard("zanzibar", true)));
    await bench.run(30_000);
    bench.rules = {
      decide() {
        throw new Error(`${CALLER} said zanzibar`);
      },
    };
    await bench.receive(delivery(onLeg("leg.answered")));
    bench.slot.store.database.command("DROP TABLE outbox");
    bench.slot.alarms.fireNow();
    await bench.run(60_000);
    expectClean(bench.platform.logs);
  });

  it("whatever goes wrong at the desk", async () => {
    using bench = createDeskBench({ RULEBOOK_CRM_SECRET_HOST: "" });
    bench.telnyx = () => failing(422, "40310");
    await bench.accept(
      page({ text: "zanzibar" }),
      courtesy(CALLER, { text: "zanzibar" }),
      record({ body: { name: "zanzibar", phone: CALLER } }),
      alert("zan"),
    );
    await bench.message({ status: "delivery_failed", errorCodes: ["40001"] });
    await bench.run(3_600_000);
    bench.slot.store.database.command("DROP TABLE sms");
    await bench.accept(page({ text: "zanzibar" })).catch(() => undefined);
    await bench.run(60_000);
    expectClean(bench.platform.logs);
  });
});
