// A question -> what its answer can be trusted with: how many rows carry each value, whether rows overlap, which tables it read.
import type pg from "pg";
import { type Dialect, findExplore, type Model } from "../generator/index.ts";
import { type Answer, answerTogether, type Cell } from "./answer.ts";
import { dropsIn, planDrops, type ReadDrop } from "./drops.ts";
import { whyLeftOut } from "./left-out.ts";
import { aggregatesOf, type AskedMeasure } from "./plan/asked.ts";
import { dimensionsOf, planCoarser } from "./plan/coarser.ts";
import type { FilterContext } from "./filter/context.ts";
import { type Owner, type Plan, plan } from "./plan.ts";
import { tablesOf } from "./plan/places.ts";
import type { Place } from "./plan/predicate.ts";
import { tablesBehind } from "./plan/row-source.ts";
import type { Query, QueryColumn } from "./query.ts";
import type { Question } from "./question.ts";
import { writeSql } from "./sql.ts";
import { indent } from "./sql/writer.ts";

/** How many rows one measure stands on. */
export interface MeasureCoverage {
  /** Full name. */
  readonly measure: string;
  /** The view whose rows are measured, by its name in the explore. */
  readonly view: string;
  /** Rows of the view that the question's filters, and the measure's own, let through. */
  readonly matching: number;
  /** Those of them that carry the value; the others' is not known, and the measure leaves them out. */
  readonly known: number;
  /** What holds of the others, in words; undefined where every matching row carries the value. */
  readonly leftOut: string | undefined;
}

/** What an answer can be trusted with. */
export interface Coverage {
  /** In the order of the question's fields. */
  readonly measures: readonly MeasureCoverage[];
  /** Views with a row in more than one group, so that their groups do not add up to the total. */
  readonly overlapping: readonly string[];
  /** Every table the answer is computed from, as `schema.table`. */
  readonly tables: readonly string[];
  /**
   * The drops whose records those tables hold, the latest first; undefined where the ledger does not say it of
   * each of them, as for tables that were not hydrated.
   */
  readonly drops: readonly ReadDrop[] | undefined;
}

/** A question's coverage, ready to be asked for. */
export interface PlannedCoverage {
  /** One row: the counts. */
  readonly counts: Query | undefined;
  /** One row: each repeated view's rows, counted once in every group they are in. */
  readonly inGroups: Query | undefined;
  readonly measures: readonly {
    readonly name: string;
    readonly view: string;
    readonly leftOut: string | undefined;
  }[];
  readonly repeated: readonly string[];
  readonly tables: readonly Place[];
}

/**
 * Coverage is counted over all rows that the filters on rows let through, not only over the groups that a
 * limit or a filter on a measure leaves in sight.
 * @throws as `plan`
 */
export function planCoverage(
  model: Model,
  question: Question,
  dialect: Dialect,
  asking: Partial<FilterContext>,
): PlannedCoverage {
  const asked = plan(model, question, asking);
  const measures = distinct(
    asked.columns.flatMap((column) => (column.kind === "measure" ? aggregatesOf(column) : [])),
  );
  const named = measures.map((measure) => ({
    name: measure.name,
    view: measure.alias,
    leftOut:
      measure.dimension && whyLeftOut(model, viewNamed(model, question, measure.alias), measure.dimension),
  }));
  const shared = { measures: named, tables: tablesOf(asked) };
  if (measures.length === 0) return { ...shared, counts: undefined, inGroups: undefined, repeated: [] };
  const whole = planCoarser(model, question, [], asking);
  const counts = writeSql(counting(whole, countsOf), dialect);
  const dimensions = dimensionsOf(model, question);
  const planned = planCoarser(model, question, dimensions, asking);
  const repeated = [
    ...new Set(planned.owners.filter((owner) => owner.repeated).map((owner) => owner.place.alias)),
  ];
  if (dimensions.length === 0 || repeated.length === 0)
    return { ...shared, counts, inGroups: undefined, repeated: [] };
  // A condition of the explore's own on groups hides some, so that nobody may add up what is in all of them.
  if (planned.havingSql !== undefined) return { ...shared, counts, inGroups: undefined, repeated };
  const grouped = counting(planned, (owner) => (owner.repeated ? [rowsOf(owner)] : []));
  const inner = writeSql(grouped, dialect);
  const sums = grouped.owners.map((owner) => dialect.identifier(rowsOf(owner).name));
  return {
    ...shared,
    counts,
    repeated,
    inGroups: {
      ...inner,
      text: `SELECT\n${indent(sums.map((sum) => `SUM(${sum}) AS ${sum}`).join(",\n"))}\nFROM (\n${indent(inner.text)}\n) AS groups_counted`,
      columns: inner.columns.filter((column: QueryColumn) => column.category === "measure"),
    },
  };
}

/**
 * Counts what the answer to a question stands on, on one state of the tables.
 * @throws Mistake and Outage, as `plan` and `answer`
 */
export async function coverageOf(
  pool: pg.Pool,
  model: Model,
  question: Question,
  dialect: Dialect,
  asking: Partial<FilterContext> = {},
  signal?: AbortSignal,
): Promise<Coverage> {
  const planned = planCoverage(model, question, dialect, asking);
  const { counts, inGroups, measures, repeated } = planned;
  const read = [...new Set(planned.tables.flatMap(tablesBehind))].toSorted();
  const tables = read.map((table) => `${model.schema}.${table}`);
  const from = await planDrops(pool, model, read, dialect, signal);
  const asked = { counts, inGroups, from };
  const names = (["counts", "inGroups", "from"] as const).filter((name) => asked[name] !== undefined);
  const answers = await answerTogether(
    pool,
    names.flatMap((name) => asked[name] ?? []),
    signal,
  );
  const answerTo = (name: (typeof names)[number]): Answer | undefined => answers[names.indexOf(name)];
  const told = answerTo("from");
  const shared = { tables, drops: told && dropsIn(told) };
  const row = answerTo("counts")?.rows[0];
  // A condition of the explore's own on groups keeps back what it would be counted from.
  if (row === undefined) return { measures: [], overlapping: repeated, ...shared };
  const groups = answerTo("inGroups");
  return {
    measures: measures.map(({ name, view, leftOut }) => {
      const [matching, known] = [Number(row[matchingName(name)] ?? 0), Number(row[knownName(name)] ?? 0)];
      return { measure: name, view, matching, known, leftOut: known < matching ? leftOut : undefined };
    }),
    overlapping: repeated.filter(
      (view) => groups === undefined || !same(groups.rows[0]?.[rowsName(view)], row[rowsName(view)]),
    ),
    ...shared,
  };
}

/** The plan with counts as its columns, in place of its own measures, and no order or limit. */
function counting(planned: Plan, countsFor: (owner: Owner) => readonly AskedMeasure[]): Plan {
  const condition = (planned.havingSql?.measures ?? []).flatMap((one) => [one, ...aggregatesOf(one)]);
  const kept = (owner: Owner | undefined): readonly AskedMeasure[] =>
    owner?.measures.filter((one) => condition.some((piece) => piece.name === one.name)) ?? [];
  const counts = wholeViews(planned.owners).map((owner) => ({ owner, added: countsFor(owner) }));
  const apart = planned.owners.filter((owner) => owner.distinctKey !== undefined);
  return {
    ...planned,
    earlier: [],
    owners: [
      ...counts.map(({ owner, added }) => {
        const own = planned.owners.find((one) => one.place === owner.place && !apart.includes(one));
        return { ...owner, measures: [...added, ...kept(own)] };
      }),
      ...apart.map((owner) => ({ ...owner, measures: kept(owner) })),
    ].filter((owner) => owner.measures.length > 0),
    columns: [
      ...planned.columns.filter((column) => column.kind === "dimension"),
      ...counts.flatMap(({ added }) => added),
    ],
    sorts: [],
    limit: undefined,
  };
}

/** Every view's measures together, whatever tells their values apart: what is counted is its rows. */
function wholeViews(owners: readonly Owner[]): readonly Owner[] {
  const aliases = [...new Set(owners.map((owner) => owner.place.alias))];
  return aliases.flatMap((alias) => {
    const own = owners.filter((owner) => owner.place.alias === alias);
    const plain = own.find((owner) => owner.distinctKey === undefined) ?? own[0];
    if (plain === undefined) return [];
    return [{ ...plain, distinctKey: undefined, measures: own.flatMap((owner) => owner.measures) }];
  });
}

function countsOf(owner: Owner): readonly AskedMeasure[] {
  return [
    rowsOf(owner),
    ...distinct(owner.measures.flatMap(aggregatesOf)).flatMap((measure) => {
      const matching = { ...counted(measure, matchingName(measure.name)), filters: measure.filters };
      const known =
        measure.of === undefined
          ? measure.filters
          : [
              ...measure.filters,
              {
                alias: measure.alias,
                sql: measure.of,
                language: "number" as const,
                condition: { kind: "known" as const },
                caseSensitive: true,
                strict: measure.plain,
              },
            ];
      return [matching, { ...counted(measure, knownName(measure.name)), filters: known }];
    }),
  ];
}

function distinct(measures: readonly AskedMeasure[]): readonly AskedMeasure[] {
  return [...new Map(measures.map((measure) => [measure.name, measure])).values()];
}

function rowsOf(owner: Owner): AskedMeasure {
  const [measure] = owner.measures;
  if (measure === undefined) throw new Error(`${owner.place.alias} measures nothing`);
  return { ...counted(measure, rowsName(owner.place.alias)), filters: [] };
}

/** A count of the view's rows. */
function counted(measure: AskedMeasure, name: string): AskedMeasure {
  return {
    ...measure,
    name,
    label: name,
    type: "count",
    values: "number",
    filterLanguage: "number",
    of: undefined,
    distinctKey: undefined,
    percentile: undefined,
    computed: undefined,
    reckoned: undefined,
    compared: undefined,
    plain: true,
    format: undefined,
  };
}

/** The view behind a name of the question's explore. */
function viewNamed(model: Model, question: Question, alias: string): string {
  const join = findExplore(model, question.view)?.joins.find((one) => one.name === alias);
  return join?.view ?? alias;
}

function same(one: Cell | undefined, other: Cell | undefined): boolean {
  return Number(one ?? 0) === Number(other ?? 0);
}

// No field of a model can be called these: its names have no blanks.
const rowsName = (view: string): string => `rows of ${view}`;
const matchingName = (measure: string): string => `matching of ${measure}`;
const knownName = (measure: string): string => `known of ${measure}`;
