/** A call's object on the real runtime, with the real rules. */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallSessionRpc } from "../../durable-objects/protocol.ts";
import { callId } from "../../rules/ids.ts";
import { arrival, arrived, controlId, delivery, onLeg } from "../durable-objects/support/build.ts";
import {
  catchRequests,
  inside,
  realCall,
  rows,
  type Sent,
  tables,
  thrownBy,
} from "../durable-objects/support/real-objects.ts";

let calls = 0;
function aCall(): { stub: CallSessionRpc; call: ReturnType<typeof callId>; open: () => Promise<string> } {
  calls += 1;
  const call = callId(`workerd-call-${calls}`);
  const stub = realCall(call);
  const first = arrival({ call, happening: arrived({ control: controlId(`v3:${call}`), occurredAt: Date.now() }) });
  return { stub, call, open: () => stub.receive(first) };
}
const named = (sent: readonly Sent[], name: string) => sent.filter((each) => each.name === name);
const fresh = (call: ReturnType<typeof callId>) =>
  delivery({ ...onLeg("leg.answered", null, controlId(`v3:${call}`)) }, { call });

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("one event", () => {
  it("is kept whole and its command leaves", async () => {
    const sent = catchRequests();
    const { stub, open } = aCall();
    expect(await open()).toBe("committed");
    await vi.waitFor(() => expect(named(sent, "answer")).toHaveLength(1));
    expect(await rows(stub, "SELECT type FROM event")).toContainEqual({ type: "call.arrived" });
    expect(await inside(stub, (storage) => storage.getAlarm())).toBeGreaterThan(Date.now());
  });

  it("that fails on its last write leaves neither row nor alarm behind", async () => {
    const sent = catchRequests();
    const { stub, call, open } = aCall();
    await open();
    await vi.waitFor(async () => expect(await rows(stub, "SELECT 1 FROM outbox")).toEqual([]));
    const before = await rows(stub, "SELECT * FROM kept");
    await inside(stub, (storage) => {
      storage.sql.exec("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
      return storage.setAlarm(Date.now() + 10 ** 9);
    });
    const alarm = await inside(stub, (storage) => storage.getAlarm());
    expect(await thrownBy(() => stub.receive(fresh(call)))).toContain("disk is full");
    expect(await rows(stub, "SELECT * FROM kept")).toEqual(before);
    expect(await rows(stub, "SELECT type FROM event WHERE type = 'leg.answered'")).toEqual([]);
    expect(await inside(stub, (storage) => storage.getAlarm())).toBe(alarm);
    expect(named(sent, "speak")).toEqual([]);
  });

  it("that comes a hundred times at once is one", async () => {
    const sent = catchRequests();
    const { open } = aCall();
    const receipts = await Promise.all(Array.from({ length: 100 }, open));
    expect(receipts.filter((receipt) => receipt === "committed")).toHaveLength(1);
    expect(receipts.filter((receipt) => receipt === "duplicate")).toHaveLength(99);
    await vi.waitFor(() => expect(named(sent, "answer")).toHaveLength(1));
  });

  it("about a call that never arrived leaves no table", async () => {
    const { stub, call } = aCall();
    expect(await stub.receive(fresh(call))).toBe("ignored");
    expect(await tables(stub)).toEqual([]);
    expect(await inside(stub, (storage) => storage.getAlarm())).toBeNull();
  });
});

describe("an object that is evicted after every event", () => {
  it("does what one that stays does", async () => {
    const play = async (evicts: boolean): Promise<string[]> => {
      const sent = catchRequests();
      const { stub, call, open } = aCall();
      const settled = () =>
        vi.waitFor(async () => expect(await rows(stub, "SELECT 1 FROM outbox WHERE lane = 'call'")).toEqual([]));
      const control = controlId(`v3:${call}`);
      const at = { leg: "caller", control, occurredAt: Date.now() } as const;
      const words = { ...at, type: "heard", text: "we have no heat", final: true, confidence: null } as const;
      const events = [
        delivery({ ...at, type: "leg.answered" }, { call }),
        delivery({ ...at, type: "speech.started", speech: 1 }, { call }),
        delivery({ ...at, type: "speech.ended", speech: 1, completed: true }, { call }),
        delivery(words, { call }),
      ];
      await open();
      for (const event of events) {
        await settled();
        if (evicts) await evictDurableObject(stub as never);
        expect(await stub.receive(event)).toBe("committed");
      }
      await settled();
      vi.restoreAllMocks();
      return sent
        .filter(({ host }) => host === "api.telnyx.com")
        .map(({ name, body }) => `${name} ${body.payload ?? body.to ?? ""}`);
    };
    const stays = await play(false);
    expect(stays.some((line) => line.startsWith("calls "))).toBe(true);
    expect(await play(true)).toEqual(stays);
  });
});

describe("an object whose process dies", () => {
  it("while a command is under way sends it again, under the same id, once its lease is over", async () => {
    const sent = catchRequests();
    // The first one is never answered.
    vi.mocked(fetch).mockImplementationOnce(() => new Promise(() => {}));
    const { call, open } = aCall();
    await open();
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    await abortAllDurableObjects();

    const stub = realCall(call);
    expect(await rows(stub, "SELECT attempts FROM outbox WHERE lane = 'call'")).toEqual([{ attempts: 1 }]);
    await inside(stub, ({ sql }) => sql.exec("UPDATE outbox SET leased_until = 0").toArray());
    expect(await runDurableObjectAlarm(stub as never)).toBe(true);
    await vi.waitFor(() => expect(named(sent, "answer").map(({ body }) => body.command_id)).toEqual([`${call}:2`]));
  });
});

describe("the alarm", () => {
  it("goes off by itself, without a request to the object", async () => {
    catchRequests();
    const { stub, call, open } = aCall();
    await open();
    await stub.receive(fresh(call));
    await evictDurableObject(stub as never);
    await inside(stub, (storage) => {
      // A deadline that has passed, and an alarm that is due.
      storage.sql.exec(
        "UPDATE kept SET value = json_set(value, '$.timers', json('{\"silence\": 1}')) WHERE name = 'call'",
      );
      return storage.setAlarm(Date.now());
    });
    await vi.waitFor(
      async () => expect(await rows(stub, "SELECT detail FROM event WHERE type = 'timer'")).not.toEqual([]),
      { timeout: 5_000 },
    );
  });

  it("that fails is armed again thirty seconds on, whatever happened in it", async () => {
    catchRequests();
    const { stub, call, open } = aCall();
    await open();
    await stub.receive(fresh(call));
    await inside(stub, ({ sql }) => {
      sql.exec("UPDATE kept SET value = json_set(value, '$.timers', json('{\"silence\": 1}')) WHERE name = 'call'");
      sql.exec("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
    });
    await evictDurableObject(stub as never);
    for (let n = 0; n < 8; n++) {
      await inside(stub, (storage) => storage.setAlarm(Date.now() + 10 ** 6));
      const from = Date.now();
      await expect(runDurableObjectAlarm(stub as never)).resolves.toBe(true);
      const next = await inside(stub, (storage) => storage.getAlarm());
      expect(next).toBeGreaterThanOrEqual(from + 30_000);
      expect(next).toBeLessThan(Date.now() + 31_000);
    }
  });

  it("that was lost is armed again by the sweep", async () => {
    catchRequests();
    const { stub, open } = aCall();
    await open();
    await inside(stub, (storage) => storage.deleteAlarm());
    expect(await stub.poke()).toBe("live");
    expect(await inside(stub, (storage) => storage.getAlarm())).not.toBeNull();
  });
});

describe("a call that closed a day ago", () => {
  it("is forgotten: no table, no alarm, and a late webhook leaves nothing", async () => {
    catchRequests();
    const { stub, call, open } = aCall();
    await open();
    await vi.waitFor(async () => expect(await rows(stub, "SELECT 1 FROM outbox")).toEqual([]));
    await inside(stub, ({ sql }) => {
      sql.exec(
        `UPDATE kept SET value = json_set(value, '$.phase', json('{"name":"closed","at":1}'), '$.timers', json('{}')) WHERE name = 'call'`,
      );
      sql.exec("INSERT INTO kept (name, value) VALUES ('idleSince', '1')");
    });
    await evictDurableObject(stub as never);
    await runDurableObjectAlarm(stub as never);
    expect(await tables(stub)).toEqual([]);
    expect(await inside(stub, (storage) => storage.getAlarm())).toBeNull();
    expect(await stub.view()).toBeNull();
    expect(await stub.receive(fresh(call))).toBe("ignored");
  });
});
