// The ledger's tables: made where they are missing, and widened where an older hydrate made them.
import type { KeptTable, Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** A column; `required` holds for tables that are made, a column that is added later may be empty. */
interface LedgerColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** One table with the columns of its key first. */
interface LedgerTable {
  readonly key: readonly string[];
  readonly columns: readonly LedgerColumn[];
}

/** Makes the ledger's tables where they are missing. Call it with the lease held. */
export async function makeLedger(warehouse: Warehouse, names: Names): Promise<void> {
  if (!(await warehouse.hasSchema(names.schema)))
    await warehouse.query(`CREATE SCHEMA ${names.quotedSchema}`);
  const there = new Map((await warehouse.tablesOf(names.schema)).map((table) => [table.name, table]));
  for (const [name, table] of Object.entries(tablesWith(warehouse)) as [KeptTable, LedgerTable][]) {
    const found = there.get(name);
    if (found === undefined) {
      await warehouse.query(createTable(names.kept(name), table));
      continue;
    }
    for (const column of table.columns) {
      if (found.columns.some((one) => one.name === column.name)) continue;
      await warehouse.query(`ALTER TABLE ${names.kept(name)} ADD COLUMN ${column.name} ${column.type}`);
    }
  }
}

/** The statement that makes one of them, unless it is there. */
function createTable(quoted: string, { key, columns }: LedgerTable): string {
  const written = columns.map(({ name, type, required }) => `${name} ${type}${required ? " NOT NULL" : ""}`);
  const primary = key.length === 0 ? [] : [`PRIMARY KEY (${key.join(", ")})`];
  return `CREATE TABLE IF NOT EXISTS ${quoted} (${[...written, ...primary].join(", ")})`;
}

/** Makes the two tables of the lease, which are needed before the lease is held. */
export async function makeLeaseTables(warehouse: Warehouse, names: Names): Promise<void> {
  if (!(await warehouse.hasSchema(names.schema)))
    await warehouse.query(`CREATE SCHEMA ${names.quotedSchema}`);
  const tables = tablesWith(warehouse);
  for (const name of ["lease", "beats"] as const)
    await warehouse.query(createTable(names.kept(name), tables[name]));
}

function tablesWith({
  bytesType: bytes,
  textType: text,
}: Pick<Warehouse, "bytesType" | "textType">): Record<KeptTable, LedgerTable> {
  /** `name type` is a column that must hold a value, `name type?` one that may be empty. */
  const table = (
    key: readonly string[],
    ...columns: readonly (readonly [string, string])[]
  ): LedgerTable => ({
    key,
    columns: columns.map(([name, type]) => ({
      name,
      type: type.replace("?", ""),
      required: !type.endsWith("?"),
    })),
  });
  const moment = "timestamptz";
  const number = "bigint";
  return {
    runs: table(
      ["id"],
      ["id", number],
      ["drop_name", text],
      ["period", `${text}?`],
      ["state", text],
      ["started", moment],
      ["finished", `${moment}?`],
      ["host", text],
      ["process", number],
      ["os_user", `${text}?`],
      // What it did: `load` (also where it is empty), or `rollback`.
      ["kind", `${text}?`],
      // The run whose rows it built upon; for a rollback the one whose rows it brought back.
      ["upon", `${number}?`],
      ["records_read", `${number}?`],
      ["loaded", `${number}?`],
      ["collapsed", `${number}?`],
      ["quarantined", `${number}?`],
      ["reason", `${text}?`],
      // Names of the sources it was to load, in the model's order, separated by commas; also when it was refused.
      ["sources", `${text}?`],
    ),
    files: table(
      ["run", "number"],
      ["run", number],
      ["number", number],
      ["name", text],
      ["source", text],
      ["size", number],
      ["sha256", text],
      ["contract", text],
      ["records_read", number],
      ["loaded", number],
      ["collapsed", number],
      ["quarantined", number],
      ["header", `${bytes}?`],
      // Where it lay, and which version of it was read, where the storage has such.
      ["address", `${text}?`],
      ["version", `${text}?`],
    ),
    tasks: table(
      ["run", "table_name"],
      ["run", number],
      ["table_name", text],
      ["added", number],
      ["changed", number],
      ["removed", number],
      ["unchanged", number],
    ),
    tables: table(
      ["name"],
      ["name", text],
      ["made_by_run", number],
      // The earliest run that a rollback can bring this table to.
      ["kept_from", `${number}?`],
    ),
    raw_records: table(
      ["run", "ordinal"],
      ["run", number],
      ["ordinal", number],
      ["file", number],
      ["record", number],
      ["line", number],
      ["start_byte", number],
      ["end_byte", number],
      ["sha256", bytes],
      ["raw", `${bytes}?`],
    ),
    quarantine: table(
      ["run", "ordinal"],
      ["run", number],
      ["ordinal", number],
      ["source", text],
      ["file", text],
      ["record", number],
      ["line", number],
      ["start_byte", number],
      ["end_byte", number],
      ["code", text],
      ["column_name", `${text}?`],
      ["reason", text],
      ["raw", `${bytes}?`],
      // As text, where it can be read: so a later record of the same key is known to be the same one's.
      ["record_key", `${text}?`],
    ),
    coercions: table(
      ["run", "source", "column_name", "coercion"],
      ["run", number],
      ["source", text],
      ["column_name", text],
      ["coercion", text],
      ["cells", number],
    ),
    // Manifests that were accepted: the chain of each source.
    manifests: table(
      ["number"],
      ["number", number],
      ["source", text],
      ["sha256", text],
      ["period", text],
      ["revision", number],
      ["previous", `${text}?`],
      ["key_id", text],
      ["created", moment],
      ["accepted", moment],
      // Empty when all of its files had been loaded before.
      ["run", `${number}?`],
    ),
    drift: table(
      ["run", "source", "column_name"],
      ["run", number],
      ["source", text],
      ["column_name", text],
      ["kind", text],
      ["said", text],
      ["fits", `${text}?`],
    ),
    // What the report of a run said beside its numbers, in its order.
    notes: table(["run", "number"], ["run", number], ["number", number], ["note", text]),
    // Which records of an earlier run's quarantine a run has put through again; they count when it was published.
    replays: table(
      ["run", "ordinal"],
      ["run", number],
      ["ordinal", number],
      ["of_run", number],
      ["of_ordinal", number],
    ),
    // Which records of an earlier run's quarantine a run has brought anew; they count while it is published. `how` is
    // `key`, `record` (the same bytes), `file` (it came again with all else in it) or `snapshot` (the next one came).
    corrections: table(
      ["run", "of_run", "of_ordinal"],
      ["run", number],
      ["of_run", number],
      ["of_ordinal", number],
      ["how", text],
    ),
    // Records that were loaded, but not into this table: what they gave way to there is `source`, `later_month` or `since`.
    gave_way: table(
      ["run", "table_name", "ordinal"],
      ["run", number],
      ["table_name", text],
      ["ordinal", number],
      ["gave_way_to", text],
    ),
    // One row. Whoever takes the lease counts `token` up; nothing is published under an older one.
    lease: table(
      ["place"],
      ["place", number],
      ["token", number],
      ["holder", `${text}?`],
      ["host", `${text}?`],
      ["process", `${number}?`],
      ["os_user", `${text}?`],
      ["since", `${moment}?`],
      ["locked", "boolean"],
    ),
    // One row. Apart from the lease, so that a sign of life never waits for what is being published.
    beats: table([], ["token", number], ["beats", number], ["latest", `${moment}?`]),
  };
}
