import { afterEach, describe, expect, it } from "vitest";
import { type Acts, insert, kept, type Probed, probe, START } from "./probe.ts";

let probed: Probed;
afterEach(() => probed.dispose());
const probing = (acts: Acts) => {
  probed = probe(acts);
  return probed;
};

/** Runs one piece of SQL in an object and gives its rows, or the message it threw. */
async function rowsOf(query: string, ...bindings: unknown[]): Promise<unknown> {
  probing({ act: (ctx) => ctx.storage.sql.exec(query, ...bindings).toArray() });
  return probed
    .stub()
    .act()
    .catch((error: Error) => error.message);
}

describe("storage of an object", () => {
  it.each<[string, string, unknown[], unknown]>([
    [
      "gives numbers, texts and nulls as they are",
      "SELECT 1 AS a, 'x' AS b, NULL AS c",
      [],
      [{ a: 1, b: "x", c: null }],
    ],
    ["binds in order", "SELECT ? AS a, ? AS b", ["x", 2.5], [{ a: "x", b: 2.5 }]],
    [
      "runs several statements, the bindings being the last one's",
      "CREATE TABLE t (x TEXT); INSERT INTO t VALUES (?) RETURNING x",
      ["a;b"],
      [{ x: "a;b" }],
    ],
    ["does not split at a semicolon inside a text", "SELECT ';' AS a; -- and; so on", [], [{ a: ";" }]],
    ["refuses transactions in SQL", "BEGIN", [], expect.stringContaining("not authorized")],
    ["refuses PRAGMA user_version", "PRAGMA user_version = 3", [], expect.stringContaining("not authorized")],
    [
      "refuses the 101st parameter",
      "SELECT 1",
      Array.from({ length: 101 }, () => 1),
      expect.stringContaining("too many SQL variables"),
    ],
    ["refuses a value above 2 MB", "SELECT ?", ["x".repeat(2_000_001)], expect.stringContaining("SQLITE_TOOBIG")],
    ["refuses a binding that is undefined", "SELECT ?", [undefined], expect.stringContaining("SQL bindings")],
  ])("%s", async (_title, query, bindings, expected) => {
    expect(await rowsOf(query, ...bindings)).toEqual(expected);
  });

  it("gives blobs as ArrayBuffers", async () => {
    probing({ act: (ctx) => ctx.storage.sql.exec("SELECT ? AS blob", new Uint8Array([1, 2, 3]).buffer).one().blob });
    const blob = await probed.stub().act();
    expect(blob).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(blob as ArrayBuffer)]).toEqual([1, 2, 3]);
  });

  it("one() wants exactly one row", async () => {
    expect(await rowsOf("SELECT 1 AS a WHERE 0")).toEqual([]);
    probed.dispose();
    probing({ act: (ctx) => ctx.storage.sql.exec("SELECT 1 AS a WHERE 0").one() });
    await expect(probed.stub().act()).rejects.toThrow("no results");
  });

  it("counts the rows that were written, and names its columns", async () => {
    probing({
      act: (ctx) => {
        const cursor = ctx.storage.sql.exec("INSERT INTO kept VALUES (1), (2)");
        const read = ctx.storage.sql.exec("SELECT n FROM kept");
        return [cursor.rowsWritten, read.columnNames, [...read.raw()]];
      },
    });
    expect(await probed.stub().act()).toEqual([2, ["n"], [[1], [2]]]);
  });

  it("keeps what was written outside a transaction before a throw", async () => {
    probing({
      act(ctx) {
        insert(ctx, 1);
        throw new Error("later");
      },
    });
    await expect(probed.stub().act()).rejects.toThrow("later");
    expect(kept(probed)).toEqual([1]);
  });

  it("takes back rows and alarm together when a transaction throws", async () => {
    probing({
      act(ctx) {
        void ctx.storage.setAlarm(START + 1000);
        ctx.storage.transactionSync(() => {
          insert(ctx, 1);
          void ctx.storage.setAlarm(START + 5000);
          throw new Error("no");
        });
      },
    });
    await expect(probed.stub().act()).rejects.toThrow("no");
    expect(kept(probed)).toEqual([]);
    expect(probed.slot().store.alarmAt).toBe(START + 1000);
  });

  it("takes back only the inner of two nested transactions when that one throws", async () => {
    probing({
      act: (ctx) =>
        ctx.storage.transactionSync(() => {
          insert(ctx, 1);
          try {
            ctx.storage.transactionSync(() => {
              insert(ctx, 2);
              throw new Error("inner");
            });
          } catch {}
          insert(ctx, 3);
        }),
    });
    await probed.stub().act();
    expect(kept(probed)).toEqual([1, 3]);
  });

  it("deletes everything, the alarm too", async () => {
    probing({
      async act(ctx) {
        insert(ctx, 1);
        await ctx.storage.setAlarm(START + 1000);
        await ctx.storage.deleteAll();
        return ctx.storage.sql.exec("SELECT name FROM sqlite_master").toArray();
      },
    });
    expect(await probed.stub().act()).toEqual([]);
    expect(probed.slot().store.alarmAt).toBeNull();
  });
});
