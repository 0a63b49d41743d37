// A question form and the model that somebody sees -> the form with the blanks that person can fill in.
import {
  findExplore,
  findField,
  findView,
  type FormExample,
  type FormMetric,
  type Model,
  type QuestionForm,
} from "../generator/index.ts";

/**
 * @param visible the model without what may not be seen
 * @returns nothing when no question is left to ask
 */
export function visibleForm(form: QuestionForm, visible: Model): readonly QuestionForm[] {
  const has = (field: string): boolean => isThere(visible, form.explore, field);
  const ofBase = (field: string): boolean => has(`${form.view}.${field}`);
  const metrics = form.metrics.filter(
    (metric) => ofBase(metric.dimension) && measuresOf(metric).every(ofBase),
  );
  const [first] = metrics;
  if (first === undefined || !ofBase(form.count)) return [];
  const selectors = form.selectors.filter(
    (one) =>
      has(`${one.field.view}.${one.field.field}`) &&
      [one.filter, one.excludedFilter, one.allOfFilter ?? one.filter].every(ofBase),
  );
  const groups = form.groups.filter((group) => has(group.field));
  const asks = (example: FormExample): boolean =>
    metrics.some((metric) => metric.name === example.metric) &&
    (example.by === undefined || groups.some((group) => group.name === example.by)) &&
    example.selected.every((one) => selectors.some((selector) => selector.name === one.selector));
  const examples = form.examples.filter(asks);
  const start = [form.default, ...examples].find(asks) ?? plainQuestion(form, first);
  return [{ ...form, selectors, metrics, groups, examples, default: start }];
}

/** Whether somebody sees the measure that the form's dashboard in Looker stands on; it takes every grant of every metric. */
export function hasDashboard(form: QuestionForm, visible: Model): boolean {
  return isThere(visible, form.explore, `${form.view}.${form.parameters.answer}`);
}

function isThere(visible: Model, exploreName: string, field: string): boolean {
  const explore = findExplore(visible, exploreName);
  const [alias = "", name = ""] = field.split(".");
  const view = alias === explore?.view ? alias : explore?.joins.find((join) => join.name === alias)?.view;
  const found = view === undefined ? undefined : findView(visible, view);
  return found !== undefined && findField(found, name) !== undefined;
}

function measuresOf(metric: FormMetric): readonly string[] {
  return metric.by.flatMap((pair) => ("measure" in pair ? [pair.measure] : []));
}

/** One number, of the first metric that is left. */
function plainQuestion(form: QuestionForm, metric: FormMetric): FormExample {
  const aggregation = metric.by.find((pair) => "measure" in pair)?.aggregation ?? form.default.aggregation;
  return { title: metric.label, metric: metric.name, aggregation, by: undefined, selected: [] };
}
