// What the server says of a question -> the answer as the page's rooms take it.
import type {
  Answer,
  AnswerColumn,
  AnswerRow,
  Coverage,
  LookerQuery,
  Question,
  SheetGroup,
} from "../props.ts";
import { groupOf, measureOf, metricOf, splitOf } from "../question/named.ts";
import { type Detail, type DetailCell, type DetailRow, freshnessOf } from "../server/run.ts";
import { capitalised, inSentence } from "../words/label.ts";
import { sayMeasure, sayQuestion } from "../words/sentence.ts";

/**
 * @param query as it was asked, whose limit is what is shown
 * @param ms from asking to having
 */
export function readAnswer(question: Question, query: LookerQuery, detail: Detail, ms: number): Answer {
  const columns = columnsOf(question);
  const group = groupOf(question);
  const split = group === undefined ? undefined : splitOf(question);
  const wide = detail.data.slice(0, question.limit);
  const mend = (row: AnswerRow): AnswerRow => withoutEmptyTotal(question, row);
  const rows =
    split === undefined ? wide.map(plainRow) : wide.flatMap((row) => longRows(row, split.field, detail));
  const totals = detail.pivots?.find((pivot) => pivot.is_total)?.key;
  const whole = detail.totals_data;
  const rowTotals = totals === undefined ? [] : wide.map((row) => mend(pivotedRow(row, totals)));
  const overall =
    group === undefined
      ? rows[0]
      : whole === undefined
        ? undefined
        : split === undefined
          ? plainRow(whole)
          : pivotedRow(whole, totals ?? "");
  return {
    query,
    title: sayQuestion(question),
    noun: question.form.noun,
    columns,
    rows:
      split === undefined
        ? inOrder(question, group, rows.map(mend))
        : byTotal(question, group, rows.map(mend), rowTotals),
    overall: overall === undefined ? undefined : mend(overall),
    rowTotals,
    splitTotals:
      split === undefined || whole === undefined
        ? []
        : (detail.pivots ?? []).flatMap((pivot) =>
            pivot.is_total
              ? []
              : [mend({ ...pivotedRow(whole, pivot.key), [split.field]: pivot.data[split.field] ?? null })],
          ),
    cut:
      detail.data.length > question.limit ||
      (detail.data.length >= question.limit && question.limit >= MOST_SHOWN),
    coverage: coverageOf(detail),
    overlap: overlapOf(detail, [group, split], rows),
    tables: detail.coverage?.tables ?? [],
    sql: detail.sql,
    fromCache: detail.from_cache,
    ms,
    freshness: freshnessOf(detail),
  };
}

/** One more row than this is never asked for: more takes the right to download. */
const MOST_SHOWN = 5000;

/** The query as it is sent: with the totals, and one row more than is shown, to know whether there are more. */
export function asSent(query: LookerQuery): LookerQuery {
  const rows = Number(query.limit);
  const grouped = query.fields.length > 1;
  return {
    ...query,
    limit: String(rows > 0 && rows < MOST_SHOWN ? rows + 1 : rows),
    ...(grouped ? { total: true } : {}),
    ...(query.pivots === undefined ? {} : { row_total: "right" as const }),
  };
}

/** How much of the rows each measure stands on. */
export function coverageOf(detail: Detail): readonly Coverage[] {
  return (detail.coverage?.measures ?? []).map(({ measure, matching, known, leftOut }) => ({
    measure,
    matching: Number(matching),
    known: Number(known),
    leftOut,
  }));
}

/** A row of cells as their values. */
export function plainRow(row: DetailRow): AnswerRow {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, cell]) => (isCell(cell) ? [[name, cell.value]] : [])),
  );
}

/** The values of one pivoted column, and those that are not pivoted. */
export function pivotedRow(row: DetailRow, key: string): AnswerRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, isCell(cell) ? cell.value : (cell[key]?.value ?? null)]),
  );
}

/** Whether a cell stands for itself rather than for the columns of a pivot. */
export function isCell(cell: DetailCell | Readonly<Record<string, DetailCell>>): cell is DetailCell {
  return "value" in cell && (cell.value === null || typeof cell.value !== "object");
}

function columnsOf(question: Question): readonly AnswerColumn[] {
  const { known, label } = metricOf(question);
  const { measure, format } = measureOf(question);
  const { count, noun } = question.form;
  const group = groupOf(question);
  const split = group === undefined ? undefined : splitOf(question);
  const grouped = (one: SheetGroup, role: "group" | "split"): AnswerColumn => ({
    field: one.field,
    label: one.label,
    role,
    type: one.type,
    format: one.format,
    timeframe: one.timeframe,
  });
  const counted = (field: string, head: string, role: "known" | "count"): AnswerColumn => ({
    field,
    label: head,
    role,
    type: "number",
    format: undefined,
    timeframe: undefined,
  });
  return [
    ...(group === undefined ? [] : [grouped(group, "group")]),
    ...(split === undefined ? [] : [grouped(split, "split")]),
    {
      field: measure,
      label: sayMeasure(question),
      role: "measure",
      type: "number",
      format,
      timeframe: undefined,
    },
    ...(known === undefined || known === measure
      ? []
      : [counted(known, `${capitalised(noun.many)} with a known ${inSentence(label)}`, "known")]),
    ...(count === measure ? [] : [counted(count, capitalised(noun.many), "count")]),
  ];
}

/** A row for each pivoted value that the group has rows of. */
function longRows(row: DetailRow, split: string, detail: Detail): readonly AnswerRow[] {
  return (detail.pivots ?? []).flatMap((pivot) => {
    if (pivot.is_total) return [];
    const cells = Object.values(row).filter((cell) => !isCell(cell));
    if (!cells.some((cell) => !isCell(cell) && (cell[pivot.key]?.value ?? null) !== null)) return [];
    return [{ ...pivotedRow(row, pivot.key), [split]: pivot.data[split] ?? null }];
  });
}

/** Looker's total over nothing is 0. Where no row has a known value, that 0 is not known either. */
function withoutEmptyTotal(question: Question, row: AnswerRow): AnswerRow {
  const { known } = metricOf(question);
  if (question.aggregation === "count" || known === undefined || (row[known] ?? "0") !== "0") return row;
  return { ...row, [measureOf(question).measure]: null };
}

/** The database's order, but rows without a value last unless the order is one of time, or was asked for. */
function inOrder(
  question: Question,
  group: SheetGroup | undefined,
  rows: readonly AnswerRow[],
): readonly AnswerRow[] {
  const { measure } = measureOf(question);
  if (group === undefined || group.timeframe !== undefined) return rows;
  if (question.sort !== undefined && question.sort.field !== measure) return rows;
  return [...rows.filter((row) => row[measure] !== null), ...rows.filter((row) => row[measure] === null)];
}

/**
 * Looker orders a pivoted answer by its first column. Where all groups are here, and nobody asked for an order, those
 * with the largest value over all columns come first.
 */
function byTotal(
  question: Question,
  group: SheetGroup | undefined,
  rows: readonly AnswerRow[],
  totals: readonly AnswerRow[],
): readonly AnswerRow[] {
  if (group === undefined || group.timeframe !== undefined || question.sort !== undefined) return rows;
  const { measure } = measureOf(question);
  const keyOf = (row: AnswerRow): string | null => row[group.field] ?? null;
  const places = new Map(
    inOrder(
      question,
      group,
      totals.toSorted((one, other) => Number(other[measure] ?? 0) - Number(one[measure] ?? 0)),
    ).map((row, index) => [keyOf(row), index]),
  );
  return rows.toSorted((one, other) => (places.get(keyOf(one)) ?? 0) - (places.get(keyOf(other)) ?? 0));
}

/** The sentence on rows that overlap, where the server counted that they do. */
function overlapOf(
  detail: Detail,
  groups: readonly (SheetGroup | undefined)[],
  rows: readonly AnswerRow[],
): string | undefined {
  if ((detail.coverage?.overlapping.length ?? 0) === 0 || rows.length < 2) return undefined;
  return groups.find((group) => group?.overlap !== undefined)?.overlap;
}
