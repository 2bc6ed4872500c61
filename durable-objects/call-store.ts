/** What one call keeps in its object's SQLite: itself, its pinned rulebook, its events, its transcript. */
import type { Line } from "../rules/call/effects.ts";
import type { Call } from "../rules/call/state.ts";
import type { CallId, ControlId, E164, EpochMs } from "../rules/ids.ts";
import type { BailOut } from "./bail-out.ts";
import { cutText, utf8Bytes } from "./cut-text.ts";
import type { Storage } from "./migrations.ts";
import type { LogRow, Pin } from "./protocol.ts";

/** Far below the platform's 2 MB a row, which local runs do not enforce. */
const LINE_MAX_BYTES = 8 * 1024;
const TRANSCRIPT_MAX_BYTES = 512 * 1024;
/** Stands for all that came after the cap. */
const LEFT_OUT = "…";
/** A call's state is a few kilobytes and a compiled rulebook some tens; the rules bound the lists in both. */
const VALUE_MAX_BYTES = 1024 * 1024;

/** Facts about the arrival that must be at hand even when the state cannot be read. */
export type Arrival = {
  readonly call: CallId;
  /** The caller's leg. */
  readonly control: ControlId;
  /** Our number that was called. */
  readonly to: E164;
  readonly at: EpochMs;
  /** See clock.ts. */
  readonly shiftMs: number;
};

/** The singletons, each a row of its own. */
export type Held = {
  readonly arrival: Arrival | null;
  readonly call: Call | null;
  /** Our state is there and cannot be used. */
  readonly unreadable: boolean;
  readonly pin: Pin | null;
  /** Set once the rules have failed this call; nothing is asked of them any more. */
  readonly bail: BailOut | null;
  /** By our clock: when the call closed, or when something came for a call that has not arrived. */
  readonly idleSince: EpochMs | null;
};

export const NOTHING_HELD: Held = {
  arrival: null,
  call: null,
  unreadable: false,
  pin: null,
  bail: null,
  idleSince: null,
};

/** A null key is an event of our own, which has no duplicates. */
export type EventKey = { readonly key: string | null; readonly id: string | null };

export class CallStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  load(): Held {
    const values = new Map(
      this.#storage.sql
        .exec<{ name: string; value: string }>("SELECT name, value FROM kept")
        .toArray()
        .map(({ name, value }) => [name, value]),
    );
    const read = (name: string): unknown => {
      const text = values.get(name);
      return text === undefined ? null : JSON.parse(text);
    };
    const held = {
      arrival: read("arrival") as Arrival | null,
      pin: read("pin") as Pin | null,
      bail: read("bail") as BailOut | null,
      idleSince: read("idleSince") as EpochMs | null,
    };
    try {
      const call = read("call") as Call | null;
      if (call === null || call.v === 1) return { ...held, call, unreadable: false };
      return { ...held, call: null, unreadable: true };
    } catch {
      return { ...held, call: null, unreadable: true };
    }
  }

  /** Writes what is not what it was; the call itself is written by `saveCall`. */
  save(held: Held, before: Held): void {
    for (const name of ["arrival", "pin", "bail", "idleSince"] as const) {
      const value = held[name];
      if (value === before[name]) continue;
      if (value === null) this.#storage.sql.exec("DELETE FROM kept WHERE name = ?", name);
      else this.#put(name, JSON.stringify(value));
    }
  }

  saveCall(text: string): void {
    this.#put("call", text);
  }

  #put(name: string, value: string): void {
    if (utf8Bytes(value) > VALUE_MAX_BYTES) throw new TooLarge(`"${name}" has outgrown its row`);
    this.#storage.sql.exec(
      "INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      name,
      value,
    );
  }

  /** Telnyx may redeliver under a new id, so both keys count. */
  hasSeen({ key, id }: EventKey): boolean {
    if (key === null && id === null) return false;
    return this.#storage.sql.exec("SELECT 1 FROM event WHERE key = ? OR id = ? LIMIT 1", key, id).toArray().length > 0;
  }

  /** Also what makes this event's duplicates known. */
  log(event: EventKey, row: Omit<LogRow, "seq">): void {
    this.#storage.sql.exec(
      `INSERT INTO event (key, id, seq, at, type, detail)
       SELECT coalesce(?, '#' || n.seq), ?, n.seq, ?, ?, ? FROM (SELECT coalesce(max(seq), 0) + 1 AS seq FROM event) AS n`,
      event.key,
      event.id,
      row.at,
      row.type,
      row.detail,
    );
  }

  /** Lines past the cap are left out; the last one kept says so. */
  addLines(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const query = `SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) AS used,
      (SELECT text FROM transcript ORDER BY seq DESC LIMIT 1) AS last FROM transcript`;
    let { used, last } = this.#storage.sql.exec<{ used: number; last: string | null }>(query).one();
    for (const line of lines) {
      if (last === LEFT_OUT) return;
      const text = cutText(line.text, LINE_MAX_BYTES);
      used += utf8Bytes(text);
      last = used > TRANSCRIPT_MAX_BYTES ? LEFT_OUT : text;
      this.#storage.sql.exec(
        "INSERT INTO transcript (at, speaker, text) VALUES (?, ?, ?)",
        line.at,
        line.speaker,
        last,
      );
    }
  }

  transcript(): Line[] {
    return this.#storage.sql
      .exec<Line & Record<string, never>>("SELECT at, speaker, text FROM transcript ORDER BY seq")
      .toArray();
  }

  logRows(): LogRow[] {
    return this.#storage.sql
      .exec<LogRow & Record<string, never>>("SELECT seq, at, type, detail FROM event ORDER BY seq")
      .toArray();
  }
}

/** What was to be kept is larger than a row may be. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}
