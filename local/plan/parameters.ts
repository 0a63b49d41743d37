// A question with parameters -> the same question with the chosen measures in their place.
import {
  type ChosenMeasure,
  type Explore,
  findView,
  Mistake,
  type Model,
  type Parameter,
  type View,
} from "../../generator/index.ts";
import { orOf } from "./nearest.ts";
import { findJoin } from "./paths.ts";
import type { Question } from "../question.ts";

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
  for (const { alias, view } of viewsOf(model, explore, question)) {
    const values = new Map<string, string>();
    for (const field of view.fields) {
      // What a filter-only field is given, the model's SQL asks for.
      if (field.kind === "filter") parameters.add(`${alias}.${field.name}`);
      if (field.kind !== "parameter") continue;
      const name = `${alias}.${field.name}`;
      parameters.add(name);
      values.set(field.name, parameterValue(field, question.filters[name], name));
    }
    for (const field of view.fields) {
      const name = `${alias}.${field.name}`;
      if (field.kind !== "chosen_measure" || !isAsked(question, name)) continue;
      real.set(name, `${alias}.${chosenMeasure(field, alias, values, name)}`);
    }
  }
  return {
    fields: question.fields.map((name) => ({ name, real: real.get(name) ?? name })),
    filters: Object.entries(question.filters)
      .filter(([name]) => !parameters.has(name))
      .map(([name, expression]) => ({ name, real: real.get(name) ?? name, expression })),
  };
}

/** The views that the question says something about: a parameter acts on its own view alone. */
function viewsOf(
  model: Model,
  explore: Explore,
  question: Question,
): readonly { readonly alias: string; readonly view: View }[] {
  const names = [...question.fields, ...Object.keys(question.filters)];
  const aliases = new Set(names.map((name) => name.split(".")[0] ?? ""));
  return [...aliases].flatMap((alias) => {
    const name = alias === explore.view ? alias : findJoin(explore, alias)?.view;
    const view = name === undefined ? undefined : findView(model, name);
    return view === undefined ? [] : [{ alias, view }];
  });
}

function isAsked(question: Question, name: string): boolean {
  return question.fields.includes(name) || name in question.filters;
}

/**
 * The value a question gives to a parameter, or the parameter's default.
 * @param given as Looker's API takes it
 * @param name the parameter's full name, for messages
 * @throws Mistake for a value that the parameter cannot have
 */
export function parameterValue(parameter: Parameter, given: string | undefined, name: string): string {
  // Looker takes a parameter's value as a filter expression, so `_` and its like may come escaped.
  const value = (given ?? "").trim().replaceAll(/\^(.)/gs, "$1");
  if (value === "") return parameter.default;
  if (parameter.allowed.some((allowed) => allowed.value === value)) return value;
  if (parameter.allowed.length === 0) {
    const { form, words } = FREE_VALUES[parameter.type];
    if (form.test(value) && (parameter.type !== "date" || isDay(value))) return value;
    throw new Mistake(`${name} cannot be "${value}": it takes ${words}.`);
  }
  const labelled = parameter.allowed.find((allowed) => allowed.label === value);
  const known = parameter.allowed.map((allowed) => allowed.value).join(", ");
  throw new Mistake(
    labelled === undefined
      ? `${name} cannot be "${value}". It can be: ${known}.`
      : `${name} takes the value ${labelled.value}, not the label "${value}".`,
  );
}

/** What a parameter takes that does not list its values; an unquoted one always lists them. */
const FREE_VALUES: Readonly<Record<Parameter["type"], { readonly form: RegExp; readonly words: string }>> = {
  string: { form: /^[^\0]*$/, words: "a text" },
  number: { form: /^-?\d{1,100}(\.\d{1,100})?$/, words: "a number, such as 12 or -0.5" },
  date: { form: /^\d{4}-\d{2}-\d{2}$/, words: "a day, such as 2024-01-31" },
  yesno: { form: /^(?:yes|no|true|false)$/i, words: "Yes or No" },
  unquoted: { form: /^(?!)/, words: "one of its allowed values" },
};

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function chosenMeasure(
  field: ChosenMeasure,
  alias: string,
  values: ReadonlyMap<string, string>,
  name: string,
): string {
  const metric = values.get(field.metric);
  const aggregation = values.get(field.aggregation);
  const choice = field.choices.find((one) => one.metric === metric && one.aggregation === aggregation);
  if (choice !== undefined) return choice.measure;
  const possible = field.choices.filter((one) => one.metric === metric).map((one) => one.aggregation);
  throw new Mistake(
    `${name} cannot be the ${aggregation ?? ""} of ${metric ?? ""}: the model rules that pair out. Set ${alias}.${field.aggregation} to ${orOf(possible)}.`,
  );
}
