// A table's key -> taken away while rows come, and put back as it was.
import { DIALECTS } from "../../../generator/index.ts";
import type { Warehouse } from "../warehouse.ts";

/** See `Warehouse.withoutKey`. The columns of the key go on refusing null. */
export async function withoutKey(
  query: Warehouse["query"],
  schema: string,
  table: string,
): Promise<() => Promise<void>> {
  const found = await query<{ name: string; key: string }>(
    `SELECT k.conname AS name, pg_get_constraintdef(k.oid) AS key
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND k.contype = 'p'`,
    [schema, table],
  );
  const [constraint] = found.rows;
  if (constraint === undefined) return async () => {};
  const quote = DIALECTS.postgres.identifier;
  const quoted = `${quote(schema)}.${quote(table)}`;
  const name = quote(constraint.name);
  await query(`ALTER TABLE ${quoted} DROP CONSTRAINT ${name}`);
  return async () => {
    await query(`ALTER TABLE ${quoted} ADD CONSTRAINT ${name} ${constraint.key}`);
  };
}
