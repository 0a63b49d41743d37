// What the ledger of hydrate knows, as the server tells admins: runs, quarantine, sources.

/** How many records became what. */
export interface Counts {
  readonly read: number;
  readonly loaded: number;
  readonly collapsed: number;
  readonly quarantined: number;
}

/** One run of hydrate (`/runs`). */
export interface Run {
  readonly id: number;
  readonly drop: string;
  readonly period: string | null;
  readonly kind: "load" | "rollback";
  readonly state: string;
  readonly started: string;
  readonly finished: string | null;
  readonly seconds: number | null;
  readonly upon: number | null;
  readonly sources: readonly string[];
  readonly records: Counts | null;
  readonly rows: { readonly added: number; readonly changed: number; readonly removed: number };
  readonly reason: string | null;
  readonly replays: number | null;
}

/** A run with its files and tables (`/runs/:run`). */
export interface RunInFull {
  readonly run: Run;
  readonly files: readonly {
    readonly name: string;
    readonly source: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly records: Counts;
  }[];
  readonly tables: readonly {
    readonly table: string;
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    readonly unchanged: number;
  }[];
  readonly notes: readonly string[];
  readonly drift: readonly { readonly source: string; readonly column: string; readonly said: string }[];
}

/** Records in quarantine with one reason (`/quarantine`). */
export interface QuarantineGroup {
  readonly run: number;
  readonly drop: string;
  readonly source: string;
  readonly code: string;
  readonly column: string | null;
  readonly records: number;
  readonly example: {
    readonly file: string;
    readonly line: number;
    readonly record: number;
    readonly reason: string;
  };
}

/** All of it. */
export interface Quarantine {
  readonly groups: readonly QuarantineGroup[];
  readonly records: number;
  readonly replayed: number;
  readonly corrected: number;
  readonly settled: readonly {
    readonly run: number;
    readonly drop: string;
    readonly source: string;
    readonly by: number;
    readonly byDrop: string;
    readonly how: string;
    readonly records: number;
  }[];
}

/** A record of quarantine as it came (`/quarantine/records`). */
export interface QuarantineRecord {
  readonly run: number;
  readonly ordinal: number;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly reason: string;
  readonly raw: string | null;
  readonly cut: boolean;
}

/** One source and its last deliveries (`/sources`). */
export interface Source {
  readonly source: string;
  readonly description: string | null;
  readonly deliveries: number;
  readonly last: readonly {
    readonly run: number;
    readonly period: string | null;
    readonly published: string;
    readonly records: Counts;
  }[];
  readonly quarantined: number;
  readonly failed: { readonly run: number; readonly state: string; readonly reason: string | null } | null;
  readonly failures: number;
}
