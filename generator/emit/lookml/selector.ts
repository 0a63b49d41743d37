// A selector -> the SQL that is true of a row when a related row has one of the chosen values.
import { dimensionOfColumn, findExplore, findTable, findView } from "../../find.ts";
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
    return selector.keeps === "none" ? `CASE WHEN ${chosen} THEN 0 ELSE 1 END = 1` : chosen;
  }
  const [first = last, ...rest] = steps;
  const from = [
    `  FROM ${aliased(first, model)}`,
    ...rest.flatMap((join) => [`  JOIN ${aliased(join, model)}`, `    ON ${meeting(join)}`]),
  ];
  const value = spelledOut(field.expression, view, alias(last.name), model.calendar);
  const links = first.on.map((pair) => `${alias(first.name)}.${identifier(pair.toColumn)}`);
  const outside = first.on.map((pair) => ofBase(base, pair.fromColumn));
  if (selector.keeps !== "all") {
    const lines = [
      "  SELECT 1",
      ...from,
      `  WHERE ${links.map((link, index) => `${link} = ${outside[index] ?? ""}`).join(" AND ")}`,
      `    AND ${condition(selector, value)}`,
    ];
    return [`${selector.keeps === "none" ? "NOT " : ""}EXISTS (`, ...lines, ")"].join("\n");
  }
  // Redshift takes no query that reaches out of two others, so the rows with all values are found by counting.
  const compared = model.caseSensitive ? value : `LOWER(${value})`;
  const lines = [
    `  SELECT ${links.join(", ")}`,
    ...from,
    `  WHERE ${condition(selector, value)}`,
    `  GROUP BY ${links.join(", ")}`,
    `  HAVING COUNT(DISTINCT ${compared}) =`,
    ...countOfValues(`${base.name}.${selector.name}`).map((line) => `    ${line}`),
  ];
  const key = outside.length === 1 ? (outside[0] ?? "") : `(${outside.join(", ")})`;
  return [`${key} IN (`, ...lines, ")"].join("\n");
}

/**
 * Liquid that comes to how many values a string filter lists: the commas part them that no caret escapes and that
 * stand outside quotes (https://docs.cloud.google.com/looker/docs/filter-expressions).
 */
function countOfValues(filter: string): readonly string[] {
  const escaped = ["^^", "\\\\", "\\\"", "^\"", "^,"].map((sign) => ` | replace: '${sign}', 'x'`).join("");
  return [
    `{% assign parts = _filters['${filter}']${escaped} | split: '"' %}`,
    "{% assign listed = '' %}",
    "{% for part in parts %}",
    "  {% assign side = forloop.index | modulo: 2 %}",
    "  {% if side == 1 %}{% assign listed = listed | append: part %}{% else %}{% assign listed = listed | append: 'x' %}{% endif %}",
    "{% endfor %}",
    "{{ listed | split: ',' | size }}",
  ];
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
  const { table } = known(findView(model, join.view), join.view);
  const derived = findTable(model, table)?.derived !== undefined;
  return `${derived ? `\${${join.view}.SQL_TABLE_NAME}` : tableName(table)} AS ${alias(join.name)}`;
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
