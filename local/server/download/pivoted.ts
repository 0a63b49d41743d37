// An answer that was put together in memory -> plain rows; pivoted, with a column for each pivoted value and measure.
import type { Cell } from "../../answer.ts";
import type { QueryColumn } from "../../query.ts";
import type { WholeAnswer } from "../../whole-answer.ts";
import type { Batch } from "./rows.ts";

/** A table that is held. */
export interface HeldRows {
  readonly columns: readonly QueryColumn[];
  readonly rows: Batch;
}

/**
 * An answer as a table. Columns of pivoted values are called `view.measure|value`, labelled `value Measure`.
 * @param pivoted full names of the dimensions that are pivoted; without any, rows are as they are
 */
export function flatten(answer: WholeAnswer, pivoted: readonly string[]): HeldRows {
  const { pivots } = answer;
  if (pivots === undefined)
    return {
      columns: answer.columns,
      rows: answer.rows.map((row) => answer.columns.map((column) => row[column.name] ?? null)),
    };
  const dimensions = answer.columns.filter(
    (column) => column.category === "dimension" && !pivoted.includes(column.name),
  );
  const spread = pivots.flatMap((pivot) =>
    answer.columns.filter((column) => column.category === "measure").map((measure) => ({ pivot, measure })),
  );
  const cellOf = (value: Cell | Readonly<Record<string, Cell>> | undefined, key: string): Cell =>
    typeof value === "object" && value !== null ? (value[key] ?? null) : null;
  return {
    columns: [
      ...dimensions,
      ...spread.map(({ pivot, measure }): QueryColumn => {
        const words = Object.values(pivot.values).map((value) =>
          value === null ? "∅" : typeof value === "boolean" ? (value ? "Yes" : "No") : String(value),
        );
        const over = pivot.isTotal ? "Row Total" : words.join(" ");
        return {
          ...measure,
          name: `${measure.name}|${pivot.isTotal ? "row_total" : pivot.key}`,
          label: `${over} ${measure.label}`,
        };
      }),
    ],
    rows: answer.rows.map((row) => [
      ...dimensions.map((column) => row[column.name] ?? null),
      ...spread.map(({ pivot, measure }) => cellOf(row[measure.name], pivot.key)),
    ]),
  };
}
