// A question form with its blanks filled in -> the question in Looker's query words.
//
// A selector narrows in three forms, and each is a filter-only field of the form's view, so that an address asks the
// same of Looker and of us: `FormSelector.filter` for rows with any of the values (`f[movies.genre]=Action,Comedy`),
// `.allOfFilter` for rows with every one of them (`f[movies.genre_all_of]=Action,Comedy`), `.excludedFilter` for rows
// with none (`f[movies.genre_excluded]=Drama`). `allOfFilter` is undefined where a row has one value at most. Values
// are written with `printFilterText` and parted by commas.
import {
  type Aggregation,
  didYouMean,
  findExplore,
  type FormMetric,
  type FormSelector,
  Mistake,
  type Model,
  printFilterText,
  type QuestionForm,
} from "../generator/index.ts";
import { resolveField } from "./plan/asked.ts";
import type { Question } from "./question.ts";
import { USUAL_LIMIT } from "./read-question.ts";

/** What an analyst chose. */
export interface FilledForm {
  readonly metric: string;
  readonly aggregation: string;
  /** Name of a group; undefined asks for one number. */
  readonly by: string | undefined;
  /** Wanted values by selector name; any of them will do. */
  readonly selected: Readonly<Record<string, readonly string[]>>;
  /** Values by selector name of which a row must have every one. */
  readonly allOf?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Unwanted values by selector name. */
  readonly excluded: Readonly<Record<string, readonly string[]>>;
}

/**
 * The question asks for the group, the measure, and the two counts that tell its coverage: how many rows
 * have a known value, and how many there are. Grouped by what is selected, only selected values are shown.
 * @param options.limit the most rows; the usual 500 when left out
 * @throws Mistake for blanks filled with what the form does not offer
 */
export function askForm(
  model: Model,
  form: QuestionForm,
  filled: FilledForm,
  options: { readonly limit?: number } = {},
): Question {
  const metric = named("metric", filled.metric, form.metrics);
  const measure = measureOf(form, metric, filled.aggregation);
  const group = filled.by === undefined ? undefined : named("group", filled.by, form.groups);
  const filters: Record<string, string> = {};
  for (const [name, values] of Object.entries(filled.selected)) {
    if (values.length === 0) continue;
    const selector = named("selector", name, form.selectors);
    const expression = expressionOf(model, form, selector, values);
    filters[`${form.view}.${selector.filter}`] = expression;
    if (group?.field === fieldOf(selector)) filters[group.field] = expression;
  }
  for (const [name, values] of Object.entries(filled.allOf ?? {})) {
    if (values.length === 0) continue;
    const selector = named("selector", name, form.selectors);
    const expression = expressionOf(model, form, selector, values);
    filters[`${form.view}.${allOfFilter(form, selector)}`] = expression;
    if (group?.field === fieldOf(selector)) filters[group.field] = expression;
  }
  for (const [name, values] of Object.entries(filled.excluded)) {
    if (values.length === 0) continue;
    const selector = named("selector", name, form.selectors);
    filters[`${form.view}.${selector.excludedFilter}`] = expressionOf(model, form, selector, values);
  }
  const known = metric.by.find((pair) => pair.aggregation === "count");
  const counts = [...(known !== undefined && "measure" in known ? [known.measure] : []), form.count];
  const measures = [...new Set([measure, ...counts])].map((name) => `${form.view}.${name}`);
  return {
    model: model.name,
    view: form.explore,
    fields: [...(group === undefined ? [] : [group.field]), ...measures],
    filters,
    sorts: [],
    limit: options.limit ?? USUAL_LIMIT,
  };
}

function measureOf(form: QuestionForm, metric: FormMetric, asked: string): string {
  const aggregation: Aggregation = named(
    "aggregation",
    asked,
    form.aggregations.map((name) => ({ name })),
  ).name;
  const pair = metric.by.find((one) => one.aggregation === aggregation);
  if (pair === undefined) throw new Error(`metric ${metric.name} says nothing about ${aggregation}`);
  if ("measure" in pair) return pair.measure;
  const possible = metric.by.flatMap((one) => ("measure" in one ? [one.aggregation] : []));
  throw new Mistake(
    `The ${aggregation} of ${metric.name} cannot be asked: ${pair.impossible}. Possible: ${possible.join(", ")}.`,
  );
}

function allOfFilter(form: QuestionForm, selector: FormSelector): string {
  if (selector.allOfFilter !== undefined) return selector.allOfFilter;
  const several = form.selectors.filter((one) => one.allOfFilter !== undefined).map((one) => one.name);
  throw new Mistake(
    `A row has one ${selector.label.toLowerCase()} at most, so it cannot have all of several. ${several.length === 0 ? "Ask for any of them." : `All of several can be asked of: ${several.join(", ")}.`}`,
  );
}

/** Values as a filter expression that matches exactly them, in the language of the field they belong to. */
function expressionOf(
  model: Model,
  form: QuestionForm,
  selector: FormSelector,
  values: readonly string[],
): string {
  const explore = findExplore(model, form.explore);
  const field = explore === undefined ? undefined : resolveField(model, explore, fieldOf(selector));
  return values.map(field?.filterLanguage === "string" ? printFilterText : (value) => value).join(",");
}

function fieldOf(selector: FormSelector): string {
  return `${selector.field.view}.${selector.field.field}`;
}

function named<Noun extends { readonly name: string }>(
  what: string,
  name: string,
  known: readonly Noun[],
): Noun {
  const found = known.find((one) => one.name === name);
  if (found !== undefined) return found;
  const hint = didYouMean(
    name,
    known.map((one) => one.name),
  );
  throw new Mistake(`There is no ${what} ${name} in this question${hint === undefined ? "." : `; ${hint}`}`);
}
