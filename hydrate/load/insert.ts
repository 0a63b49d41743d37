// Lines of a table of ours -> INSERT statements of many lines each, since every statement is a way to the warehouse and back.
import type { Warehouse } from "../warehouse/warehouse.ts";

/** How many values one statement has at most: warehouses count them in 15 bits. */
const MOST_VALUES = 2_000;

/**
 * @param into the quoted name of the table
 * @param columns plain names of ours, as they stand in SQL
 * @param lines each with a value for each column; bytes are Buffers in every line or in none, but for null
 */
export async function insertLines(
  warehouse: Pick<Warehouse, "query" | "bytes">,
  into: string,
  columns: readonly string[],
  lines: readonly (readonly unknown[])[],
): Promise<void> {
  const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
  for (let from = 0; from < lines.length; from += atOnce) {
    const some = lines.slice(from, from + atOnce);
    const marks = some.map((line, row) => {
      const each = line.map((value, at) => {
        const mark = `$${row * columns.length + at + 1}`;
        return Buffer.isBuffer(value) ? warehouse.bytes(mark) : mark;
      });
      return `(${each.join(", ")})`;
    });
    await warehouse.query(
      `INSERT INTO ${into} (${columns.join(", ")}) VALUES ${marks.join(", ")}`,
      some.flat(),
    );
  }
}
