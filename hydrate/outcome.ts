// What became of a drop: counts for its files and tables, what was quarantined, and what else is worth knowing.
import type { FaultCode } from "./record/decode.ts";
import type { Coercion } from "./record/scalar.ts";

/** What became of records. `read` = `loaded` + `collapsed` + `quarantined`, always. */
export interface RecordCounts {
  readonly read: number;
  readonly loaded: number;
  /** Said the same, value for value, as another record of the same key that was kept. */
  readonly collapsed: number;
  readonly quarantined: number;
}

/** What became of one file. */
export interface FileReport {
  readonly name: string;
  readonly source: string;
  readonly bytes: number;
  readonly records: RecordCounts;
}

/** How one table changed. */
export interface TableReport {
  readonly table: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Rows the drop brought that were there already with the same values. */
  readonly unchanged: number;
}

/** One reason for quarantine, with how many records it took. */
export interface QuarantineReport {
  readonly code: FaultCode;
  readonly column: string | undefined;
  readonly count: number;
  /** The first of them. */
  readonly example: {
    readonly file: string;
    readonly record: number;
    readonly line: number;
    readonly reason: string;
  };
}

/** How often values of a column were changed on reading. */
export interface CoercionReport {
  readonly source: string;
  readonly column: string;
  readonly coercion: Coercion;
  readonly cells: number;
}

/** What became of one drop. */
export interface DropReport {
  readonly drop: string;
  readonly period: string | undefined;
  /** `nothing_to_do`: all of it had been loaded before; `notes` say when. */
  readonly outcome: "published" | "nothing_to_do";
  /** The run's number in the ledger, when there was one. */
  readonly run: number | undefined;
  readonly records: RecordCounts;
  readonly files: readonly FileReport[];
  readonly tables: readonly TableReport[];
  /** The most frequent first. */
  readonly quarantine: readonly QuarantineReport[];
  readonly coercions: readonly CoercionReport[];
  /** Sentences without their full stop. */
  readonly notes: readonly string[];
  readonly started: Date;
  readonly finished: Date;
}

/** What became of everything that was asked for. */
export interface HydrateReport {
  /** One for each drop, in the order they were hydrated. */
  readonly drops: readonly DropReport[];
}
