// A source and the tables it fills -> a hash that changes when the same file would give other rows.
import { hash } from "node:crypto";
import type { Model, Source } from "../generator/index.ts";

/** Counts up when hydrate itself reads a file differently than before. */
const RULES = 1;

/**
 * @returns SHA-256 in hexadecimal, of all that decides about the rows: not of descriptions, labels, file
 *   patterns or places in looker.yml
 */
export function contractOf(model: Model, source: Source): string {
  const tables = model.tables
    .filter((table) => table.from.some((origin) => origin.source === source.name))
    .map(({ name, from, key, columns, references }) => ({
      name,
      from: from.filter((origin) => origin.source === source.name),
      key,
      columns: columns.map((column) => [column.name, column.type, column.origin, column.required]),
      references: references.map((reference) => [reference.column, reference.table]),
    }));
  const { key, load, duplicates } = source;
  // Only this contract decides about rows; the others about whole drops.
  const strict = source.contract === "quarantine" ? [source.contract] : [];
  const columns = source.columns.map(({ name, shape, required, matches }) => [
    name,
    shape,
    required,
    matches ?? null,
  ]);
  return hash(
    "sha256",
    JSON.stringify([RULES, model.schema, key, load, duplicates, columns, tables, ...strict]),
  );
}
