/**
 * `ctx.storage.sql` over node:sqlite, with the platform's own refusals and limits: no transaction statements, no
 * `PRAGMA user_version`, 100 bound parameters, 100 KB of SQL, 2 MB a value. Stricter than the platform in one thing:
 * a binding that is `undefined`, a boolean or a bigint is a bug of ours and throws.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

export type Row = Record<string, ArrayBuffer | string | number | null>;

export type Cursor = Iterable<Row> & {
  toArray(): Row[];
  one(): Row;
  raw(): Iterable<Row[string][]> & { toArray(): Row[string][][] };
  next(): { done: false; value: Row } | { done: true };
  readonly columnNames: string[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
};

const MAX_PARAMETERS = 100;
const MAX_STATEMENT_BYTES = 100_000;
const MAX_VALUE_BYTES = 2_000_000;

const REFUSED = /^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|ATTACH|DETACH|VACUUM|PRAGMA\s+user_version)\b/i;

export type Database = {
  exec(query: string, bindings: readonly unknown[]): Cursor;
  /** For the transactions of the platform itself. */
  command(query: string): void;
  close(): void;
};

export function openDatabase(): Database {
  const db = new DatabaseSync(":memory:");
  const prepared = new Map<string, Prepared[]>();
  const commands = new Map<string, StatementSync>();

  const prepare = (query: string): Prepared[] => {
    const known = prepared.get(query);
    if (known !== undefined) return known;
    const statements = readStatements(query).map((statement) => ({ ...statement, compiled: null }));
    prepared.set(query, statements);
    return statements;
  };

  return {
    exec(query, bindings) {
      if (bindings.length > MAX_PARAMETERS) throw new Error("too many SQL variables: SQLITE_ERROR");
      const statements = prepare(query);
      const values = bindings.map(toSqlite);
      let cursor = cursorOver([], [], 0);
      for (const [index, each] of statements.entries()) {
        // Bindings belong to the last statement; the ones before it are run as they stand.
        cursor = execute(db, each, index === statements.length - 1 ? values : []);
      }
      return cursor;
    },
    command(query) {
      const known = commands.get(query) ?? db.prepare(query);
      commands.set(query, known);
      known.run();
    },
    close: () => db.close(),
  };
}

type Statement = { readonly text: string; readonly writes: boolean };
/** A later statement may need the table that an earlier one of the same text makes, so each is compiled when it runs. */
type Prepared = Statement & { compiled: { run: StatementSync; names: string[] } | null };

/** By text: there are a few dozen, and thousands of databases. */
const read = new Map<string, Statement[]>();

function readStatements(query: string): Statement[] {
  const known = read.get(query);
  if (known !== undefined) return known;
  if (query.length > MAX_STATEMENT_BYTES) throw new Error("statement too long: SQLITE_TOOBIG");
  const statements = splitStatements(query).map((text) => {
    if (REFUSED.test(text)) throw new Error(`not authorized: ${text.trim().slice(0, 40)}: SQLITE_AUTH`);
    return { text, writes: !/^\s*(select|with|values|explain|pragma)/i.test(text) };
  });
  read.set(query, statements);
  return statements;
}

function execute(db: DatabaseSync, prepared: Prepared, values: SQLInputValue[]): Cursor {
  if (prepared.compiled === null) {
    const run = db.prepare(prepared.text);
    prepared.compiled = { run, names: run.columns().map((column) => column.name) };
  }
  const { run, names } = prepared.compiled;
  if (names.length === 0) return cursorOver([], [], Number(run.run(...values).changes));
  const rows = run.all(...values).map(fromSqlite);
  return cursorOver(names, rows, prepared.writes ? rows.length : 0);
}

function cursorOver(names: string[], rows: Row[], rowsWritten: number): Cursor {
  let at = 0;
  const rest = () => {
    const left = rows.slice(at);
    at = rows.length;
    return left;
  };
  const rawRest = () => rest().map((row) => names.map((name) => row[name] ?? null));
  return {
    columnNames: names,
    rowsRead: rows.length,
    rowsWritten,
    toArray: rest,
    one() {
      const [row, ...others] = rest();
      if (row === undefined) throw new Error("Expected exactly one result from SQL query, but got no results.");
      if (others.length > 0) throw new Error("Expected exactly one result from SQL query, but got multiple results.");
      return row;
    },
    raw() {
      const left = rawRest();
      return { toArray: () => left, [Symbol.iterator]: () => left[Symbol.iterator]() };
    },
    next() {
      const value = rows[at];
      if (value === undefined) return { done: true };
      at += 1;
      return { done: false, value };
    },
    [Symbol.iterator]: () => rest()[Symbol.iterator](),
  };
}

function toSqlite(value: unknown): SQLInputValue {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "string") {
    if (value.length > MAX_VALUE_BYTES) throw new Error("string or blob too big: SQLITE_TOOBIG");
    return value;
  }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const bytes =
      value instanceof ArrayBuffer
        ? new Uint8Array(value)
        : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (bytes.byteLength > MAX_VALUE_BYTES) throw new Error("string or blob too big: SQLITE_TOOBIG");
    return bytes;
  }
  throw new TypeError(`SQL bindings are null, number, string or ArrayBuffer; got ${typeof value}`);
}

function fromSqlite(from: Record<string, unknown>): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(from)) {
    if (value === null || typeof value === "number" || typeof value === "string") row[name] = value;
    else if (typeof value === "bigint") row[name] = Number(value);
    else if (value instanceof Uint8Array) row[name] = new Uint8Array(value).buffer;
  }
  return row;
}

/** Splits at semicolons outside quotes and comments. Triggers, which hold semicolons of their own, are not supported. */
function splitStatements(query: string): string[] {
  const pieces =
    query.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"`;/-]+|[/-]/g) ?? [];
  const statements: string[] = [];
  let text = "";
  for (const piece of pieces) {
    if (piece.startsWith("--") || piece.startsWith("/*")) text += " ";
    else if (piece === ";") {
      statements.push(text);
      text = "";
    } else text += piece;
  }
  statements.push(text);
  return statements.filter((each) => each.trim() !== "");
}
