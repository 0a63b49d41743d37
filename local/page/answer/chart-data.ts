// An answer -> what its chart is drawn from; nothing where there is no one measure by one or two groups.
import type { Answer, AnswerColumn, AnswerRow, ChartAxis, ChartData, ChartPoint } from "../props.ts";
import type { Picked } from "./behind.ts";

/** @returns undefined for an answer without rows, and for one of several measures */
export function chartDataOf(answer: Answer): ChartData | undefined {
  const { columns, rows } = answer;
  const role = (name: AnswerColumn["role"]): AnswerColumn | undefined =>
    columns.find((column) => column.role === name);
  const measure = role("measure");
  const group = role("group");
  const split = role("split");
  if (measure === undefined || rows.length === 0) return undefined;
  return {
    title: answer.title,
    measure: { label: measure.label, format: measure.format },
    group: group && axisOf(group),
    split: split && axisOf(split),
    points: rows.map((row) => ({
      key: group === undefined ? undefined : (row[group.field] ?? null),
      split: split === undefined ? undefined : (row[split.field] ?? null),
      value: row[measure.field] ?? null,
    })),
    overall: answer.overall?.[measure.field] ?? null,
    cut: answer.cut,
  };
}

/** The groups of a point of the chart. */
export function pickedPoint(answer: Answer, point: ChartPoint): Picked {
  return answer.columns.flatMap((column) => {
    const value = column.role === "group" ? point.key : column.role === "split" ? point.split : undefined;
    return value === undefined ? [] : [{ column, value }];
  });
}

/** The group of a row of the table; its other columns stand side by side. */
export function pickedRow(answer: Answer, row: AnswerRow): Picked {
  return answer.columns.flatMap((column) =>
    column.role === "group" ? [{ column, value: row[column.field] ?? null }] : [],
  );
}

function axisOf({ label, field, type, format, timeframe }: AnswerColumn): ChartAxis {
  return { label, field, type, format, timeframe };
}
