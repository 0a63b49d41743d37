// The catalog of Postgres -> the tables of a schema, with their columns and keys.
import type { ExistingTable, Warehouse } from "../warehouse.ts";

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  readonly required: boolean;
  readonly key_place: number | null;
}

/** @returns none when there is no such schema */
export async function tablesOf(query: Warehouse["query"], schema: string): Promise<readonly ExistingTable[]> {
  const { rows } = await query<ColumnRow>(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
            a.attnotnull AS required, array_position(i.indkey::int2[], a.attnum) AS key_place
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      ORDER BY c.relname, a.attnum`,
    [schema],
  );
  const tables = new Map<string, ColumnRow[]>();
  for (const row of rows) tables.set(row.table_name, [...(tables.get(row.table_name) ?? []), row]);
  return [...tables].map(([name, columns]) => ({
    name,
    columns: columns.map((column) => ({
      name: column.column_name,
      type: column.type,
      required: column.required,
    })),
    key: columns
      .filter((column) => column.key_place !== null)
      .sort((a, b) => (a.key_place ?? 0) - (b.key_place ?? 0))
      .map((column) => column.column_name),
  }));
}
