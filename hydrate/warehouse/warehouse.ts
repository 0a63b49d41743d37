// A warehouse: where tables are filled, and all that differs between warehouses when rows are moved.
import type { Dialect } from "../../generator/index.ts";

/** A value on its way into a table: in canonical spelling, or as a number or bytes of our own. */
export type Loaded = string | number | Buffer | null;

/** What a statement gave back. */
export interface Result<Row> {
  readonly rows: readonly Row[];
  /** Rows changed, or returned. */
  readonly count: number;
}

/** A column as the warehouse has it. */
export interface ExistingColumn {
  readonly name: string;
  /** As the warehouse spells it, e.g. `numeric(14,0)`. */
  readonly type: string;
  readonly required: boolean;
}

/** A table as the warehouse has it. */
export interface ExistingTable {
  readonly name: string;
  readonly columns: readonly ExistingColumn[];
  /** Columns of its primary key, in order. */
  readonly key: readonly string[];
}

/** One open session. Everything it throws that is not our bug is an Outage in words. */
export interface Warehouse {
  readonly dialect: Dialect;
  /** The longest name of a table or column, in bytes. */
  readonly longestName: number;
  /** The type of a column that holds bytes. */
  readonly bytesType: string;
  /** The words that begin `CREATE TABLE` for a table that nobody misses after a crash. */
  readonly createScratch: string;
  /** Text compared byte by byte, so that the same drop is settled in the same way everywhere. */
  readonly byteOrder: (sql: string) => string;
  /** Runs one statement; `values` stand for `$1`, `$2`, … */
  query<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Result<Row>>;
  /** One row, spelled for `copy`. */
  encode(row: readonly Loaded[]): string;
  /** Appends encoded rows to a table, fast. @param table its quoted name */
  copy(table: string, columns: readonly string[], rows: string): Promise<void>;
  /** All or nothing: what `work` does is seen by others when it returns, and undone when it throws. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Takes the lease of this name if nobody holds it; it ends with the session, however that ends. */
  takeLease(name: string): Promise<boolean>;
  /** Who holds the lease of this name, and since when they are connected; undefined when nobody does. */
  leaseHolder(name: string): Promise<{ readonly who: string; readonly since: Date } | undefined>;
  /** Whether the schema is there. */
  hasSchema(schema: string): Promise<boolean>;
  /** The tables of a schema; none when there is no such schema. */
  tablesOf(schema: string): Promise<readonly ExistingTable[]>;
  close(): Promise<void>;
}
