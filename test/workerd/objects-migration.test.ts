/** Migrations on the real SQLite of the runtime, whose rules are its own. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Migration, migrate, versionOf } from "../../durable-objects/migrations.ts";
import { CALL_MIGRATIONS } from "../../durable-objects/schema.ts";
import { callId } from "../../rules/ids.ts";
import { arrival, delivery, onLeg } from "../durable-objects/support/build.ts";
import { catchRequests, inside, realCall, rows, tables, thrownBy } from "../durable-objects/support/real-objects.ts";

let calls = 0;
const aCall = () => {
  calls += 1;
  const call = callId(`workerd-migration-${calls}`);
  return { call, stub: realCall(call) };
};

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  catchRequests();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What the next version might do. */
const NEXT: Migration = {
  number: CALL_MIGRATIONS.length + 1,
  name: "who is rung",
  minSafeRollback: CALL_MIGRATIONS.length + 1,
  sql: "CREATE TABLE rung (person TEXT PRIMARY KEY) WITHOUT ROWID; ALTER TABLE event ADD COLUMN leg TEXT",
};

describe("an object that older code left", () => {
  it("is brought along with its data, by a newer version of the code", async () => {
    const { call, stub } = aCall();
    await stub.receive(arrival({ call }));
    await inside(stub, (storage) => storage.transactionSync(() => migrate(storage, [...CALL_MIGRATIONS, NEXT])));
    expect(await inside(stub, versionOf)).toBe(NEXT.number);
    expect(await rows(stub, "SELECT type, leg FROM event")).toContainEqual({ type: "call.arrived", leg: null });
  });

  it("stays as it was when a migration fails half-way", async () => {
    const { call, stub } = aCall();
    await stub.receive(arrival({ call }));
    const before = await tables(stub);
    const broken = { ...NEXT, sql: `${NEXT.sql}; INSERT INTO nowhere VALUES (1)` };
    const failed = await inside(stub, (storage) => {
      try {
        storage.transactionSync(() => migrate(storage, [...CALL_MIGRATIONS, broken]));
        return false;
      } catch {
        return true;
      }
    });
    expect(failed).toBe(true);
    expect(await tables(stub)).toEqual(before);
    expect(await inside(stub, versionOf)).toBe(CALL_MIGRATIONS.length);
  });
});

describe("an object whose data is newer than the code", () => {
  it("refuses, so that the Worker takes the call past it; nothing of it is touched", async () => {
    const { call, stub } = aCall();
    await stub.receive(arrival({ call }));
    await inside(stub, (storage) => storage.transactionSync(() => migrate(storage, [...CALL_MIGRATIONS, NEXT])));
    await evictDurableObject(stub as never);
    const before = await rows(stub, "SELECT * FROM event");
    expect(await thrownBy(() => stub.receive(delivery(onLeg("leg.answered"), { call })))).toContain("too old for");
    expect(await thrownBy(() => stub.view())).toContain("too old for");
    expect(await rows(stub, "SELECT * FROM event")).toEqual(before);
  });

  it("keeps its alarm going until the code is new again", async () => {
    const { call, stub } = aCall();
    await stub.receive(arrival({ call }));
    await inside(stub, (storage) => storage.transactionSync(() => migrate(storage, [...CALL_MIGRATIONS, NEXT])));
    await evictDurableObject(stub as never);
    expect(await runDurableObjectAlarm(stub as never)).toBe(true);
    expect(await inside(stub, (storage) => storage.getAlarm())).toBeGreaterThan(Date.now());
  });

  it("runs when the newer version said that it can be rolled back", async () => {
    const { call, stub } = aCall();
    await stub.receive(arrival({ call }));
    const harmless = { ...NEXT, minSafeRollback: CALL_MIGRATIONS.length };
    await inside(stub, (storage) => storage.transactionSync(() => migrate(storage, [...CALL_MIGRATIONS, harmless])));
    await evictDurableObject(stub as never);
    expect(await stub.receive(delivery(onLeg("leg.answered"), { call }))).toBe("committed");
  });
});
