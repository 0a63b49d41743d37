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
  readonly filters: readonly { readonly name: string; readonly real: string; readonly expression: string }[];
}

/**
 * Follows each chosen measure (`movies.answer`) to the real one that the parameters name.
 * @throws Mistake for a value that the parameter does not allow, or a pair that cannot be asked
 */
export function chooseParameters(model: Model, explore: Explore, question: Question): Chosen {
  const parameters = new Set<string>();
  const real = new Map<string, string>();
  for (const { alias, view } of viewsOf(model, explore)) {
    const values = new Map<string, string>();
    for (const field of view.fields) {
      if (field.kind !== "parameter") continue;
      const name = `${alias}.${field.name}`;
      parameters.add(name);
      values.set(field.name, valueOf(field, question.filters[name], name));
    }
    for (const field of view.fields) {
      const name = `${alias}.${field.name}`;
      if (field.kind !== "chosen_measure" || !isAsked(question, name)) continue;
      real.set(name, `${alias}.${chosenMeasure(field, values, name)}`);
    }
  }
  return {
    fields: question.fields.map((name) => ({ name, real: real.get(name) ?? name })),
    filters: Object.entries(question.filters)
      .filter(([name]) => !parameters.has(name))
      .map(([name, expression]) => ({ name, real: real.get(name) ?? name, expression })),
  };
}

function viewsOf(model: Model, explore: Explore): readonly { readonly alias: string; readonly view: View }[] {
  const places = [
    { alias: explore.view, view: explore.view },
    ...explore.joins.map((join) => ({ alias: join.name, view: join.view })),
  ];
  return places.flatMap(({ alias, view }) => {
    const found = findView(model, view);
    return found === undefined ? [] : [{ alias, view: found }];
  });
}

function isAsked(question: Question, name: string): boolean {
  return question.fields.includes(name) || name in question.filters;
}

function valueOf(parameter: Parameter, given: string | undefined, name: string): string {
  // Looker takes a parameter's value as a filter expression, so `_` may come escaped.
  const value = (given ?? "").trim().replaceAll("^", "");
  if (value === "") return parameter.default;
  if (parameter.allowed.some((allowed) => allowed.value === value)) return value;
  const labelled = parameter.allowed.find((allowed) => allowed.label === value);
  const known = parameter.allowed.map((allowed) => allowed.value).join(", ");
  throw new Mistake(
    labelled === undefined
      ? `${name} cannot be "${value}". It can be: ${known}.`
      : `${name} takes the value ${labelled.value}, not the label "${value}".`,
  );
}

function chosenMeasure(field: ChosenMeasure, values: ReadonlyMap<string, string>, name: string): string {
  const metric = values.get(field.metric);
  const aggregation = values.get(field.aggregation);
  const choice = field.choices.find((one) => one.metric === metric && one.aggregation === aggregation);
  if (choice !== undefined) return choice.measure;
  throw new Mistake(
    `${name} cannot be the ${aggregation ?? ""} of ${metric ?? ""}: the model rules that pair out.`,
  );
}
