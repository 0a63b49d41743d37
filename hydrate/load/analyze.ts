// Tables that have changed -> what the warehouse's planner knows of them.
import type { Names } from "../names.ts";
import type { TableReport } from "../outcome.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** So few changed rows do not make a plan worse; the warehouse looks at such tables itself, in its own time. */
const FEWEST_ROWS = 1_000;

/** Leaves out tables of which hardly anything has changed: what is known of them still holds. */
export async function analyzeTables(
  warehouse: Warehouse,
  names: Names,
  tables: readonly TableReport[],
): Promise<void> {
  const much = tables.filter(({ added, changed, removed }) => added + changed + removed >= FEWEST_ROWS);
  await warehouse.script(much.map(({ table }) => `ANALYZE ${names.published(table)}`));
}
