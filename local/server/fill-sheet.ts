// A model and how fresh its data is -> the sheet that the page is drawn from.
import {
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
  type View,
} from "../../generator/index.ts";
import type { Sheet, SheetExample, SheetForm, SheetFreshness, SheetGroup, SheetMetric } from "./sheet.ts";

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
      filter: `${form.view}.${selector.filter}`,
    })),
    metrics: form.metrics.map((metric) => fillMetric(metric, view)),
    aggregations: form.aggregations.map((name) => ({ name, label: capitalised(name) })),
    groups: form.groups.map((group) => fillGroup(model, explore, view, group)),
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
  const [alias = "", fieldName = ""] = group.field.split(".");
  const join = explore.joins.find((one) => one.name === alias);
  const view = join === undefined ? base : findView(model, join.view);
  const found = view === undefined ? undefined : findField(view, fieldName);
  if (view === undefined || found === undefined)
    throw new Error(`group ${group.name} asks for ${group.field}, which is nowhere`);
  return {
    name: group.name,
    label: group.label,
    field: group.field,
    type: typeOf(found),
    format: formatOf(found),
    timeframe: "timeframe" in found ? found.timeframe : undefined,
    overlap: repeats(explore, alias)
      ? `${capitalised(withArticle(base.noun.one))} can have several ${view.noun.many}, so rows overlap and do not add up to the overall figure.`
      : undefined,
  };
}

/** Whether one row of the base view can reach several rows of the joined view. */
function repeats(explore: Explore, alias: string): boolean {
  const join = explore.joins.find((one) => one.name === alias);
  if (join === undefined) return false;
  if (join.relationship === "one_to_many" || join.relationship === "many_to_many") return true;
  return repeats(explore, join.from);
}

function typeOf(found: FoundField): SheetGroup["type"] {
  if ("timeframe" in found) {
    if (found.timeframe === "year") return "number";
    return found.timeframe === "raw" || found.timeframe === "date" ? "date" : "string";
  }
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
