// A whole answer -> the text of Looker's `csv` result: labels, then a line for each row.
import { stringify } from "csv-stringify/sync";
import type { Cell } from "../answer.ts";
import type { PivotColumn, WholeAnswer } from "../whole-answer.ts";
import { inWords } from "./write-json.ts";

/**
 * As Looker writes it (API 4.0, format `csv`): comma, line feed after every line, values unformatted and not
 * escaped for spreadsheets, since scripts read this. Pivoted, a line of the columns' values comes first for
 * each pivoted dimension.
 */
export function writeCsv(answer: WholeAnswer): string {
  const { pivots } = answer;
  const pivoted = pivots === undefined ? [] : Object.keys(pivots[0]?.values ?? {});
  const shown = answer.columns.filter((column) => !pivoted.includes(column.name));
  const dimensions = shown.filter((column) => column.category === "dimension");
  const measures = shown.filter((column) => column.category === "measure");
  if (pivots === undefined) {
    const rows = answer.rows.map((row) => shown.map((column) => written(row[column.name])));
    return csv([shown.map((column) => column.label), ...rows]);
  }
  const heads = pivoted.map((name) => {
    const label = answer.columns.find((column) => column.name === name)?.label ?? name;
    const values = pivots.flatMap((pivot) => measures.map(() => headOf(pivot, name)));
    return dimensions.length === 0
      ? values
      : [...dimensions.map((_, index) => (index === dimensions.length - 1 ? label : "")), ...values];
  });
  const labels = [
    ...dimensions.map((column) => column.label),
    ...pivots.flatMap(() => measures.map((column) => column.label)),
  ];
  const rows = answer.rows.map((row) => [
    ...dimensions.map((column) => written(row[column.name])),
    ...pivots.flatMap((pivot) =>
      measures.map((column) => {
        const values = row[column.name];
        return written(typeof values === "object" && values !== null ? values[pivot.key] : null);
      }),
    ),
  ]);
  return csv([...heads, labels, ...rows]);
}

function headOf(pivot: PivotColumn, name: string): string | number | null {
  return pivot.isTotal ? "Row Total" : written(pivot.values[name] ?? null);
}

function written(value: Cell | undefined | Readonly<Record<string, Cell>>): string | number | null {
  return value === undefined || typeof value === "object" ? null : inWords(value);
}

function csv(lines: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    lines.map((line) => [...line]),
    { record_delimiter: "unix" },
  );
}
