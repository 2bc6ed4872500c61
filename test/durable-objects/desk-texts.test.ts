import { describe, expect, it } from "vitest";
import { failing } from "./support/bench.ts";
import { CALLER, DANA, FALLBACK, LINE, number, SAM } from "./support/build.ts";
import { alert, courtesy, createDeskBench, page } from "./support/desk-bench.ts";

const HOUR = 3_600_000;
const at = (bench: ReturnType<typeof createDeskBench>) => bench.texts.map((text) => text.at);

describe("a page", () => {
  it("is sent at once, and once when the carrier confirms it", async () => {
    using bench = createDeskBench();
    await bench.accept(page());
    await bench.run(3_000);
    await bench.message({ type: "message.sent", status: "sent" });
    await bench.run(HOUR);
    expect(at(bench)).toEqual([0]);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("is resent once when nothing was heard of it in 20 s, and no more", async () => {
    using bench = createDeskBench();
    await bench.accept(page());
    await bench.run(24 * HOUR);
    expect(at(bench)).toEqual([0, 20]);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("waits as long as it is told to", async () => {
    using bench = createDeskBench();
    await bench.accept(page({ delayMs: 60_000 }));
    await bench.run(HOUR);
    expect(at(bench)[0]).toBe(60);
  });

  it("whose answer is lost is resent once, then set aside and told", async () => {
    using bench = createDeskBench();
    bench.telnyx = ({ to }) => (to === SAM ? "hangs" : { status: 200, body: "{}" });
    const lost = page();
    await bench.accept(alert("first", { to: DANA }), lost);
    await bench.run(HOUR);
    expect(bench.texts.filter(({ to }) => to === SAM).map((text) => text.at)).toEqual([0, 28]);
    expect(await bench.desk.parked()).toMatchObject([{ id: lost.id, kind: "sms" }]);
    expect(bench.texts.some(({ to, text }) => to === DANA && text.includes("could not text"))).toBe(false);
  });

  it("whose answer is lost is not resent when the carrier reports it", async () => {
    using bench = createDeskBench();
    bench.telnyx = () => "hangs";
    await bench.accept(page());
    await bench.run(10_000);
    await bench.message({ type: "message.sent", message: "unknown to us", status: "sent" });
    await bench.run(HOUR);
    expect(at(bench)).toEqual([0]);
  });

  it("outlasts an hour of Telnyx being broken", async () => {
    using bench = createDeskBench();
    bench.telnyx = (_, n) => (n < 8 ? failing(503, "10007") : { status: 200, body: "{}" });
    await bench.accept(page());
    await bench.run(2 * HOUR);
    expect(bench.texts.length).toBeGreaterThanOrEqual(8);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("is sent again at once when the carrier reports that it failed, and once only", async () => {
    using bench = createDeskBench();
    await bench.accept(page());
    await bench.run(5_000);
    await bench.message({ status: "delivery_failed", errorCodes: ["40008"] });
    await bench.run(5_000);
    expect(at(bench)).toEqual([0, 5]);
    await bench.message({ message: "msg-2", status: "delivery_failed", errorCodes: ["40008"] });
    await bench.run(HOUR);
    expect(bench.texts.filter(({ text }) => text === "Emergency call.")).toHaveLength(2);
  });

  it.each([
    ["the day's budget is spent", "40333", 429],
    ["the number is none", "40310", 422],
    ["the line is not registered", "40010", 400],
  ])("that Telnyx refuses because %s is set aside, told, and can be sent again", async (_, code, status) => {
    using bench = createDeskBench();
    bench.telnyx = ({ to }) => (to === SAM ? failing(status, code) : { status: 200, body: "{}" });
    const refused = page();
    await bench.accept(alert("earlier", { to: DANA }), { ...refused });
    await bench.run(HOUR);
    expect(bench.texts.filter(({ to }) => to === SAM)).toHaveLength(1);
    expect(await bench.desk.parked()).toMatchObject([{ id: refused.id, lastError: code }]);

    bench.telnyx = () => ({ status: 200, body: "{}" });
    expect(await bench.desk.replay(refused.id)).toBe(true);
    await bench.run(HOUR);
    expect(await bench.desk.parked()).toEqual([]);
    expect(await bench.desk.replay(refused.id)).toBe(false);
  });

  it("is not sent a third time by a process that dies with it in its hands", async () => {
    using bench = createDeskBench();
    bench.platform.knobs.dies = ({ kind }) => kind === "fetch-answers";
    await bench.accept(page()).catch(() => undefined);
    await bench.run(HOUR);
    expect(bench.texts).toHaveLength(2);
  });
});

describe("a courtesy", () => {
  it("is sent once", async () => {
    using bench = createDeskBench();
    await bench.accept(courtesy(CALLER));
    await bench.run(HOUR);
    expect(at(bench)).toEqual([0]);
  });

  it.each([
    ["its answer is lost", () => "hangs" as const],
    ["Telnyx was broken", () => failing(500)],
    ["it was refused", () => failing(422, "40310")],
  ])("is not sent twice when %s, and nobody is bothered", async (_, reply) => {
    using bench = createDeskBench();
    bench.telnyx = reply;
    await bench.accept(courtesy(CALLER));
    await bench.run(24 * HOUR);
    expect(bench.texts).toHaveLength(1);
    expect(await bench.desk.parked()).toEqual([]);
  });

  it("is not sent twice by a process that dies with it in its hands", async () => {
    using bench = createDeskBench();
    bench.platform.knobs.dies = ({ kind }) => kind === "fetch-answers";
    await bench.accept(courtesy(CALLER)).catch(() => undefined);
    await bench.run(HOUR);
    expect(bench.texts).toHaveLength(1);
  });

  it("is tried again while Telnyx is only busy", async () => {
    using bench = createDeskBench();
    bench.telnyx = (_, n) => (n < 3 ? failing(429, "10011", { "retry-after": "1" }) : { status: 200, body: "{}" });
    await bench.accept(courtesy(CALLER));
    await bench.run(HOUR);
    expect(bench.texts).toHaveLength(3);
  });

  it("goes to a number once an hour at most", async () => {
    using bench = createDeskBench();
    await bench.accept(courtesy(CALLER));
    await bench.accept(courtesy(CALLER), courtesy(number("+14695550124")));
    await bench.run(HOUR + 1);
    await bench.accept(courtesy(CALLER));
    expect(bench.texts.map(({ to }) => to)).toEqual([CALLER, "+14695550124", CALLER]);
  });
});

describe("whoever does not want to be texted", () => {
  it.each(["STOP", " stop ", "Unsubscribe", "QUIT"])("and says so (%j) is not, from then on", async (text) => {
    using bench = createDeskBench();
    expect(await bench.message({ type: "message.received", from: CALLER, to: LINE, text })).toBe("committed");
    await bench.accept(courtesy(CALLER));
    expect(bench.texts).toEqual([]);
  });

  it("is texted again after START", async () => {
    using bench = createDeskBench();
    await bench.message({ type: "message.received", id: "1", from: CALLER, to: LINE, text: "STOP" });
    await bench.message({ type: "message.received", id: "2", from: CALLER, to: LINE, text: "start" });
    await bench.accept(courtesy(CALLER));
    expect(bench.texts).toHaveLength(1);
  });

  it("is one who only mentions stopping in a sentence", async () => {
    using bench = createDeskBench();
    expect(await bench.message({ type: "message.received", from: CALLER, to: LINE, text: "please stop by" })).toBe(
      "ignored",
    );
    await bench.accept(courtesy(CALLER));
    expect(bench.texts).toHaveLength(1);
  });

  it.each(["40300", "40001"])(
    "or cannot be (%s) is known after the first try, also for what waits already",
    async (code) => {
      using bench = createDeskBench();
      bench.telnyx = () => failing(400, code);
      await bench.accept(courtesy(CALLER), page({ to: CALLER, delayMs: 5_000 }));
      await bench.run(HOUR);
      expect(bench.texts.filter(({ to }) => to === CALLER)).toHaveLength(1);
      expect(await bench.desk.parked()).toMatchObject([{ lastError: "suppressed" }]);
    },
  );

  it("is known from the carrier's report too", async () => {
    using bench = createDeskBench();
    await bench.accept(page());
    await bench.message({ status: "delivery_failed", errorCodes: ["40001"] });
    await bench.run(HOUR);
    expect(bench.texts.filter(({ text }) => text === "Emergency call.")).toHaveLength(1);
    expect(bench.rows("SELECT number, reason FROM suppressed")).toEqual([{ number: SAM, reason: "40001" }]);
  });
});

describe("an alert", () => {
  it("is texted once an hour per name", async () => {
    using bench = createDeskBench();
    await bench.accept(alert("crm"), alert("crm"), alert("key"));
    await bench.run(1_000);
    await bench.accept(alert("crm"));
    expect(bench.texts.map(({ text }) => text)).toEqual(["Trouble: crm.", "Trouble: key."]);
    await bench.run(HOUR);
    await bench.accept(alert("crm"));
    expect(bench.texts.filter(({ text }) => text.includes("crm")).length).toBeGreaterThan(1);
  });

  it("goes to the operator when the rulebook names nobody", async () => {
    using bench = createDeskBench();
    await bench.accept(alert("crm", { to: null }));
    expect(bench.texts[0]?.to).toBe(FALLBACK);
  });

  it("with nobody to tell is in the log", async () => {
    using bench = createDeskBench({ FALLBACK_NUMBER: "" });
    await bench.accept(alert("crm", { to: null }));
    expect(bench.texts).toEqual([]);
    expect(bench.platform.logs.some(({ text }) => text.includes("nobody-to-tell"))).toBe(true);
  });

  it("that cannot be sent raises no other", async () => {
    using bench = createDeskBench();
    bench.telnyx = () => failing(422, "40310");
    await bench.accept(alert("crm"));
    await bench.run(HOUR);
    expect(bench.texts).toHaveLength(1);
  });
});

describe("a report of the carrier", () => {
  it.each([
    ["about a text that is not ours", { message: "other", to: number("+19725550100") }, "ignored"],
    ["that says nothing new", { message: "other" }, "ignored"],
  ])("%s is %s", async (_, more, receipt) => {
    using bench = createDeskBench();
    await bench.accept(page());
    await bench.run(1_000);
    expect(await bench.message(more)).toBe(receipt);
  });

  it("that comes twice counts once", async () => {
    using bench = createDeskBench();
    await bench.accept(page());
    expect(await bench.message({})).toBe("committed");
    expect(await bench.message({})).toBe("duplicate");
  });
});
