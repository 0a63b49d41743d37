// What became of tables -> a list of them with their rows added, changed, removed and left as they were.
import type { TableReport } from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { listLines } from "../columns.ts";
import { AT_A_GLANCE, striking } from "./page.ts";

/** Of many tables those that lost rows or changed most; the sum of all stands below when there are several. */
export function tableLines(tables: readonly TableReport[], width: number, all: boolean): readonly string[] {
  const { shown: touched, hidden } = striking(
    tables,
    all,
    (table) => table.added + table.changed + table.removed > 0,
  );
  const much = (table: TableReport): number => table.removed * 10 + table.changed + table.added;
  const shown =
    all || touched.length <= AT_A_GLANCE
      ? touched
      : touched.toSorted((a, b) => much(b) - much(a)).slice(0, AT_A_GLANCE);
  const left = hidden + touched.length - shown.length;
  const sum = (of: (table: TableReport) => number): number =>
    tables.reduce((total, one) => total + of(one), 0);
  const numbers = (table: Omit<TableReport, "table">): readonly string[] =>
    [table.added, table.changed, table.removed, table.unchanged].map(number);
  return [
    ...listLines(
      [
        { head: "table", narrow: "cut" },
        { head: "added", align: "right" },
        { head: "changed", align: "right" },
        { head: "removed", align: "right" },
        { head: "unchanged", align: "right" },
      ],
      [
        ...shown.map((table) => [table.table, ...numbers(table)]),
        ...(left === 0
          ? []
          : [
              [
                `all ${number(tables.length)} tables`,
                ...numbers({
                  added: sum((one) => one.added),
                  changed: sum((one) => one.changed),
                  removed: sum((one) => one.removed),
                  unchanged: sum((one) => one.unchanged),
                }),
              ],
            ]),
      ],
      width,
    ),
    ...(left === 0 ? [] : [`… and ${count(left, "more table")} (--all lists them)`]),
  ];
}
