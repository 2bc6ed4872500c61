import { describe, expect, it } from "vitest";
import { type Lane, LEASE_MS } from "../../durable-objects/lanes.ts";
import { migrate, type Storage } from "../../durable-objects/migrations.ts";
import { Outbox } from "../../durable-objects/outbox.ts";
import { DESK_MIGRATIONS } from "../../durable-objects/schema.ts";
import { createStore } from "../support/platform/storage.ts";
import { id } from "./support/build.ts";

function outbox() {
  const store = createStore(() => {});
  const storage = {
    sql: { exec: (query: string, ...bindings: unknown[]) => store.exec(query, bindings) },
  } as unknown as Storage;
  migrate(storage, DESK_MIGRATIONS);
  const box = new Outbox<string>(storage);
  const add = (n: number, orderKey: string, dueAt = 0, lane: Lane = "notify") =>
    box.add({ id: id(n), lane, orderKey, item: `item ${n}`, dueAt }, 0);
  /** As another instance would, that has nothing under way. */
  const claim = (now: number, lane: Lane = "notify") => new Outbox<string>(storage).claim(lane, now);
  return { box, add, claim, storage };
}

describe("a claim", () => {
  it("counts an attempt and holds the row until its lease is over", () => {
    const { add, claim } = outbox();
    add(1, "a");
    expect(claim(100)).toMatchObject({ id: id(1), item: "item 1", attempts: 1, firstAt: 100 });
    expect(claim(100 + LEASE_MS.notify - 1)).toBeNull();
    expect(claim(100 + LEASE_MS.notify)).toMatchObject({ id: id(1), attempts: 2, firstAt: 100 });
  });

  it("takes no row before its time, and the most overdue first", () => {
    const { add, claim } = outbox();
    add(1, "a", 50);
    add(2, "b", 10);
    expect(claim(9)).toBeNull();
    expect(claim(60)?.id).toBe(id(2));
    expect(claim(60)?.id).toBe(id(1));
  });

  it("takes no row of another lane", () => {
    const { add, claim } = outbox();
    add(1, "a", 0, "record");
    expect(claim(1)).toBeNull();
    expect(claim(1, "record")?.id).toBe(id(1));
  });

  it("takes no row that this instance is sending, even when a slow clock let its lease run out", () => {
    const { box, add } = outbox();
    add(1, "a");
    const row = box.claim("notify", 0);
    if (row === null) throw new Error("nothing was claimed");
    box.started(row.id);
    expect(box.claim("notify", 10 ** 9)).toBeNull();
    box.stopped(row.id);
    expect(box.claim("notify", 10 ** 9)?.id).toBe(id(1));
  });

  it("marks a row that was in hand when its process died five times", () => {
    const { add, claim } = outbox();
    add(1, "a");
    const quarantined = Array.from({ length: 6 }, (_, n) => claim(n * LEASE_MS.notify)?.quarantined);
    expect(quarantined).toEqual([false, false, false, false, false, true]);
  });

  it("forgets the deaths of a row that has come through since", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    for (let n = 0; n < 5; n++) claim(n * LEASE_MS.notify);
    box.retry({ id: id(1), attempts: 5 }, 0, "http-500");
    expect(claim(10 ** 9)?.quarantined).toBe(false);
  });

  it("never sets a hand-over to our own desk aside, but waits longer for it each time", () => {
    const { add, claim, box } = outbox();
    add(1, "desk", 0, "desk");
    const waits: number[] = [];
    for (let n = 0, now = 0; n < 10; n++) {
      const row = claim(now, "desk");
      expect(row?.quarantined).toBe(false);
      const until = box.nextDue() ?? 0;
      waits.push((until - now) / LEASE_MS.desk);
      now = until;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64, 64]);
  });
});

describe("order", () => {
  it("of a key is kept while the first is under way, waits, or is claimed", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    add(2, "a");
    add(3, "b");
    expect([claim(0)?.id, claim(0)?.id, claim(0)]).toEqual([id(1), id(3), null]);
    box.retry({ id: id(1), attempts: 1 }, 5_000, "http-500");
    expect(claim(1_000)).toBeNull();
    expect(claim(5_000)?.id).toBe(id(1));
    box.settle(id(1));
    expect(claim(5_000)?.id).toBe(id(2));
  });

  it("gives way when the first is parked", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    add(2, "a");
    box.park(id(1), 0, "gone");
    expect(claim(0)?.id).toBe(id(2));
  });
});

describe("an outcome", () => {
  it("is known once", () => {
    const { box, add } = outbox();
    add(1, "a");
    expect(box.settle(id(1))).toBe(true);
    expect(box.settle(id(1))).toBe(false);
  });

  it("of an attempt that another has overtaken does not put off that other", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    claim(0);
    claim(LEASE_MS.notify);
    box.retry({ id: id(1), attempts: 1 }, 10 ** 9, "late");
    expect(box.nextDue()).toBe(2 * LEASE_MS.notify);
  });

  it("that was too early costs no attempt", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    claim(0);
    box.retry({ id: id(1), attempts: 1 }, 0, "90034", true);
    expect(claim(1)?.attempts).toBe(1);
  });
});

describe("the next thing to do", () => {
  it("is the first row that may go, or the end of a lease; not a row that has to wait for another", () => {
    const { box, add, claim } = outbox();
    expect(box.nextDue()).toBeNull();
    add(1, "a", 500);
    add(2, "a", 0);
    expect(box.nextDue()).toBe(500);
    claim(500);
    expect(box.nextDue()).toBe(500 + LEASE_MS.notify);
    box.park(id(1), 600, "gone");
    expect(box.nextDue()).toBe(0);
  });
});

describe("a parked row", () => {
  it("is listed, left alone, and starts from the beginning when it is sent again", () => {
    const { box, add, claim } = outbox();
    add(1, "a");
    claim(0);
    box.park(id(1), 700, "http-500");
    expect(claim(10 ** 9)).toBeNull();
    expect(box.nextDue()).toBeNull();
    expect(box.parked()).toMatchObject([{ id: id(1), dueAt: 700, attempts: 1, lastError: "http-500" }]);
    expect(box.replay(id(1), 800)).toBe(true);
    expect(box.replay(id(1), 800)).toBe(false);
    expect(claim(800)).toMatchObject({ attempts: 1, firstAt: 800 });
  });
});
