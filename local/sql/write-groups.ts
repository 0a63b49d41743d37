// The groups of a plan -> what a SELECT says of them: their columns, GROUP BY, and the conditions on them.
import type { AskedMeasure } from "../plan/asked.ts";
import type { Plan, PlannedColumn } from "../plan/planned.ts";
import { writeCondition } from "./write-condition.ts";
import type { Rows } from "./write-rows.ts";
import type { Writer } from "./writer.ts";

/** A dimension of the plan, as the rows have it. */
export function writeDimension(plan: Plan, column: PlannedColumn, rows: Rows, writer: Writer): string {
  if (column.kind !== "dimension") throw new Error(`${column.name} is not a dimension`);
  const index = plan.columns.findIndex((one) => one.name === column.name);
  return rows.groups.get(index) ?? writer.expression(column.shownSql);
}

/** Groups by the dimensions among the columns, by their places. */
export function groupBy(columns: readonly PlannedColumn[]): readonly string[] {
  const positions = columns.flatMap((column, index) => (column.kind === "dimension" ? [index + 1] : []));
  return positions.length === 0 ? [] : [`GROUP BY ${positions.join(", ")}`];
}

/**
 * The conditions on groups, those of the question and the one that the model writes as SQL, in brackets.
 * @param write writes a measure of the group
 */
export function having(
  plan: Plan,
  writer: Writer,
  write: (measure: AskedMeasure) => string,
): readonly string[] {
  const conditions = plan.having.map(({ measure, condition }) =>
    writeCondition(write(measure), condition, measure.filterLanguage, writer),
  );
  if (plan.havingSql === undefined) return conditions;
  const { sql, measures } = plan.havingSql;
  const named = (name: string): string => {
    const measure = measures.find((one) => one.name === name);
    if (measure === undefined) throw new Error(`the condition on groups does not know ${name}`);
    return write(measure);
  };
  return [...conditions, `(${writer.expression(sql, named)})`];
}
