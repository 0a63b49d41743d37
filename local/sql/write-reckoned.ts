// Measures that Looker reckons when an answer has come -> the same over the grouped rows, in their order.
import type { AskedMeasure } from "../plan/asked.ts";
import { baseOf } from "../plan/asked.ts";
import type { Plan, PlannedColumn } from "../plan/planned.ts";
import type { Sort } from "../question.ts";
import type { Writer } from "./writer.ts";

/** The rows that a value is reckoned over. */
export interface Window {
  /** Such as `PARTITION BY a`; undefined for all rows. */
  readonly within: string | undefined;
  /** What orders them; undefined where there is one row only. */
  readonly order: string | undefined;
  /** SQL that is true where not all rows that there are have come. */
  readonly cutOff: string | undefined;
  /** SQL that is true where the row before is the one that people see before; undefined where it always is. */
  readonly follows: string | undefined;
}

/** Whether a column is reckoned when the others are there. */
export function isReckoned(
  column: PlannedColumn,
): column is AskedMeasure & { readonly reckoned: NonNullable<AskedMeasure["reckoned"]> } {
  return column.kind === "measure" && column.reckoned !== undefined;
}

/** The plan with what its reckoned columns are reckoned from in their places, each once. */
export function withBases(plan: Plan): Plan {
  const columns = plan.columns.map((column) =>
    column.kind === "measure" && isReckoned(column) ? baseOf(column) : column,
  );
  return {
    ...plan,
    columns: columns.filter(
      (column, index) => columns.findIndex((one) => one.name === column.name) === index,
    ),
    sorts: [],
    limit: undefined,
  };
}

/** The column that a sort is by: Looker sorts by what is asked of the database, before it reckons. */
export function sortedBy(plan: Plan, sort: Sort): string {
  const column = plan.columns.find((one) => one.name === sort.field);
  return column?.kind === "measure" && isReckoned(column) ? baseOf(column).name : sort.field;
}

/**
 * The value in a row. Percentages are times 100, as Looker gives them
 * (https://docs.cloud.google.com/looker/docs/reference/param-measure-types).
 * @param measure must be reckoned
 */
export function writeReckoned(measure: AskedMeasure, window: Window, writer: Writer): string {
  const value = writer.dialect.identifier(baseOf(measure).name);
  const { within, order, cutOff, follows } = window;
  const over = (...parts: readonly (string | undefined)[]): string =>
    `OVER (${parts.filter((part) => part !== undefined).join(" ")})`;
  const share = (part: string, whole: string): string =>
    `100 * CAST(${part} AS DOUBLE PRECISION) / NULLIF(CAST(${whole} AS DOUBLE PRECISION), 0)`;
  switch (measure.type) {
    case "running_total":
      return order === undefined
        ? value
        : `SUM(${value}) ${over(within, `ORDER BY ${order} ROWS UNBOUNDED PRECEDING`)}`;
    case "percent_of_total": {
      const percent = share(value, `SUM(${value}) ${over(within)}`);
      return cutOff === undefined ? percent : `CASE WHEN NOT (${cutOff}) THEN ${percent} END`;
    }
    case "percent_of_previous": {
      if (order === undefined) return "CAST(NULL AS DOUBLE PRECISION)";
      const before = `LAG(${value}) ${over(within, `ORDER BY ${order}`)}`;
      const percent = share(`${value} - ${before}`, before);
      return follows === undefined ? percent : `CASE WHEN ${follows} THEN ${percent} END`;
    }
    default:
      throw new Error(`${measure.name} is not reckoned from the answer`);
  }
}
