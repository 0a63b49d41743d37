// An answer -> the table that is shown of it: heads, cells as people read them, and the totals below.
import type { Answer, AnswerColumn, AnswerRow } from "../props.ts";
import { showCoverage } from "../words/coverage.ts";
import { NOTHING, showFigure } from "../words/figure.ts";
import { compareSplits, nameGroup } from "../words/group-name.ts";

/** A column of the table. */
export interface GridColumn {
  readonly key: string;
  readonly head: string;
  readonly isNumber: boolean;
  /** Its cells are days and the like, which stay on one line. */
  readonly isTime: boolean;
  /** Full name of the field it is sorted by; undefined where it cannot be sorted by. */
  readonly sorts: string | undefined;
}

/** A row of the table. */
export interface GridRow {
  readonly key: string;
  readonly cells: readonly string[];
  /** The answer's row behind it; of a split answer, the first. */
  readonly row: AnswerRow;
}

/** The whole table. */
export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  /** Over everything that matches, from a query of its own. */
  readonly totals: readonly string[] | undefined;
}

/** An answer that is split has a column for each of the split's values, and one over all of them. */
export function gridOf(answer: Answer): Grid {
  const split = answer.columns.find((column) => column.role === "split");
  return split === undefined ? plainGrid(answer) : splitGrid(answer, split);
}

function plainGrid({ columns, rows, overall, noun }: Answer): Grid {
  const known = columns.find((column) => column.role === "known");
  const count = columns.find((column) => column.role === "count");
  const shown = columns.filter((column) => column !== known && column !== count);
  const counted = known ?? count;
  const cellsOf = (row: AnswerRow): readonly string[] => [
    ...shown.map((column) => showCell(row, column)),
    ...(counted === undefined
      ? []
      : [
          count === undefined
            ? showFigure(row[counted.field])
            : showCoverage(known && row[known.field], row[count.field]),
        ]),
  ];
  return {
    columns: [
      ...shown.map((column) => ({
        key: column.field,
        head: column.label,
        isNumber: column.type === "number" && column.timeframe === undefined,
        isTime: column.timeframe !== undefined || column.type === "date",
        sorts: column.field,
      })),
      ...(counted === undefined
        ? []
        : [
            {
              key: "counted",
              head: known === undefined ? counted.label : `Coverage (${noun.many})`,
              isNumber: true,
              isTime: false,
              sorts: counted.field,
            },
          ]),
    ],
    rows: rows.map((row, index) => ({ key: String(index), cells: cellsOf(row), row })),
    totals: overall === undefined || rows.length === 0 ? undefined : withName(cellsOf(overall), shown),
  };
}

function splitGrid({ columns, rows, rowTotals, splitTotals, overall }: Answer, split: AnswerColumn): Grid {
  const group = columns.find((column) => column.role === "group");
  const measure = columns.find((column) => column.role === "measure");
  if (group === undefined || measure === undefined)
    throw new Error("a split answer has a group and a measure");
  const values = [...new Set(rows.map((row) => row[split.field] ?? null))].toSorted(compareSplits);
  const byGroup = new Map<string | null, Map<string | null, AnswerRow>>();
  for (const row of rows) {
    const key = row[group.field] ?? null;
    const cells = byGroup.get(key) ?? new Map<string | null, AnswerRow>();
    cells.set(row[split.field] ?? null, row);
    byGroup.set(key, cells);
  }
  const total = (key: string | null): AnswerRow | undefined =>
    rowTotals.find((row) => (row[group.field] ?? null) === key);
  const below = (value: string | null): string => {
    const row = splitTotals.find((one) => (one[split.field] ?? null) === value);
    return row === undefined ? "" : showCell(row, measure);
  };
  return {
    columns: [
      {
        key: group.field,
        head: group.label,
        isNumber: false,
        isTime: group.timeframe !== undefined,
        sorts: group.field,
      },
      ...values.map((value, index) => ({
        key: `${index}`,
        head: nameGroup(value, split),
        isNumber: true,
        isTime: false,
        sorts: undefined,
      })),
      { key: "all", head: "All", isNumber: true, isTime: false, sorts: undefined },
    ],
    rows: [...byGroup].map(([key, cells], index) => ({
      key: String(index),
      cells: [
        nameGroup(key, group),
        ...values.map((value) => {
          const row = cells.get(value);
          return row === undefined ? "" : showCell(row, measure);
        }),
        showFigure(total(key)?.[measure.field], measure.format),
      ],
      row: cells.values().next().value ?? {},
    })),
    totals:
      overall === undefined
        ? undefined
        : ["All matching", ...values.map(below), showFigure(overall[measure.field], measure.format)],
  };
}

function showCell(row: AnswerRow, column: AnswerColumn): string {
  const value = row[column.field];
  if (column.role === "measure") return showFigure(value, column.format);
  if (value === undefined) return NOTHING;
  return nameGroup(value, column);
}

/** The totals are of no group. */
function withName(cells: readonly string[], shown: readonly AnswerColumn[]): readonly string[] {
  return cells.map((cell, index) =>
    index === 0 && shown[0]?.role !== "measure"
      ? "All matching"
      : shown[index]?.role === "group" || (shown[index]?.role === "other" && cell === NOTHING)
        ? ""
        : cell,
  );
}
