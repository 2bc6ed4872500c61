import { describe, expect, it } from "vitest";
import { controlId } from "../../rules/ids.ts";
import { type Bench, createBench, failing, OK } from "./support/bench.ts";
import {
  arrival,
  arrived,
  CALLER_CONTROL,
  call,
  DANA,
  delivery,
  ended,
  FALLBACK,
  heard,
  id,
  leg,
  onLeg,
  PIN,
  SAM,
  START,
  say,
} from "./support/build.ts";

const throwsOn =
  (type: string, before = call): NonNullable<Bench["rules"]["decide"]> =>
  (state, event) => {
    if (event.type === type) throw new TypeError(`cannot read "my boiler is on fire" of undefined`);
    return { call: state ?? before({ openedAt: event.at }), effects: [], lines: [] };
  };
const transfers = (bench: Bench) => bench.sent.filter(({ name }) => name === "transfer").map(({ body }) => body.to);
const legOf = (state: unknown): string => JSON.parse(atob(String(state)).slice(16)).l;

describe("when the rules throw", () => {
  it("the event is kept without its words, Telnyx is told it was taken, and the caller is sent to a person", async () => {
    using bench = createBench();
    bench.rules = { decide: throwsOn("heard") };
    await bench.open();
    expect(await bench.receive(delivery(heard("my boiler is on fire", true)))).toBe("poisoned");

    expect(transfers(bench)).toEqual([DANA]);
    expect(bench.sent[0]?.path).toContain(CALLER_CONTROL);
    const { log } = await bench.view();
    expect(log).toContainEqual(expect.objectContaining({ type: "poison", detail: "heard decide: TypeError" }));
    expect(JSON.stringify([log, bench.platform.logs])).not.toMatch(/boiler|fire/);
    expect(bench.desk.taken.flat()).toMatchObject([{ kind: "alert", name: "call-poisoned", to: SAM }]);
  });

  it.each(["arriving", "talking", "ringing", "connecting", "taking", "parting"] as const)(
    "in %s, the caller is sent on",
    async (name) => {
      using bench = createBench();
      const plan = { people: [], eachMs: 20_000, accept: "press-1", at: 0, route: 0, rounds: 0 } as const;
      const phases = {
        arriving: { name },
        talking: { name, prompts: 0, answeredAt: START },
        ringing: { name, plan, announced: true },
        connecting: { name, plan, person: "sam", leg: "p1", bridgeSent: false },
        taking: { name, asking: "name", asked: 1 },
        parting: { name },
      };
      // Whatever a phase holds, the bail-out does not look at it.
      bench.rules = { decide: throwsOn("leg.answered", (more) => ({ ...call(more), phase: phases[name] as never })) };
      await bench.open();
      expect(await bench.receive(delivery(onLeg("leg.answered")))).toBe("poisoned");
      expect(transfers(bench)).toEqual([DANA]);
    },
  );

  it("our own ring coming back is hung up, and not sent round to the same person again", async () => {
    using bench = createBench();
    bench.rules = { decide: throwsOn("call.arrived") };
    expect(await bench.receive(delivery(arrived({ from: SAM }), { pin: PIN }))).toBe("poisoned");
    expect(transfers(bench)).toEqual([]);
    expect(bench.sent.map(({ name }) => name)).toEqual(["hangup"]);
  });

  it("on the arrival itself, the caller is sent on all the same", async () => {
    using bench = createBench();
    bench.rules = { decide: throwsOn("call.arrived") };
    expect(await bench.open()).toBe("poisoned");
    expect(transfers(bench)).toEqual([DANA]);
    expect(await bench.open()).toBe("duplicate");
  });

  it("and no rulebook is known, the operator's number is rung", async () => {
    using bench = createBench();
    bench.rules = { decide: throwsOn("call.arrived") };
    await bench.receive(arrival({ pin: null }));
    expect(transfers(bench)).toEqual([FALLBACK]);
    expect(bench.desk.taken.flat()).toMatchObject([{ kind: "alert", to: FALLBACK }]);
  });

  it.each(["nextDeadline", "due", "emergencyRulebook"] as const)("in %s, it is the same", async (broken) => {
    using bench = createBench();
    bench.script = (event) =>
      event.type === "call.arrived" ? { call: { timers: { answer: START + 3_000 } } } : undefined;
    await bench.receive(arrival({ pin: null }));
    bench.rules = {
      [broken]: () => {
        throw new Error("bug");
      },
    };
    await bench.run(3_500);
    expect(transfers(bench)).toEqual([FALLBACK]);
  });

  it("at an outcome, the effect it was about is not sent again", async () => {
    using bench = createBench();
    bench.rules = {
      decide(before, event) {
        if (event.type === "command.accepted") throw new Error("bug");
        return { call: before ?? call(), effects: before === null ? [say(1)] : [], lines: [] };
      },
    };
    await bench.open();
    await bench.run(60_000);
    expect(bench.times("speak")).toEqual([0]);
    expect(transfers(bench)[0]).toBe(DANA);
  });

  it("what was decided with the event that threw is not half done", async () => {
    using bench = createBench();
    bench.rules = {
      decide(before, event) {
        // The late rulebook is told first, in the same transaction.
        if (event.type === "leg.answered") throw new Error("bug");
        return { call: before ?? call(), effects: event.type === "rulebook.pinned" ? [say(1)] : [], lines: [] };
      },
    };
    await bench.receive(arrival({ pin: null }));
    await bench.run(2_000);
    await bench.receive(delivery(onLeg("leg.answered")));
    expect(bench.times("speak")).toEqual([]);
  });
});

describe("after that", () => {
  async function poisoned(before = call): Promise<Bench> {
    const bench = createBench();
    bench.rules = { decide: throwsOn("heard", before) };
    await bench.open();
    await bench.receive(delivery(heard("help", true)));
    return bench;
  }
  const target = (bench: Bench) =>
    legOf(bench.sent.filter(({ name }) => name === "transfer").at(-1)?.body.target_leg_client_state);
  const gone = (bench: Bench) => delivery({ ...ended(null, controlId("v3:target")), leg: target(bench) as "p9000" });

  it("the rules are not asked again, events are only logged", async () => {
    using bench = await poisoned();
    const asked = bench.asked.length;
    expect(await bench.receive(delivery(onLeg("playback.started")))).toBe("committed");
    expect(bench.asked).toHaveLength(asked);
    expect((await bench.view()).log.at(-1)).toMatchObject({ type: "playback.started" });
  });

  it("the next number is rung when one does not answer, and the caller is hung up when there is none", async () => {
    using bench = await poisoned();
    await bench.receive(gone(bench));
    await bench.receive(gone(bench));
    expect(transfers(bench)).toEqual([DANA, SAM, FALLBACK]);
    expect(bench.times("hangup")).toHaveLength(0);
    await bench.receive(gone(bench));
    expect(bench.times("hangup")).toHaveLength(1);
    await bench.receive(delivery(ended("caller")));
    expect(await bench.slot.call("poke", [])).toBe("closed");
    expect(bench.desk.taken.flat().at(-1)).toMatchObject({ kind: "call.closed", disposition: "lost" });
  });

  it("the next number is rung when Telnyx refuses one", async () => {
    using bench = createBench();
    bench.telnyx = ({ body }) => (body.to === DANA ? failing(422, "10016") : OK);
    bench.rules = { decide: throwsOn("heard") };
    await bench.open();
    await bench.receive(delivery(heard("help", true)));
    expect(transfers(bench)).toEqual([DANA, SAM]);
  });

  it("the next number is rung when the webhook that says so is lost, also after a restart", async () => {
    using bench = await poisoned();
    bench.slot.evict();
    await bench.run(31_000);
    expect(transfers(bench)).toEqual([DANA, SAM]);
  });

  it("a talk that has begun is left alone until it ends", async () => {
    using bench = await poisoned();
    await bench.receive(delivery(onLeg("leg.bridged")));
    await bench.run(3_600_000);
    expect(transfers(bench)).toEqual([DANA]);
    await bench.receive(delivery(ended("caller")));
    expect(bench.desk.taken.flat().at(-1)).toMatchObject({ kind: "call.closed", disposition: "connected" });
  });

  it("a caller who was talking to somebody already is not taken away, but is sent on when that person leaves", async () => {
    const p1 = leg({ control: controlId("v3:p1") });
    using bench = await poisoned((more) =>
      call({ ...more, legs: { caller: leg(), p1 }, bridge: { a: "caller", b: "p1", occurredAt: START } }),
    );
    expect(bench.sent).toEqual([]);
    await bench.receive(delivery(ended("p1", controlId("v3:p1"))));
    expect(transfers(bench)).toEqual([DANA]);
  });

  it("phones that still ring for the call are hung up", async () => {
    using bench = await poisoned((more) =>
      call({ ...more, legs: { caller: leg(), p1: leg({ control: controlId("v3:p1"), status: "ringing" }) } }),
    );
    expect(bench.sent.map(({ name, path }) => [name, path.includes("v3:p1")])).toEqual([
      ["transfer", false],
      ["hangup", true],
    ]);
  });

  it("a caller who has gone is not called back by it", async () => {
    using bench = await poisoned((more) => call({ ...more, legs: { caller: leg({ status: "ended" }) } }));
    expect(bench.sent).toEqual([]);
    expect(await bench.slot.call("poke", [])).toBe("closed");
  });

  it("a caller whom Telnyx knows only by token is known when they leave", async () => {
    using bench = createBench();
    bench.rules = { decide: throwsOn("call.arrived") };
    await bench.open();
    await bench.receive(delivery(ended(null, arrived().control)));
    expect(await bench.slot.call("poke", [])).toBe("closed");
  });

  it("the call is forgotten a day after it closed", async () => {
    using bench = await poisoned();
    await bench.receive(delivery(ended("caller")));
    await bench.run(26 * 3_600_000);
    expect(await bench.slot.call("view", [])).toBeNull();
  });
});

describe("a state that cannot be read", () => {
  it.each(["{", '{"v":2}'])("(%s) is a failure of ours too", async (value) => {
    using bench = createBench();
    await bench.open();
    bench.slot.evict();
    bench.slot.store.exec("UPDATE kept SET value = ? WHERE name = 'call'", [value]);
    expect(await bench.receive(delivery(onLeg("leg.answered")))).toBe("poisoned");
    expect(transfers(bench)).toEqual([DANA]);
    expect(id(1)).toBeDefined();
  });
});
