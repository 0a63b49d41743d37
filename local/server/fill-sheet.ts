// A model and how fresh its data is -> the sheet that the page is drawn from.
import {
  type DimensionGroup,
  type Explore,
  findExplore,
  findField,
  findView,
  type FormExample,
  type FormGroup,
  type FormMetric,
  type FoundField,
  type Model,
  type QuestionForm,
  type Timeframe,
  timeframeType,
  type View,
} from "../../generator/index.ts";
import type {
  Sheet,
  SheetExample,
  SheetForm,
  SheetFreshness,
  SheetGroup,
  SheetMetric,
  SheetTime,
} from "./sheet.ts";

/** What answers are grouped by; `raw` is a point in time, of which there are as many as rows. */
const FINEST_FIRST = ["date", "week", "month", "quarter", "year"] as const;

/**
 * @param freshness what is known of the data's age, already in the sheet's form
 * @returns plain JSON; forms, metrics and groups in the model's order
 */
export function fillSheet(model: Model, freshness: SheetFreshness): Sheet {
  return {
    model: model.name,
    label: model.label,
    description: model.description,
    forms: model.questions.map((form) => fillForm(model, form)),
    freshness,
  };
}

function fillForm(model: Model, form: QuestionForm): SheetForm {
  const explore = findExplore(model, form.explore);
  const view = findView(model, form.view);
  if (explore === undefined || view === undefined)
    throw new Error(`form ${form.name} stands on no explore or no view`);
  return {
    name: form.name,
    label: form.label,
    explore: form.explore,
    noun: view.noun,
    selectors: form.selectors.map((selector) => ({
      name: selector.name,
      label: selector.label,
      field: `${selector.field.view}.${selector.field.field}`,
      type: typeOf(fieldNamed(model, explore, `${selector.field.view}.${selector.field.field}`).found),
      filter: `${form.view}.${selector.filter}`,
      excludedFilter: `${form.view}.${selector.excludedFilter}`,
      allOfFilter: selector.allOfFilter === undefined ? undefined : `${form.view}.${selector.allOfFilter}`,
    })),
    metrics: form.metrics.map((metric) => fillMetric(metric, view)),
    aggregations: form.aggregations.map((name) => ({ name, label: capitalised(name) })),
    groups: form.groups.map((group) => fillGroup(model, explore, view, group)),
    times: view.fields.flatMap((field) => (field.kind === "dimension_group" ? fillTime(view, field) : [])),
    count: `${view.name}.${form.count}`,
    default: fillExample(form.default),
    examples: form.examples.map(fillExample),
  };
}

function fillMetric(metric: FormMetric, view: View): SheetMetric {
  const counted = metric.by.find((pair) => pair.aggregation === "count");
  return {
    name: metric.name,
    label: metric.label,
    by: metric.by.map((pair) =>
      "impossible" in pair
        ? pair
        : {
            aggregation: pair.aggregation,
            measure: `${view.name}.${pair.measure}`,
            format: formatOf(findField(view, pair.measure)),
          },
    ),
    known: counted !== undefined && "measure" in counted ? `${view.name}.${counted.measure}` : undefined,
  };
}

function fillGroup(model: Model, explore: Explore, base: View, group: FormGroup): SheetGroup {
  const { alias, view, found } = fieldNamed(model, explore, group.field);
  return {
    name: group.name,
    label: group.label,
    field: group.field,
    type: typeOf(found),
    format: formatOf(found),
    timeframe: "timeframe" in found ? inOrderOfTime(found.timeframe) : undefined,
    time: view === base && "timeframe" in found ? `${alias}.${found.field.name}` : undefined,
    overlap: repeats(explore, alias)
      ? `${capitalised(withArticle(base.noun.one))} can have several ${view.noun.many}, so rows overlap and do not add up to the overall figure.`
      : undefined,
  };
}

/** Timeframes such as the day of the week come back again and again: they are groups like any other. */
function inOrderOfTime(timeframe: Timeframe): SheetGroup["timeframe"] {
  return timeframe === "raw" ? timeframe : FINEST_FIRST.find((one) => one === timeframe);
}

/** @param name full, as the explore knows it */
function fieldNamed(
  model: Model,
  explore: Explore,
  name: string,
): { readonly alias: string; readonly view: View; readonly found: FoundField } {
  const [alias = "", fieldName = ""] = name.split(".");
  const viewName = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = viewName === undefined ? undefined : findView(model, viewName);
  const found = view === undefined ? undefined : findField(view, fieldName);
  if (view === undefined || found === undefined)
    throw new Error(`a form of ${explore.name} asks for ${name}, which is nowhere`);
  return { alias, view, found };
}

/** Days narrow a time whatever the timeframe, but people read the one of days best. */
function fillTime(view: View, group: DimensionGroup): readonly SheetTime[] {
  const named = (timeframe: DimensionGroup["timeframes"][number]): string =>
    `${view.name}.${group.name}_${timeframe}`;
  const grains = FINEST_FIRST.filter((timeframe) => group.timeframes.includes(timeframe));
  const [finest] = grains;
  if (group.hidden || group.lookml?.["can_filter"] === false || finest === undefined) return [];
  return [
    {
      name: `${view.name}.${group.name}`,
      label: group.label,
      field: named(grains.includes("date") ? "date" : finest),
      grains: grains.map((timeframe) => ({ timeframe, field: named(timeframe) })),
    },
  ];
}

/** Whether one row of the base view can reach several rows of the joined view. */
function repeats(explore: Explore, alias: string): boolean {
  const join = explore.joins.find((one) => one.name === alias);
  if (join === undefined) return false;
  if (join.relationship === "one_to_many" || join.relationship === "many_to_many") return true;
  return repeats(explore, join.from);
}

function typeOf(found: FoundField): SheetGroup["type"] {
  if ("timeframe" in found) return timeframeType(found.timeframe);
  return found.field.kind === "dimension" ? found.field.type : "string";
}

function formatOf(found: FoundField | undefined): string | undefined {
  const field = found?.field;
  return field?.kind === "dimension" || field?.kind === "measure" ? field.format : undefined;
}

function fillExample(example: FormExample): SheetExample {
  return {
    title: example.title,
    metric: example.metric,
    aggregation: example.aggregation,
    by: example.by,
    selected: Object.fromEntries(example.selected.map(({ selector, values }) => [selector, values])),
  };
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
