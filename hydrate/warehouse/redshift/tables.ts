// The catalog of a Redshift cluster -> the tables of a schema, with types spelled as our own CREATE TABLE does.
import type { ExistingTable, Warehouse } from "../warehouse.ts";

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  readonly required: boolean;
}

/** Keys are left out: the cluster knows them and enforces none. @returns none when there is no such schema */
export async function tablesOf(query: Warehouse["query"], schema: string): Promise<readonly ExistingTable[]> {
  const { rows } = await query<ColumnRow>(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
            a.attnotnull AS required
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'v', 'm')
      ORDER BY c.relname, a.attnum`,
    [schema],
  );
  const tables = new Map<string, ColumnRow[]>();
  for (const row of rows) tables.set(row.table_name, [...(tables.get(row.table_name) ?? []), row]);
  return [...tables].map(([name, columns]) => ({
    name,
    columns: columns.map((column) => ({
      name: column.column_name,
      type: ourSpelling(column.type),
      required: column.required,
    })),
    key: [],
  }));
}

/** `character varying(40)` -> `VARCHAR(40)`. */
function ourSpelling(type: string): string {
  return type
    .replace(/^character varying/, "VARCHAR")
    .replace(/^numeric/, "DECIMAL")
    .replace(/^timestamp without time zone$/, "TIMESTAMP");
}
