// A dashboard's address with values for its filters -> the explore's address of the same question.
import { dashboardPicture, Mistake, type Model, type QuestionForm } from "../../../generator/index.ts";
import { exploreAddress } from "./query-address.ts";

/**
 * @param said the address's parameters: Looker writes a filter under its title, e.g. `Genre=Action,Comedy`
 * @returns undefined when none of them is a filter of the dashboard
 * @throws Mistake for a metric or an aggregation that the form does not have, and for a filter given twice
 */
export function questionAddress(
  model: Model,
  form: QuestionForm,
  said: Readonly<Record<string, unknown>>,
): string | undefined {
  const { filters } = dashboardPicture(form, model);
  const values = new Map<string, string>();
  for (const { name, title, field } of filters) {
    const value = Object.hasOwn(said, title)
      ? said[title]
      : Object.hasOwn(said, name)
        ? said[name]
        : undefined;
    if (value === undefined || value === "") continue;
    if (typeof value !== "string")
      throw new Mistake(
        `The filter ${title} is given more than once. Give it once, with commas between its values.`,
      );
    values.set(field, value);
  }
  if (values.size === 0) return undefined;
  const fieldOf = (name: string): string => `${form.view}.${name}`;
  const measure = measureOf(
    form,
    values.get(fieldOf(form.parameters.metric)) ?? form.default.metric,
    values.get(fieldOf(form.parameters.aggregation)) ?? form.default.aggregation,
  );
  const group = form.groups.find((one) => one.name === form.default.by);
  const filterNames = form.selectors.flatMap((selector) => [
    selector.filter,
    selector.allOfFilter ?? [],
    selector.excludedFilter,
  ]);
  const chosen = filterNames.flat().flatMap((filter) => {
    const expression = values.get(fieldOf(filter));
    return expression === undefined ? [] : [[fieldOf(filter), expression] as const];
  });
  return exploreAddress({
    model: model.name,
    view: form.explore,
    fields: [...(group === undefined ? [] : [group.field]), fieldOf(measure)],
    filters: Object.fromEntries(chosen),
  });
}

function measureOf(form: QuestionForm, metric: string, aggregation: string): string {
  const pair = form.metrics
    .find((one) => one.name === metric)
    ?.by.find((one) => one.aggregation === aggregation);
  if (pair === undefined)
    throw new Mistake(
      `There is no ${aggregation.slice(0, 100)} of ${metric.slice(0, 100)} here. Metrics: ${form.metrics.map((one) => one.name).join(", ")}; aggregations: ${form.aggregations.join(", ")}.`,
    );
  if ("measure" in pair) return pair.measure;
  throw new Mistake(`The ${aggregation} of ${metric} cannot be asked: ${pair.impossible}.`);
}
