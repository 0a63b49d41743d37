// A question and the model -> a plan: which views are joined, what is grouped, and how each measure stays right.
import { type Explore, findExplore, Mistake, type Model } from "../generator/index.ts";
import { type AskedField, type AskedMeasure, baseOf, resolveField, viewOf } from "./plan/asked.ts";
import {
  accessFiltersOf,
  groupConditionOf,
  rowConditionOf,
  withUsualFilters,
} from "./plan/explore-conditions.ts";
import { bothConditions, filterExpressionCondition } from "./filter-expression/condition.ts";
import { type FilterContext, filterContext } from "./filter/context.ts";
import { readFilter } from "./filter/filter.ts";
import { earlierOf } from "./plan/earlier.ts";
import type { MovedTime, Said } from "./plan/liquid.ts";
import { orOf, someMeasure } from "./plan/nearest.ts";
import { inOrder, orderColumns } from "./plan/order.ts";
import { ownersOf } from "./plan/owners.ts";
import type { InnerPlan, Plan, PlannedColumn } from "./plan/planned.ts";
import { chooseParameters } from "./plan/parameters.ts";
import { ancestors, hopsFrom } from "./plan/paths.ts";
import { joinsTo, placeOf, predicatesOf } from "./plan/predicate.ts";
import type { Question, Sort } from "./question.ts";
import { innerQuestion } from "./plan/inner.ts";
import { tablesOf } from "./plan/places.ts";
import { tablesBehind } from "./plan/row-source.ts";
import { refuseUnfiltered } from "./plan/unfiltered.ts";
import { visibleModel } from "./visible.ts";

export type { Owner, Plan, PlannedColumn } from "./plan/planned.ts";

/**
 * Joins what is shown, turns filters on what is not shown into conditions on related rows (so that they
 * repeat nothing), and marks each view whose rows the joins repeat.
 * @param asking the time, the calendar and the user attributes that filters may ask for; nothing here reads
 *   a clock, so without `now` filters relative to it are refused
 * @throws Mistake for names the explore does not have and for what cannot be answered
 */
export function plan(whole: Model, question: Question, asking: Partial<FilterContext> = {}): Plan {
  return planMoved(whole, question, asking, undefined);
}

/**
 * @param moved the point in time that is read as if it were later
 * @param isInner whether its rows are a table of another question: nobody reads them in an order but for a limit
 */
function planMoved(
  whole: Model,
  question: Question,
  asking: Partial<FilterContext>,
  moved: MovedTime | undefined,
  isInner = false,
): Plan {
  const { calendar } = whole;
  const context = filterContext({
    ...asking,
    weekStart: asking.weekStart ?? calendar.weekStart,
    fiscalMonthOffset: asking.fiscalMonthOffset ?? calendar.fiscalMonthOffset,
  });
  // What whoever asks may not see does not exist for them, whoever calls this and with what model.
  const model = visibleModel(whole, context.userAttributes);
  const explore = findExplore(model, question.view);
  if (explore === undefined)
    throw new Mistake(
      `There is no explore ${question.view} in model ${model.name}. Ask explore ${orOf(model.explores.map(({ name }) => name))}.`,
    );
  const usual = withUsualFilters(explore, question);
  const inner = new Map<string, InnerPlan>();
  const said: Said = {
    filters: usual.filters,
    // Looker's `_in_query` stays true in a total over the field.
    fields: usual.wholeFields ?? usual.fields,
    context,
    caseSensitive: model.caseSensitive,
    moved,
    ask: (met) => {
      const asked = innerQuestion(model, explore, usual, met, moved !== undefined);
      const key = `${met.view.table} ${JSON.stringify(asked)}`;
      const known = inner.get(key);
      const planned = known?.plan ?? planMoved(whole, asked, { ...asking, timeZone: "UTC" }, undefined, true);
      inner.set(key, {
        key,
        plan: planned,
        columns: met.source.columns,
        derived: met.source.derivedColumns,
      });
      return { key, reads: [...new Set(tablesOf(planned).flatMap(tablesBehind))] };
    },
  };
  if (!isInner) refuseUnfiltered(model, explore, question);
  const chosen = chooseParameters(model, explore, usual);
  const asked = columnsOf(model, explore, chosen.fields, said);
  // Behind what is asked for, so that an answer is read by the place of its columns.
  const columns = isInner ? asked : [...asked, ...orderColumns(asked)];
  const access = accessFiltersOf(explore, context).map((filter) => ({ ...filter, real: filter.name }));
  const filters = [...chosen.filters, ...access]
    .map(({ name, real, expression }) => {
      const field = resolveField(model, explore, real, said);
      return { field, condition: readFilter(expression, field.filterLanguage, name, context) };
    })
    // Any value will do, the one that is not there among them: Looker's "is any value" sets a filter to nothing or to
    // `%`. So a selector set to `%` selects nothing and excludes nothing.
    .filter(({ condition }) => condition.kind !== "anything");
  const having = filters.flatMap(({ field, condition }) =>
    field.kind === "measure" ? [{ measure: field, condition }] : [],
  );
  for (const { measure } of having) refuseToFilter(measure);
  const rowFilters = filters.flatMap(({ field, condition }) =>
    field.kind === "measure" ? [] : [{ field, condition }],
  );
  const havingSql = groupConditionOf(model, explore, said);
  const shownMeasures = distinctByName([
    ...columns.filter((column) => column.kind === "measure"),
    ...having.map((one) => one.measure),
    ...(havingSql?.measures ?? []),
  ]);
  const measures = distinctByName(shownMeasures.map(baseOf));
  const expression = question.filterExpression;
  const whereSql = bothConditions(
    rowConditionOf(model, explore, said),
    expression === undefined ? undefined : filterExpressionCondition(model, explore, expression, said),
  );
  const shown = shownViews(
    explore,
    [...columns, ...measures],
    rowFilters.map((filter) => filter.field),
    whereSql?.views ?? [],
  );
  const planned = {
    calendar,
    base: placeOf(model, explore, explore.view, said),
    joins: joinsTo(model, explore, shown, said),
    where: predicatesOf(model, explore, rowFilters, shown, whereSql, said),
    columns,
    owners: ownersOf(model, explore, measures, shown, said),
    earlier:
      moved !== undefined
        ? []
        : earlierOf(shownMeasures, columns, context, (fields, by) =>
            planMoved(
              whole,
              {
                ...question,
                fields: [
                  ...asked.flatMap((column) => (column.kind === "dimension" ? [column.name] : [])),
                  ...fields,
                ],
                wholeFields: question.wholeFields ?? question.fields,
                sorts: [],
                limit: undefined,
              },
              asking,
              by,
            ),
          ),
    having,
    havingSql,
    sorts: isInner
      ? innerSorts(question, asked)
      : sortsOf(question.sorts, asked).flatMap((sort) => inOrder(sort, columns)),
    limit: question.limit,
  };
  return { ...planned, inner: [...inner.values()] };
}

/** The order matters where it says which rows are cut off. */
function innerSorts(question: Question, asked: readonly PlannedColumn[]): readonly Sort[] {
  if (question.limit === undefined) return [];
  const moved = asked.find(
    (column) =>
      column.kind === "dimension" &&
      column.order !== undefined &&
      question.sorts.some((sort) => sort.field === column.name),
  );
  if (moved !== undefined)
    throw new Mistake(
      `A table of ${question.view} is cut off after ${question.limit} rows by ${moved.name}, whose values something else puts in order, and Looker does not say by which of the two. In the model, sort its rows by another column.`,
    );
  return sortsOf(question.sorts, asked);
}

function columnsOf(
  model: Model,
  explore: Explore,
  fields: readonly { readonly name: string; readonly real: string }[],
  said: Said,
): readonly PlannedColumn[] {
  if (fields.length === 0)
    throw new Mistake(
      `The question asks for no field. Name at least one, such as ${someMeasure(viewOf(model, explore, explore.view), explore.view) ?? "a measure"}.`,
    );
  return fields.map(({ name, real }, index) => {
    if (fields.findIndex((one) => one.name === name) !== index)
      throw new Mistake(
        `The field ${name} is asked for twice. Ask for ${[...new Set(fields.map((one) => one.name))].join(", ")}.`,
      );
    const field = resolveField(model, explore, real, said);
    if (field.kind === "selector")
      throw new Mistake(`${name} can only be filtered on; to show its values, ask for ${field.target}.`);
    return { ...field, name };
  });
}

/**
 * Views that must be joined: those of shown fields with all on the way to them, and filtered ones that a
 * row reaches at most once, for which a join is as right as anything else. Views that the explore's SQL names
 * are joined too, unless all of them lie in one branch of joins: then the SQL can be tested on related rows.
 */
function shownViews(
  explore: Explore,
  shownFields: readonly PlannedColumn[],
  filtered: readonly AskedField[],
  named: readonly string[],
): ReadonlySet<string> {
  const shown = new Set<string>([explore.view]);
  const add = (alias: string): void => {
    for (const one of [alias, ...ancestors(explore, alias)]) shown.add(one);
  };
  for (const field of shownFields) add(field.alias);
  const addReachedOnce = (): void => {
    const tested = filtered.flatMap((field) => (field.kind === "dimension" ? [field.alias] : []));
    for (const alias of [...tested, ...named]) {
      const hops = hopsFrom(explore, alias, shown);
      if (hops.every((hop) => hop.relationship === "many_to_one" || hop.relationship === "one_to_one"))
        add(alias);
    }
  };
  addReachedOnce();
  const branches = new Set(named.map((alias) => hopsFrom(explore, alias, shown)[0]?.alias));
  if (branches.size > 1) {
    for (const alias of named) add(alias);
    addReachedOnce();
  }
  return shown;
}

/** Looker reckons some measures when the answer has come, and has no condition for a list. */
function refuseToFilter(measure: AskedMeasure): void {
  const { name, alias, type } = measure;
  if (measure.reckoned !== undefined)
    throw new Mistake(
      `${name} cannot be filtered on: it is reckoned from the answer when that has come. Filter on ${measure.reckoned.from.name}.`,
    );
  if (type === "list")
    throw new Mistake(
      `${name} cannot be filtered on: it is a list of values. Filter on ${alias}.${measure.dimension?.name ?? "the dimension that it lists"}.`,
    );
}

function distinctByName(measures: readonly AskedMeasure[]): readonly AskedMeasure[] {
  return measures.filter(
    (measure, index) => measures.findIndex((one) => one.name === measure.name) === index,
  );
}

/** Looker's default order: the first time, latest first; else the first measure, largest first; else the first dimension. */
function sortsOf(asked: readonly Sort[], columns: readonly PlannedColumn[]): readonly Sort[] {
  for (const sort of asked) {
    if (!columns.some((column) => column.name === sort.field))
      throw new Mistake(
        `The answer cannot be sorted by ${sort.field}, because it is not one of the fields asked for. Sort by ${orOf(columns.map((column) => column.name))}, or add ${sort.field} to the fields.`,
      );
  }
  const dimensions = columns.filter((column) => column.kind === "dimension");
  const time = dimensions.find((column) => column.isTime);
  const first = time ?? columns.find((column) => column.kind === "measure") ?? dimensions[0];
  const usual: readonly Sort[] =
    first === undefined ? [] : [{ field: first.name, descending: first.kind === "measure" || first.isTime }];
  const chosen = asked.length > 0 ? asked : usual;
  // Equal rows in a settled order, so that a limit always cuts at the same place.
  const settled = dimensions.filter((column) => !chosen.some((sort) => sort.field === column.name));
  return [...chosen, ...settled.map((column) => ({ field: column.name, descending: false }))];
}
