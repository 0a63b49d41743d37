// The data tests of the generated LookML -> questions to the planner, and whether what they assert holds.
import {
  type DataTest,
  dataTestsPath,
  type DataTestsPicture,
  dataTestsPicture,
  DIALECTS,
  type Explore,
  type Field,
  type MeasureFilter,
  type Model,
  type View,
} from "../../../generator/index.ts";
import type { Cell } from "../../answer.ts";
import type { FilterContext } from "../../filter/context.ts";
import { plan } from "../../plan.ts";
import type { Query } from "../../query.ts";
import type { Question } from "../../question.ts";
import { writeSql } from "../../sql.ts";
import { holds } from "./assertion.ts";

/** A data test with the file it stands in. */
export interface PlacedTest {
  readonly test: DataTest;
  /** From the root of the LookML project. */
  readonly file: string;
  readonly picture: DataTestsPicture;
}

/** Rows that a query gave, keyed by full field name. */
export type TestRows = readonly Readonly<Record<string, Cell>>[];

/** What became of a test. */
export interface TestOutcome {
  readonly asserted: number;
  /** In words, one for each assertion that does not hold. */
  readonly failures: readonly string[];
}

/** All data tests of a model, in the order of its explores. */
export function dataTestsOf(model: Model): readonly PlacedTest[] {
  return model.explores.flatMap((explore) => {
    const picture = dataTestsPicture(explore, model);
    if (picture === undefined) return [];
    const tests = [
      ...picture.keyTests,
      ...picture.linkTests,
      ...(picture.totals?.tests ?? []),
      ...picture.own,
    ];
    return tests.map((test) => ({ test, file: dataTestsPath(explore.name), picture }));
  });
}

/** The question a test asks, as its parameters stand in the LookML. */
export function questionOf(model: Model, { test, picture }: PlacedTest): Question {
  const { totals } = picture;
  const beside = totals !== undefined && test.explore === totals.check;
  return {
    model: model.name,
    view: beside ? totals.explore : test.explore,
    fields: fieldsOf(test).filter((field) => !beside || !field.startsWith(`${totals.view}.`)),
    filters: Object.fromEntries((test.filters ?? []).map(({ field, value }) => [field, value])),
    sorts: (test.sorts ?? []).map(({ field, value }) => ({ field, descending: value === "desc" })),
    limit: test.limit,
  };
}

/**
 * Runs a test. What Looker computes in a derived table beside the joins, the totals without any join, is asked in
 * a question of its own.
 * @param ask runs queries on one state of the tables, and gives the rows of each
 * @throws Mistake and Outage, as `plan` and `ask`
 */
export async function runDataTest(
  model: Model,
  placed: PlacedTest,
  ask: (queries: readonly Query[]) => Promise<readonly TestRows[]>,
  asking: Partial<FilterContext>,
): Promise<TestOutcome> {
  const { test, picture } = placed;
  const { totals } = picture;
  const tested = withTestParts(model, picture);
  const question = questionOf(model, placed);
  const questions = [question];
  const known = totals !== undefined && test.explore === totals.check ? totals.measures : [];
  if (known.length > 0)
    questions.push({ ...question, fields: known.map((measure) => measure.field), filters: {}, sorts: [] });
  const [rows = [], apart = []] = await ask(
    questions.map((one) => writeSql(plan(tested, one, asking), DIALECTS.postgres)),
  );
  const beside = Object.fromEntries(
    known.map((measure) => [`${totals?.view ?? ""}.${measure.column}`, apart[0]?.[measure.field] ?? null]),
  );
  return {
    asserted: test.asserts.length,
    failures: test.asserts.flatMap(({ name, expression }) => {
      const wrong = rows.find((row) => !holds(expression, { ...row, ...beside }));
      return wrong === undefined
        ? []
        : [`${name}: ${expression} does not hold for ${sayRow({ ...wrong, ...beside })}.`];
    }),
  };
}

/** The model with the measures and hidden explores that the tests' file adds to it. */
function withTestParts(model: Model, picture: DataTestsPicture): Model {
  const explores: readonly Explore[] = picture.alone.map((alone) => alone.noun);
  return {
    ...model,
    views: model.views.map((view) => {
      const missing = picture.keys.find((one) => one.refined === `+${view.name}`);
      const added = [
        ...(missing === undefined ? [] : [counter(missing.measure, view, filtersOf(missing.filters))]),
        ...countersAskedFor(view, picture),
      ];
      const own = new Set(view.fields.map((field) => field.name));
      return { ...view, fields: [...view.fields, ...added.filter((field) => !own.has(field.name))] };
    }),
    explores: [...model.explores, ...explores],
  };
}

/** The hidden count that the generated LookML gives a view without one. */
function countersAskedFor(view: View, picture: DataTestsPicture): readonly Field[] {
  const tests = [...picture.keyTests, ...picture.linkTests, ...(picture.totals?.tests ?? [])];
  const fields = tests.flatMap(fieldsOf);
  const names = fields.flatMap((field) => {
    const [alias, name = ""] = field.split(".");
    return alias === view.name && /^count(_\d+)?$/.test(name) ? [name] : [];
  });
  return [...new Set(names)].map((name) => counter(name, view, []));
}

function counter(name: string, view: View, filters: readonly MeasureFilter[]): Field {
  return {
    kind: "measure",
    name,
    label: name,
    description: undefined,
    groupLabel: undefined,
    hidden: true,
    type: "count",
    of: undefined,
    filters,
    format: undefined,
    requiredAccessGrants: [],
    at: view.at,
  };
}

function filtersOf(
  filters: readonly { readonly field: string; readonly value: unknown }[],
): readonly MeasureFilter[] {
  return filters.map(({ field, value }) => ({ dimension: field, value: String(value) }));
}

function fieldsOf(test: DataTest): readonly string[] {
  return [...new Set(test.columns.map((column) => column.field))];
}

function sayRow(row: Readonly<Record<string, Cell>>): string {
  return Object.entries(row)
    .map(([field, value]) => `${field} = ${value === null ? "nothing" : String(value)}`)
    .join(", ");
}
