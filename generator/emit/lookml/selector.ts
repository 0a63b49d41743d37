// A selector -> the SQL that is true of a row when a related row has one of the chosen values.
import { dimensionOfColumn, findExplore, findView } from "../../find.ts";
import type { Explore, Join } from "../../model/explore.ts";
import type { Selector } from "../../model/field.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { identifier, spelledOut, tableName } from "./sql.ts";

/**
 * The condition of a selector. It looks from the base view along the explore's joins, inside EXISTS, so that
 * a row with three matching related rows is still one row.
 * @param base the view the selector stands in
 * @returns SQL in several lines
 */
export function selectorSql(selector: Selector, base: View, model: Model): string {
  const explore = known(findExplore(model, selector.explore), selector.explore);
  const steps = stepsTo(explore, selector.target.view);
  const last = steps.at(-1);
  const view = known(findView(model, last?.view ?? base.name), selector.target.view);
  const field = view.fields.find((one) => one.name === selector.target.field);
  if (field?.kind !== "dimension")
    throw new Error(`\`${selector.target.field}\` passed the checks and is no dimension`);

  if (last === undefined) {
    const chosen = condition(selector, `\${${field.name}}`);
    // A row whose value is not known has none of the chosen values, so leaving them out keeps it.
    return selector.excluded ? `CASE WHEN ${chosen} THEN 0 ELSE 1 END = 1` : chosen;
  }
  const [first = last, ...rest] = steps;
  const lines = [
    "  SELECT 1",
    `  FROM ${aliased(first, model)}`,
    ...rest.flatMap((join) => [`  JOIN ${aliased(join, model)}`, `    ON ${meeting(join)}`]),
    `  WHERE ${first.on
      .map((pair) => `${alias(first.name)}.${identifier(pair.toColumn)} = ${ofBase(base, pair.fromColumn)}`)
      .join(" AND ")}`,
    `    AND ${condition(selector, spelledOut(field.expression, view, alias(last.name)))}`,
  ];
  return [`${selector.excluded ? "NOT " : ""}EXISTS (`, ...lines, ")"].join("\n");
}

/** Looker puts the filter's conditions here, on whatever stands between the tags. */
function condition(selector: Selector, sql: string): string {
  return `{% condition ${selector.name} %} ${sql} {% endcondition %}`;
}

/** The joins that lead from the explore's base view to one of its views, in that order; none for the base view itself. */
export function stepsTo(explore: Explore, name: string): readonly Join[] {
  if (name === explore.view) return [];
  const join = known(
    explore.joins.find((one) => one.name === name),
    name,
  );
  return [...stepsTo(explore, join.from), join];
}

/** No name of a model starts with `_`, so these can never be mistaken for a view joined outside. */
function alias(name: string): string {
  return `_${name}`;
}

function aliased(join: Join, model: Model): string {
  return `${tableName(known(findView(model, join.view), join.view).table)} AS ${alias(join.name)}`;
}

function meeting(join: Join): string {
  const [to, from] = [alias(join.name), alias(join.from)];
  return join.on
    .map((pair) => `${to}.${identifier(pair.toColumn)} = ${from}.${identifier(pair.fromColumn)}`)
    .join(" AND ");
}

function ofBase(base: View, column: string): string {
  return `\${${known(dimensionOfColumn(base, column), column).name}}`;
}

function known<Noun>(noun: Noun | undefined, name: string): Noun {
  if (noun === undefined) throw new Error(`\`${name}\` passed the checks and is not in the model`);
  return noun;
}
