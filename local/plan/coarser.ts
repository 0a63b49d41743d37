// A question -> the plan of the same question by fewer dimensions, from which a total is computed that adds up nothing.
import {
  type Explore,
  type Field,
  findExplore,
  findField,
  findView,
  type Measure,
  type Model,
} from "../../generator/index.ts";
import type { FilterContext } from "../filter/context.ts";
import { type Plan, plan } from "../plan.ts";
import { aggregatesOf, baseOf } from "./asked.ts";
import type { Question } from "../question.ts";

/**
 * The question's measures over the same rows, in coarser groups. Filters on measures are left out, those that
 * an explore adds to every question among them: they choose which groups are shown, and a total is over every
 * row that the filters on rows let through. An explore's `sql_always_having` stays, as no question is asked
 * without it.
 * @param dimensions full names of the dimensions to keep, in order; none asks for one row
 * @returns the plan of all groups, in no order that was asked for
 * @throws as `plan`
 */
export function planCoarser(
  model: Model,
  question: Question,
  dimensions: readonly string[],
  asking: Partial<FilterContext>,
): Plan {
  const fields = [
    ...new Set([
      ...dimensions,
      ...measuresOf(model, question).map((name) => uncompared(model, question, name)),
    ]),
  ];
  const filters = Object.fromEntries(
    Object.entries(question.filters).filter(([name]) => !isCompared(fieldOf(model, question, name))),
  );
  const planned = plan(
    model,
    { ...question, fields, filters, wholeFields: question.fields, sorts: [], limit: undefined },
    asking,
  );
  const needed = new Set(
    [
      ...planned.columns.flatMap((column) => (column.kind === "measure" ? [column] : [])),
      ...(planned.havingSql?.measures ?? []),
    ].flatMap((measure) => [baseOf(measure), ...aggregatesOf(measure)].map((one) => one.name)),
  );
  const owners = planned.owners
    .map((owner) => ({ ...owner, measures: owner.measures.filter((one) => needed.has(one.name)) }))
    .filter((owner) => owner.measures.length > 0);
  return { ...planned, owners, having: [] };
}

/** Full names of the question's fields that are aggregated, in order. */
export function measuresOf(model: Model, question: Question): readonly string[] {
  return question.fields.filter((name) => isMeasure(model, question, name));
}

/** Full names of the question's fields that rows are grouped by, in order. */
export function dimensionsOf(model: Model, question: Question): readonly string[] {
  return question.fields.filter((name) => !isMeasure(model, question, name));
}

/** In place of a comparison with a time before, what is compared: a total is of no time. */
function uncompared(model: Model, question: Question, name: string): string {
  const field = fieldOf(model, question, name);
  return isCompared(field) ? `${name.split(".")[0] ?? ""}.${field.of}` : name;
}

function isCompared(field: Field | undefined): field is Measure {
  return field?.kind === "measure" && field.comparison !== undefined;
}

function isMeasure(model: Model, question: Question, name: string): boolean {
  const kind = fieldOf(model, question, name)?.kind;
  return kind === "measure" || kind === "chosen_measure";
}

function fieldOf(model: Model, question: Question, name: string): Field | undefined {
  const explore = findExplore(model, question.view);
  const [alias = "", fieldName = ""] = name.split(".");
  const view = explore === undefined ? undefined : viewNamed(explore, alias);
  const found = view === undefined ? undefined : findView(model, view);
  return found === undefined ? undefined : findField(found, fieldName)?.field;
}

function viewNamed(explore: Explore, alias: string): string | undefined {
  return alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
}
