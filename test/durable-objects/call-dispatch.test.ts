import { describe, expect, it } from "vitest";
import type { CallEvent } from "../../rules/call/events.ts";
import { createBench, failing, OK } from "./support/bench.ts";
import { arrival, CALLER_CONTROL, command, delivery, dial, id, leg, onLeg, START, say } from "./support/build.ts";

/** The arrival asks for these; nothing else asks for anything. */
const asks =
  (...effects: ReturnType<typeof say>[]) =>
  (event: CallEvent) =>
    event.type === "call.arrived" ? { effects } : undefined;
const outcomes = (bench: ReturnType<typeof createBench>) =>
  bench.asked.filter((event) => event.type.startsWith("command.") || event.type === "leg.checked");

describe("a command", () => {
  it("is sent as soon as it is kept, and its outcome is an event", async () => {
    using bench = createBench();
    bench.script = asks(say(1));
    await bench.open();
    expect(bench.times("speak")).toEqual([0]);
    expect(outcomes(bench)).toMatchObject([{ type: "command.accepted", effect: id(1), control: null }]);
    expect((await bench.view()).pending).toEqual([]);
  });

  it("that Telnyx fails is sent again at 0.6, 2, 5 and 12 s, the same to the letter, and then given up", async () => {
    using bench = createBench();
    bench.telnyx = () => failing(503);
    bench.script = asks(say(1));
    await bench.open();
    await bench.run(60_000);
    expect(bench.times("speak")).toEqual([0, 0.6, 2, 5, 12]);
    expect(new Set(bench.sent.map(({ path, body }) => JSON.stringify([path, body])))).toHaveLength(1);
    expect(bench.sent[0]?.body.command_id).toBe(id(1));
    expect(outcomes(bench)).toMatchObject([{ type: "command.refused", effect: id(1), refusal: "gave-up" }]);
  });

  it("that is not answered is given up after 1.5 s a try and sent again", async () => {
    using bench = createBench();
    bench.telnyx = () => "hangs";
    bench.script = asks(say(1));
    await bench.open();
    await bench.run(60_000);
    expect(bench.times("speak")).toEqual([0, 1.5, 3, 5, 12]);
    expect(outcomes(bench)).toMatchObject([{ refusal: "gave-up" }]);
  });

  it("whose answer is lost is sent again under the same id", async () => {
    using bench = createBench();
    let lost = 0;
    bench.platform.knobs.weather = () =>
      lost++ === 0 ? { kind: "answer-lost", how: "breaks" } : { kind: "fine", upMs: 0, downMs: 0 };
    bench.script = asks(dial(1, "p1"));
    await bench.open();
    await bench.run(5_000);
    expect(bench.times("calls")).toEqual([0, 0.6]);
    expect(new Set(bench.sent.map(({ body }) => body.command_id))).toEqual(new Set([id(1)]));
    expect(outcomes(bench)).toMatchObject([{ type: "command.accepted", control: "v3:dialled" }]);
  });

  it("is never sent more than 45 s after the first time, even after the clock has jumped", async () => {
    using bench = createBench();
    bench.telnyx = () => failing(500);
    bench.script = asks(say(1));
    bench.platform.knobs.alarmLatenessMs = () => 60_000;
    await bench.open();
    expect(bench.slot.evict()).toBe(true);
    await bench.run(120_000);
    expect(bench.times("speak")).toEqual([0]);
    expect(outcomes(bench)).toMatchObject([{ refusal: "gave-up" }]);
  });

  it("waits as long as Telnyx asks when it is sent too fast", async () => {
    using bench = createBench();
    bench.telnyx = () => (bench.sent.length === 1 ? failing(429, "90103", { "x-ratelimit-reset": "4" }) : OK);
    bench.script = asks(dial(1, "p1"));
    await bench.open();
    await bench.run(10_000);
    expect(bench.times("calls")).toEqual([0, 4]);
  });

  it("is given up at once when Telnyx asks for longer than it may wait", async () => {
    using bench = createBench();
    bench.telnyx = () => failing(429, "10011", { "x-ratelimit-reset": "50" });
    bench.script = asks(dial(1, "p1"));
    await bench.open();
    await bench.run(60_000);
    expect(bench.times("calls")).toEqual([0]);
    expect(outcomes(bench)).toMatchObject([{ refusal: "gave-up" }]);
  });

  it("for a leg that has not been answered waits for it, and costs no try", async () => {
    using bench = createBench();
    bench.telnyx = ({ at }) => (at < START + 18_000 ? failing(422, "90034") : OK);
    bench.script = asks(say(1));
    await bench.open();
    await bench.run(30_000);
    expect(outcomes(bench)).toMatchObject([{ type: "command.accepted" }]);
    expect(bench.times("speak").at(-1)).toBe(18);
  });

  it("for a leg that is never answered is refused in the end", async () => {
    using bench = createBench();
    bench.telnyx = () => failing(422, "90034");
    bench.script = asks(say(1));
    await bench.open();
    await bench.run(60_000);
    expect(outcomes(bench)).toMatchObject([{ refusal: "not-answered" }]);
    expect(bench.times("speak").at(-1)).toBeLessThanOrEqual(45);
  });

  it("for a leg whose token is not known yet waits until a webhook brings it", async () => {
    using bench = createBench();
    bench.script = (event) => {
      if (event.type === "call.arrived")
        return {
          call: { legs: { caller: leg(), p1: leg({ control: null }) } },
          effects: [command(1, { kind: "hangup" }, "p1")],
        };
      return event.type === "leg.initiated"
        ? { call: { legs: { caller: leg(), p1: leg({ control: CALLER_CONTROL }) } } }
        : undefined;
    };
    await bench.open();
    await bench.run(3_000);
    expect(bench.sent).toEqual([]);
    await bench.receive(delivery(onLeg("leg.initiated", "p1")));
    await bench.run(1_000);
    expect(bench.times("hangup")).toHaveLength(1);
  });

  it.each([401, 403])(
    "that Telnyx does not let us send (%i) is refused at once, and the owner is told once",
    async (status) => {
      using bench = createBench();
      bench.telnyx = () => failing(status);
      bench.script = asks(say(1), dial(2, "p1"), dial(3, "p2"));
      await bench.open();
      await bench.run(60_000);
      expect(bench.sent).toHaveLength(3);
      expect(outcomes(bench).map((event) => "refusal" in event && event.refusal)).toEqual(Array(3).fill("not-allowed"));
      expect(bench.desk.taken.flat()).toMatchObject([{ kind: "alert", name: "telnyx-refuses" }]);
    },
  );

  it("without a key to send it with is refused, and the owner is told", async () => {
    using bench = createBench({ TELNYX_API_KEY: "" });
    bench.script = asks(say(1));
    await bench.open();
    expect(bench.sent).toEqual([]);
    expect(outcomes(bench)).toMatchObject([{ refusal: "not-allowed" }]);
    expect(bench.desk.taken.flat()).toMatchObject([{ name: "telnyx-refuses" }]);
  });

  it("that nobody wants any more is dropped without a word, also while it waits for its next try", async () => {
    using bench = createBench();
    bench.telnyx = ({ name }) => (name === "speak" ? failing(500) : OK);
    bench.script = (event) => {
      if (event.type === "call.arrived") return { effects: [say(1)] };
      return event.type === "leg.answered" ? { effects: [command(2, { kind: "hangup" })] } : undefined;
    };
    await bench.open();
    await bench.run(2_500);
    bench.rules = { stillWanted: (_, { kind }) => kind !== "say" };
    await bench.receive(delivery(onLeg("leg.answered")));
    // The next try of the sentence would have been at 5 s; the hang-up does not wait for it.
    expect(bench.times("hangup")).toEqual([2.5]);
    await bench.run(60_000);
    expect(bench.times("speak")).toEqual([0, 0.6, 2]);
    expect(outcomes(bench)).toMatchObject([{ effect: id(2) }]);
  });

  it("is wanted when the rules cannot say", async () => {
    using bench = createBench();
    bench.rules = {
      stillWanted() {
        throw new Error("bug");
      },
    };
    bench.script = asks(say(1));
    await bench.open();
    expect(bench.times("speak")).toEqual([0]);
  });
});

describe("order", () => {
  it("is kept on a leg, each command after the outcome of the one before", async () => {
    using bench = createBench();
    bench.telnyx = ({ body }) => (body.command_id === id(1) && bench.sent.length < 3 ? failing(500) : OK);
    bench.script = asks(say(1), say(2), say(3));
    await bench.open();
    await bench.run(10_000);
    expect(bench.sent.map(({ body }) => body.command_id)).toEqual([id(1), id(1), id(1), id(2), id(3)]);
  });

  it("holds up no other leg", async () => {
    using bench = createBench();
    bench.telnyx = ({ name }) => (name === "speak" ? "hangs" : OK);
    bench.script = asks(say(1), dial(2, "p1"), dial(3, "p2"));
    await bench.open();
    expect(bench.times("calls")).toEqual([0, 0]);
  });

  it("of utterances is told by client_state, also when an older command is sent late", async () => {
    using bench = createBench();
    bench.script = asks(command(1, { kind: "play", audio: "hold" }), say(2));
    await bench.open();
    const speech = bench.sent.map(({ body }) => JSON.parse(atob(String(body.client_state)).slice(16)).s);
    expect(speech).toEqual([null, 2]);
  });
});

describe("a look at a leg", () => {
  it.each([
    ["that lives", { status: 200, body: JSON.stringify({ data: { is_alive: true } }) }, true],
    ["that has ended", { status: 200, body: JSON.stringify({ data: { is_alive: false } }) }, false],
    ["that Telnyx does not know any more", failing(404), false],
  ])("%s says so", async (_, reply, alive) => {
    using bench = createBench();
    bench.telnyx = () => reply;
    bench.script = asks(command(1, { kind: "check" }));
    await bench.open();
    expect(outcomes(bench)).toMatchObject([{ type: "leg.checked", leg: "caller", alive }]);
  });

  it("that is answered by a page of HTML is repeated", async () => {
    using bench = createBench();
    bench.telnyx = () => ({ status: 200, body: "<html>" });
    bench.script = asks(command(1, { kind: "check" }));
    await bench.open();
    await bench.run(60_000);
    expect(bench.times("status")).toHaveLength(5);
    expect(outcomes(bench)).toMatchObject([{ type: "command.refused", refusal: "gave-up" }]);
  });
});

describe("a dial whose answer does not name the new leg", () => {
  it.each([
    ["because the field is missing", { status: 200, body: JSON.stringify({ data: { call_leg_id: "x" } }) }],
    ["because the answer is cut off", { status: 200, body: '{"data": {"call_con' }],
  ])("%s is accepted: the leg's own webhooks name it", async (_, reply) => {
    using bench = createBench();
    bench.telnyx = () => reply;
    bench.script = asks(dial(1, "p1"));
    await bench.open();
    expect(outcomes(bench)).toMatchObject([{ type: "command.accepted", effect: id(1), control: null }]);
  });
});

it("goes to the address and with the key and the connection that are set", async () => {
  using bench = createBench({ TELNYX_CONNECTION_IDS: " 42 , 43" });
  let authorization: string | null = null;
  bench.platform.knobs.sends = ({ headers }) => {
    authorization = headers.get("authorization");
  };
  bench.script = asks(dial(1, "p1"));
  await bench.receive(arrival());
  expect(authorization).toBe("Bearer KEY0192aTest");
  expect(bench.sent[0]?.body.connection_id).toBe("42");
});
