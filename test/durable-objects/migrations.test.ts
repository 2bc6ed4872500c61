import { describe, expect, it } from "vitest";
import {
  type Migration,
  MigrationRefused,
  migrate,
  type Storage,
  versionOf,
} from "../../durable-objects/migrations.ts";
import { CALL_MIGRATIONS, DESK_MIGRATIONS } from "../../durable-objects/schema.ts";
import { createStore } from "../support/platform/storage.ts";

/** Two versions of an imagined object, the second of which old code must not touch. */
const FIRST: Migration = { number: 1, name: "people", minSafeRollback: 1, sql: "CREATE TABLE person (name TEXT)" };
const SECOND: Migration = {
  number: 2,
  name: "split names",
  minSafeRollback: 2,
  sql: "ALTER TABLE person ADD COLUMN family TEXT; UPDATE person SET family = 'unknown'",
};
const HARMLESS: Migration = {
  ...SECOND,
  name: "an index",
  minSafeRollback: 1,
  sql: "CREATE INDEX by_name ON person (name)",
};

function storage() {
  const store = createStore(() => {});
  const sql = { exec: (query: string, ...bindings: unknown[]) => store.exec(query, bindings) };
  const within = {
    sql,
    transactionSync: <T>(work: () => T) => store.transaction(work, () => {}),
  } as unknown as Storage;
  const run = (migrations: readonly Migration[], upTo?: number) =>
    within.transactionSync(() => migrate(within, migrations, upTo));
  const rows = (query: string) => store.exec(query, []).toArray();
  return { within, run, rows, writes: () => store.writes };
}

describe("migrations", () => {
  it("bring an empty object to the newest version", () => {
    const { within, run, rows } = storage();
    expect(versionOf(within)).toBe(0);
    run([FIRST, SECOND]);
    expect(versionOf(within)).toBe(2);
    expect(rows("SELECT * FROM person")).toEqual([]);
  });

  it("bring data that an older version left along", () => {
    const { run, rows } = storage();
    run([FIRST, SECOND], 1);
    rows("INSERT INTO person (name) VALUES ('Ann')");
    run([FIRST, SECOND]);
    expect(rows("SELECT * FROM person")).toEqual([{ name: "Ann", family: "unknown" }]);
  });

  it("write nothing when there is nothing to do", () => {
    const { run, writes } = storage();
    run([FIRST, SECOND]);
    const before = writes();
    run([FIRST, SECOND]);
    expect(writes()).toBe(before);
  });

  it("that fail leave everything as it was", () => {
    const { within, run, rows } = storage();
    run([FIRST]);
    expect(() =>
      run([FIRST, { ...SECOND, sql: "ALTER TABLE person ADD COLUMN family TEXT; SELECT * FROM nowhere" }]),
    ).toThrow();
    expect(versionOf(within)).toBe(1);
    expect(rows("SELECT name FROM pragma_table_info('person')")).toEqual([{ name: "name" }]);
  });

  it("refuse to run older code on data it would misread", () => {
    const { run, rows } = storage();
    run([FIRST, SECOND]);
    rows("INSERT INTO person (name) VALUES ('Ann')");
    expect(() => run([FIRST])).toThrow(MigrationRefused);
    expect(() => run([FIRST])).toThrow(/too old for/);
  });

  it("let older code run on data it can still read", () => {
    const { run } = storage();
    run([FIRST, HARMLESS]);
    expect(() => run([FIRST])).not.toThrow();
  });

  it("notice that history was rewritten", () => {
    const { run } = storage();
    run([FIRST, SECOND]);
    expect(() => run([{ ...FIRST, name: "persons" }, SECOND])).toThrow(/only ever appended/);
  });
});

describe.each([
  ["a call", CALL_MIGRATIONS],
  ["a desk", DESK_MIGRATIONS],
])("the migrations of %s", (_, migrations) => {
  it("are numbered without a gap and never let a rollback past what they know", () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_each, index) => index + 1));
    for (const { number, minSafeRollback } of migrations) expect(minSafeRollback).toBeLessThanOrEqual(number);
  });

  it("run on an empty object, and one after the other", () => {
    const { run } = storage();
    for (let upTo = 1; upTo <= migrations.length; upTo++) run(migrations, upTo);
    expect(() => run(migrations)).not.toThrow();
  });
});
