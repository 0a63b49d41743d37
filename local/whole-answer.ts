// A whole question -> its whole answer: rows, their totals, and pivoted values as columns.
import type pg from "pg";
import { type Dialect, type Model } from "../generator/index.ts";
import { type Answer, answer, answerTogether, type Cell } from "./answer.ts";
import type { FilterContext } from "./filter/context.ts";
import { orderName } from "./plan/order.ts";
import { fillRows } from "./whole-answer/fill.ts";
import { COLUMN_RANK, ROW_RANK } from "./whole-answer/pivot.ts";
import { type Part, partsOf } from "./whole-answer/parts.ts";
import type { QueryColumn } from "./query.ts";
import type { WholeQuestion } from "./question.ts";

/** The key Looker gives to the values over all pivoted columns (API 4.0, `json_detail`). */
const ROW_TOTAL_KEY = "$$$_row_total_$$$";

/** A column of pivoted values. */
export interface PivotColumn {
  /** The pivoted values, as Looker writes them: text, several with `|FIELD|` between. */
  readonly key: string;
  /** By full name of the pivoted dimension; null in all of them for a row total. */
  readonly values: Readonly<Record<string, Cell>>;
  readonly isTotal: boolean;
}

/** A row by full field name; a measure that is pivoted has a value for each column's key. */
export type WholeRow = Readonly<Record<string, Cell | Readonly<Record<string, Cell>>>>;

/** Rows with all that stands around them. */
export interface WholeAnswer {
  /** All fields of the question, in order. */
  readonly columns: readonly QueryColumn[];
  /** Undefined when nothing was pivoted. */
  readonly pivots: readonly PivotColumn[] | undefined;
  /** True when there are more pivoted values than the column limit. */
  readonly columnsTruncated: boolean;
  readonly rows: readonly WholeRow[];
  readonly total: WholeRow | undefined;
  /** For each level that was asked for, the groups that the rows show. */
  readonly subtotals: readonly {
    readonly dimensions: readonly string[];
    readonly rows: readonly WholeRow[];
  }[];
  readonly parts: readonly Part[];
  /** How long the database took, in milliseconds. */
  readonly ms: number;
}

/**
 * Asks all queries of a question, on one state of the tables.
 * @param signal when it is aborted, the database is told to stop
 * @throws Mistake and Outage, as `partsOf` and `answer`
 */
export async function answerWhole(
  pool: pg.Pool,
  model: Model,
  question: WholeQuestion,
  dialect: Dialect,
  asking: Partial<FilterContext>,
  signal?: AbortSignal,
): Promise<WholeAnswer> {
  return answerParts(pool, question, partsOf(model, question, dialect, asking), signal);
}

/**
 * The same for queries that are written already.
 * @param parts of `question`, from `partsOf`
 */
export async function answerParts(
  pool: pg.Pool,
  question: WholeQuestion,
  parts: readonly Part[],
  signal?: AbortSignal,
): Promise<WholeAnswer> {
  const [only, ...more] = parts;
  if (only === undefined) throw new Error("a question without a query");
  const answers =
    more.length === 0
      ? [await answer(pool, only.query, signal)]
      : await answerTogether(
          pool,
          parts.map((part) => part.query),
          signal,
        );
  return put(question, parts, answers);
}

/** Puts the answers of the parts together. */
function put(question: WholeQuestion, parts: readonly Part[], answers: readonly Answer[]): WholeAnswer {
  const rowsOf = (role: Part["role"]): Answer["rows"] =>
    answers[parts.findIndex((part) => part.role === role)]?.rows ?? [];
  const columns = (answers[0]?.columns ?? []).filter((column) => question.fields.includes(column.name));
  const common = { columns, parts, ms: answers.reduce((sum, one) => sum + one.ms, 0) };
  const total = rowsOf("total")[0];
  if (question.pivots.length === 0) {
    const fill = parts[0]?.fill;
    const measured = columns.filter((column) => column.category === "measure").map((column) => column.name);
    const rows = fill === undefined ? rowsOf("rows") : fillRows(rowsOf("rows"), fill, measured);
    return {
      ...common,
      pivots: undefined,
      columnsTruncated: false,
      rows,
      total,
      subtotals: parts.flatMap((part, index) => {
        if (part.role !== "subtotals") return [];
        const shown = new Set(rows.map((row) => groupOf(row, part.dimensions)));
        const groups = (answers[index]?.rows ?? []).filter((row) => shown.has(groupOf(row, part.dimensions)));
        return [{ dimensions: part.dimensions, rows: groups }];
      }),
    };
  }
  const measures = columns.filter((column) => column.category === "measure").map((column) => column.name);
  const rowDimensions = columns
    .filter((column) => column.category === "dimension" && !question.pivots.includes(column.name))
    .map((column) => column.name);
  const cells = rowsOf("rows");
  // Two groups of one name are two, where something else puts them in order.
  const [pivoted, standing] = [withOrdersOf(question.pivots), withOrdersOf(rowDimensions)];
  const groups = new Map(
    pivotColumns(question, cells).map(({ column, cell }) => [column, groupOf(cell, pivoted)]),
  );
  const found = [...groups.keys()];
  const shown = found.slice(0, question.columnLimit);
  const rowTotal: readonly PivotColumn[] =
    question.rowTotal === undefined
      ? []
      : [
          {
            key: ROW_TOTAL_KEY,
            values: Object.fromEntries(question.pivots.map((name) => [name, null])),
            isTotal: true,
          },
        ];
  const pivots = question.rowTotal === "left" ? [...rowTotal, ...shown] : [...shown, ...rowTotal];
  /** Each measure's values by column, from the rows that hold one column each. */
  const spread = (
    held: Answer["rows"],
    over: Answer["rows"][number] | undefined,
  ): Record<string, Record<string, Cell>> => {
    const byColumn = new Map(held.map((row) => [groupOf(row, pivoted), row]));
    return Object.fromEntries(
      measures.map((measure) => [
        measure,
        Object.fromEntries(
          pivots.map((column) => {
            const row = column.isTotal ? over : byColumn.get(groups.get(column) ?? "");
            return [column.key, row?.[measure] ?? null];
          }),
        ),
      ]),
    );
  };
  const overRows = new Map(rowsOf("row totals").map((row) => [groupOf(row, standing), row]));
  const rows = rowGroups(cells, question.limit).map((group): WholeRow => {
    const [first] = group;
    const dimensions = Object.fromEntries(rowDimensions.map((name) => [name, first?.[name] ?? null]));
    return { ...dimensions, ...spread(group, overRows.get(groupOf(first ?? {}, standing))) };
  });
  return {
    ...common,
    pivots,
    columnsTruncated: found.length > shown.length,
    rows,
    total: question.total ? spread(rowsOf("column totals"), total) : undefined,
    subtotals: [],
  };
}

function withOrdersOf(dimensions: readonly string[]): readonly string[] {
  return dimensions.flatMap((name) => [name, orderName(name)]);
}

/** The columns in order with one of their cells each, one more than the limit when there are more. */
function pivotColumns(
  question: WholeQuestion,
  cells: Answer["rows"],
): readonly { readonly column: PivotColumn; readonly cell: Answer["rows"][number] }[] {
  const byRank = new Map<number, Answer["rows"][number]>();
  for (const cell of cells) byRank.set(Number(cell[COLUMN_RANK]), cell);
  const ranks = [...byRank.keys()]
    .filter((rank) => rank <= question.columnLimit + 1)
    .toSorted((one, other) => one - other);
  const taken = new Set<string>();
  return ranks.map((rank) => {
    const values = Object.fromEntries(
      question.pivots.map((name) => [name, byRank.get(rank)?.[name] ?? null]),
    );
    const key = question.pivots.map((name) => keyPart(values[name] ?? null)).join("|FIELD|");
    // A text "null" beside an unknown value would otherwise take its place.
    let free = key;
    for (let copy = 2; taken.has(free); copy += 1) free = `${key} (${copy})`;
    taken.add(free);
    return { column: { key: free, values, isTotal: false }, cell: byRank.get(rank) ?? {} };
  });
}

/** Cells by row, in order; a cell that stands for its column only is in none. */
function rowGroups(cells: Answer["rows"], limit: number | undefined): readonly Answer["rows"][] {
  const groups = new Map<number, Answer["rows"][number][]>();
  for (const cell of cells) {
    const rank = Number(cell[ROW_RANK]);
    if (limit !== undefined && rank > limit) continue;
    const group = groups.get(rank) ?? [];
    group.push(cell);
    groups.set(rank, group);
  }
  return [...groups.entries()].toSorted(([one], [other]) => one - other).map(([, group]) => group);
}

function groupOf(row: Readonly<Record<string, Cell>>, dimensions: readonly string[]): string {
  return JSON.stringify(dimensions.map((name) => row[name] ?? null));
}

function keyPart(value: Cell): string {
  return typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
}
