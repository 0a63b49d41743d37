// A question with parameters -> the same question with the chosen measures in their place.
import {
  type ChosenMeasure,
  type Explore,
  findView,
  Mistake,
  type Model,
  type Parameter,
  type View,
} from "../generator/index.ts";
import type { Question } from "./question.ts";

/** A question's fields and filters, free of parameters. */
export interface Chosen {
  /** Full names as asked, each with the field it really is. */
  readonly fields: readonly { readonly name: string; readonly real: string }[];
  readonly filters: Readonly<Record<string, string>>;
}

/**
 * Follows each chosen measure (`movies.answer`) to the real one that the parameters name.
 * @throws Mistake for a value that the parameter does not allow, or a pair that cannot be asked
 */
export function chooseParameters(model: Model, explore: Explore, question: Question): Chosen {
  const view = findView(model, explore.view);
  const asAsked = question.fields.map((name) => ({ name, real: name }));
  if (view === undefined) return { fields: asAsked, filters: question.filters };
  const parameters = view.fields.filter((field): field is Parameter => field.kind === "parameter");
  const values = new Map(
    parameters.map((parameter) => [
      parameter.name,
      valueOf(parameter, question.filters[`${explore.view}.${parameter.name}`], explore.view),
    ]),
  );
  const named = new Set(parameters.map((parameter) => `${explore.view}.${parameter.name}`));
  const filters = Object.fromEntries(Object.entries(question.filters).filter(([name]) => !named.has(name)));
  const fields = asAsked.map(({ name }) => {
    const field = view.fields.find(
      (one): one is ChosenMeasure => one.kind === "chosen_measure" && `${explore.view}.${one.name}` === name,
    );
    return {
      name,
      real: field === undefined ? name : `${explore.view}.${chosenMeasure(field, values, view)}`,
    };
  });
  return { fields, filters };
}

function valueOf(parameter: Parameter, given: string | undefined, view: string): string {
  // Looker takes a parameter's value as a filter expression, so `_` may come escaped.
  const value = (given ?? "").trim().replaceAll("^", "");
  if (value === "") return parameter.default;
  if (parameter.allowed.some((allowed) => allowed.value === value)) return value;
  const labelled = parameter.allowed.find((allowed) => allowed.label === value);
  const known = parameter.allowed.map((allowed) => allowed.value).join(", ");
  throw new Mistake(
    labelled === undefined
      ? `${view}.${parameter.name} cannot be "${value}". It can be: ${known}.`
      : `${view}.${parameter.name} takes the value ${labelled.value}, not the label "${value}".`,
  );
}

function chosenMeasure(field: ChosenMeasure, values: ReadonlyMap<string, string>, view: View): string {
  const metric = values.get(field.metric);
  const aggregation = values.get(field.aggregation);
  const choice = field.choices.find((one) => one.metric === metric && one.aggregation === aggregation);
  if (choice !== undefined) return choice.measure;
  throw new Mistake(
    `${view.name}.${field.name} cannot be the ${aggregation ?? ""} of ${metric ?? ""}: the model rules that pair out.`,
  );
}
