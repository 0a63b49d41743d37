// A table's references -> complaints about those that lead nowhere.
import type { Table } from "../model/table.ts";
import type { Complaints } from "./complaints.ts";

/** @param tables every table of the model by its name, that one among them */
export function checkReferences(
  table: Table,
  tables: ReadonlyMap<string, Table>,
  complaints: Complaints,
): void {
  for (const reference of table.references) {
    if (!table.columns.some((column) => column.name === reference.column)) {
      const known = table.columns.map((column) => column.name);
      complaints.unknownName(
        reference.at,
        `column in table \`${table.name}\` called`,
        reference.column,
        known,
        true,
      );
    }
    const target = tables.get(reference.table);
    if (target === undefined) {
      complaints.unknownName(reference.at, "table", reference.table, [...tables.keys()]);
    } else if (target.key.length !== 1) {
      complaints.add({
        code: "key-clash",
        at: reference.at,
        message: `\`${reference.table}\` has a key of ${target.key.length} columns, so one column cannot refer to it`,
      });
    }
  }
}
