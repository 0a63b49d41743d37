// A warehouse: where tables are filled, and all that differs between warehouses when rows are moved.
import { type Dialect, Outage } from "../../generator/index.ts";

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
  /** Columns of its primary key, in order; none where the warehouse does not enforce one. */
  readonly key: readonly string[];
}

/** A table that rows are loaded into. */
export interface LoadTarget {
  /** Its quoted name. */
  readonly table: string;
  /** What people call it. */
  readonly label: string;
  /** Where its parts are kept: letters, digits, `_` and `-`. */
  readonly folder: string;
  readonly columns: readonly string[];
  /** The place of the column that holds the record's ordinal; ordinals never go down from row to row. */
  readonly ordinal: number;
  /** The place of the column that tells whose line it is, where several share the table; `Staged.part`. */
  readonly part?: number | undefined;
  /** True when all its columns are `bigint` or hold bytes, so that no value needs a spelling. */
  readonly bare?: boolean | undefined;
}

/** A row that is given value by value, in the order of its table's columns. */
export interface Line {
  begin(): void;
  number(value: number): void;
  /** The bytes from `from` up to `to`, which are UTF-8 without a NUL; none are null. */
  text(bytes: Uint8Array, from: number, to: number): void;
  /** A hash, or the bytes of a record. */
  bytes(value: Buffer | null): void;
  end(): void;
}

/** Rows on their way into several tables at once, in memory that does not grow with them. */
export interface Loading {
  /** Adds a row. @param target the table's place among those the loading was opened with */
  add(target: number, row: readonly Loaded[]): void;
  /** Another way to add rows, quicker where there are many: always the same line for a target. */
  line(target: number): Line;
  /** Sends what has gathered, when it is enough; the sending goes on while the next rows are added. */
  rest(): Promise<void>;
  /**
   * Sends all that is left; all rows are in their tables when it returns, and none when it throws.
   * @throws LoadRefused when the warehouse refuses a row, Outage when the world fails
   */
  finish(): Promise<void>;
  /**
   * Finds again a row that was sent.
   * @returns its cells as text, or undefined when the warehouse keeps no trace of it
   */
  find(target: number, ordinal: number): Promise<readonly string[] | undefined>;
}

/** What a loading is opened for. */
export interface LoadOptions {
  /** Where parts are kept, unique for the run: small letters, digits, `_`, `-` and `/`. */
  readonly place: string;
  readonly targets: readonly LoadTarget[];
  /** Rows are proved to be loadable, and none is loaded. */
  readonly rehearse?: boolean | undefined;
  /** Hears how far it is, in bytes as they are sent. */
  readonly progress?: ((moment: LoadMoment) => void) | undefined;
}

/** One moment of a loading. */
export interface LoadMoment {
  /** `upload`: parts go to the pipeline bucket; `copy`: the warehouse reads them. */
  readonly step: "upload" | "copy";
  /** The label of the table. */
  readonly label: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** One open session. Everything it throws that is not our bug is an Outage in words, or a LoadRefused. */
export interface Warehouse {
  readonly dialect: Dialect;
  /** The longest name of a table or column, in bytes. */
  readonly longestName: number;
  /** How many columns a table has at most. */
  readonly mostColumns: number;
  /** The type of a column that holds a hash or the bytes of a record. */
  readonly bytesType: string;
  /** The longest record whose bytes fit into such a column. */
  readonly longestBytes: number;
  /** The type of a column that holds any text of ours. */
  readonly textType: string;
  /** Stands after the type of a column of ours whose values are always short, so that nothing is made for long ones. */
  readonly alwaysShort: string;
  /** The words that begin `CREATE TABLE` for a table that nobody misses after a crash. */
  readonly createScratch: string;
  /** Any value as text, whole. */
  readonly asText: (sql: string) => string;
  /** Text compared byte by byte, so that the same drop is settled in the same way everywhere. */
  readonly byteOrder: (sql: string) => string;
  /** A placeholder whose value is a Buffer. @param mark e.g. `$3` */
  readonly bytes: (mark: string) => string;
  /** What a query gave for a column of `bytesType`, as bytes; undefined for null. */
  readonly readBytes: (value: unknown) => Buffer | undefined;
  /** True when a column that must hold a value can be told that it need not. */
  readonly canLoosen: boolean;
  /** Whether `ALTER COLUMN … TYPE` can bring a column from one type to another. */
  readonly canRetype: (there: string, wanted: string) => boolean;
  /** Runs one statement; `values` stand for `$1`, `$2`, … */
  query<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Result<Row>>;
  /** Runs statements without values, one after the other; where the warehouse takes many in one message, so. */
  script(statements: readonly string[]): Promise<void>;
  /**
   * Does several works, each a chain of statements, inside a transaction. None may build upon what another one does:
   * where the warehouse lets us, a statement is sent without waiting for the answers to those of the others.
   * @returns what they gave, in their order
   * @throws what the first that failed has thrown, when all that were begun have ended
   */
  abreast<T>(works: readonly (() => Promise<T>)[]): Promise<readonly T[]>;
  /** Opens a way for rows into tables. Outside a transaction. */
  load(options: LoadOptions): Loading;
  /**
   * All or nothing: what `work` does is seen by others when it returns, and undone when it throws. When
   * another session changed the same rows at the same moment, all of it is undone and `work` is called once
   * more, so it must keep nothing from the first time. Inside another transaction it is part of that one.
   * @throws CommitUnknown when the connection was lost after COMMIT was sent
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Takes the lock of this name if nobody holds it; it ends with the session, however that ends.
   * @returns false, too, where the warehouse has no such locks
   */
  takeLock(name: string): Promise<boolean>;
  /** Whether any session holds the lock of this name; false where the warehouse has no such locks. */
  isLocked(name: string): Promise<boolean>;
  /** Whether the schema is there. */
  hasSchema(schema: string): Promise<boolean>;
  /**
   * Takes the key of a table without rows away where the warehouse enforces keys: sorting rows once is quicker than
   * finding a place for each. Inside a transaction.
   * @returns puts it back, once the rows are there
   */
  withoutKey(schema: string, table: string): Promise<() => Promise<void>>;
  /** The tables of a schema; none when there is no such schema. */
  tablesOf(schema: string): Promise<readonly ExistingTable[]>;
  close(): Promise<void>;
}

/**
 * The connection was lost between COMMIT and its answer: what was to be published may be there or not, and
 * only the ledger knows. Ask it on a new connection.
 */
export class CommitUnknown extends Outage {}

/** The warehouse would not take a row. `ordinal` is that of the record it came from, when it could be found. */
export class LoadRefused extends Error {
  override readonly name = "LoadRefused";
  /** The place of the table among the targets. */
  readonly target: number;
  readonly column: string | undefined;
  readonly ordinal: number | undefined;
  /** What stands in the column that tells whose line it is, where several share the table. */
  readonly part: number | undefined;
  /** What the warehouse said, and where it saw it, in words. */
  readonly reason: string;

  /** @param refusal what is known of it */
  constructor(refusal: {
    readonly target: number;
    readonly column: string | undefined;
    readonly ordinal: number | undefined;
    readonly part?: number | undefined;
    readonly reason: string;
  }) {
    super(refusal.reason);
    this.target = refusal.target;
    this.column = refusal.column;
    this.ordinal = refusal.ordinal;
    this.part = refusal.part;
    this.reason = refusal.reason;
  }
}
