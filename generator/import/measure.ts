// A measure of a LookML view -> the same as looker.yml says it.
import { MEASURE_TYPES, PERIODS, RECKONED_TYPES } from "../model/field.ts";
import { isPercentile } from "../read/percentile.ts";
import { measuredField, plainColumn } from "./columns.ts";
import { common, type FieldSurroundings, type Written } from "./field.ts";
import { filtersOf } from "./filters.ts";
import { type Block, textOf } from "./project.ts";

/**
 * @param key the dimension that tells the view's rows apart; a filter that only asks whether it is known goes
 * @param dimensions the view's dimensions by name, as written
 * @returns undefined when it is left out
 */
export function importMeasure(
  name: string,
  block: Block,
  key: string,
  dimensions: Readonly<Record<string, Written>>,
  around: FieldSurroundings,
): Written | undefined {
  const { report } = around;
  const what = `measure ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (!MEASURE_TYPES.some((known) => known === type)) {
    report.leftOut(what, block, `looker.yml has no measures of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql");
  if (type === "number" || type === "yesno") return importComputed(name, type, block, what, around);
  if (type === "string" || type === "date") return importExtreme(name, type, block, key, what, around);
  if (type === "period_over_period") return importCompared(name, block, what, around);
  if (RECKONED_TYPES.some((known) => known === type)) return importReckoned(name, type, block, what, around);
  const distinctKey = measuredField(textOf(block, "sql_distinct_key") ?? "");
  if (type.endsWith("_distinct") && type !== "count_distinct" && distinctKey === undefined) {
    const why = "its sql_distinct_key is not a dimension of its view; give it one, and import again";
    report.leftOut(what, block, why, "sql_distinct_key");
    return undefined;
  }
  const percentile = type.startsWith("percentile")
    ? Number(textOf(block, "percentile") ?? "none")
    : undefined;
  if (percentile !== undefined && !isPercentile(percentile)) {
    report.leftOut(what, block, "it does not say which percentile it is", "percentile");
    return undefined;
  }
  const listed = textOf(block, "list_field")?.replace(new RegExp(`^${around.view}\\.`), "");
  const of = type === "list" ? listed : sql && (measuredField(sql) ?? dimensionOf(sql, dimensions));
  if (type !== "count" && of === undefined) {
    report.leftOut(what, block, "it aggregates SQL; give that SQL a dimension of its own first", "sql");
    return undefined;
  }
  const filters = Object.entries(filtersOf(block)).flatMap(
    ([field, value]): readonly (readonly [string, string])[] => {
      const own = field.replace(new RegExp(`^${around.view}\\.`), "");
      return own === key && (value === "NOT NULL" || value === "-NULL") ? [] : [[own, value]];
    },
  );
  report.carried(what, block);
  return {
    type,
    ...(of === undefined || type === "count" ? {} : { of }),
    ...(percentile === undefined ? {} : { percentile }),
    ...(distinctKey === undefined ? {} : { distinct_key: distinctKey }),
    ...(filters.length === 0 ? {} : { filters: Object.fromEntries(filters) }),
    ...common(name, block, "measure", what, around),
  };
}

/** A measure that is computed from others of its view, and from nothing else. */
function importComputed(
  name: string,
  type: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const sql = textOf(block, "sql") ?? "";
  const named = [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, one]) => one ?? "");
  if (named.length === 0 || named.some((one) => !around.measures.has(one)) || /\{[{%]/.test(sql)) {
    around.report.leftOut(what, block, "its SQL is more than other measures of its view", "sql");
    return undefined;
  }
  around.report.carried(what, block);
  return { type, sql, ...common(name, block, "measure", what, around) };
}

/** The first or last of a point in time or of a text; any other text is computed from measures. */
function importExtreme(
  name: string,
  type: string,
  block: Block,
  key: string,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  // What keeps out a row that a left join made up is printed anew.
  const guarded = new RegExp(
    `^(MIN|MAX)\\((?:CASE WHEN \\$\\{${key}\\} IS NOT NULL THEN )?\\$\\{(\\w+)\\}(?: END)?\\)$`,
    "i",
  );
  const [, pick, field] = guarded.exec((textOf(block, "sql") ?? "").trim()) ?? [];
  if (pick === undefined || field === undefined) {
    if (type === "string") return importComputed(name, type, block, what, around);
    const why = "it is more than the MIN or MAX of a dimension group";
    around.report.leftOut(what, block, why, "sql");
    return undefined;
  }
  around.report.carried(what, block);
  const sql = `${pick.toUpperCase()}(\${${field}})`;
  return { type, sql, ...common(name, block, "measure", what, around) };
}

/** What Looker reckons from an answer when it has come. */
function importReckoned(
  name: string,
  type: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const of = measuredField(textOf(block, "sql") ?? "");
  if (of === undefined || !around.measures.has(of)) {
    around.report.leftOut(what, block, "its SQL is more than another measure of its view", "sql");
    return undefined;
  }
  const direction = type === "percent_of_previous" ? undefined : textOf(block, "direction");
  around.report.carried(what, block);
  return {
    type,
    of,
    ...(direction === undefined ? {} : { direction }),
    ...common(name, block, "measure", what, around),
  };
}

function importCompared(
  name: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const own = (parameter: string): string | undefined =>
    textOf(block, parameter)?.replace(new RegExp(`^${around.view}\\.`), "");
  const [of, time, period, kind] = [own("based_on"), own("based_on_time"), own("period"), own("kind")];
  const known = of !== undefined && around.measures.has(of);
  if (!known || time === undefined || !PERIODS.some((one) => one === period)) {
    const why = known
      ? "it compares by fiscal periods, or by nothing that it names"
      : "it is based on a measure of another view";
    around.report.leftOut(what, block, why, known ? "period" : "based_on");
    return undefined;
  }
  around.report.carried(what, block);
  return {
    type: "period_over_period",
    of,
    based_on_time: time,
    period,
    kind: kind ?? "previous",
    ...(block["value_to_date"] === true ? { value_to_date: "yes" } : {}),
    ...common(name, block, "measure", what, around),
  };
}

function dimensionOf(sql: string, dimensions: Readonly<Record<string, Written>>): string | undefined {
  const column = plainColumn(sql);
  if (column === undefined) return undefined;
  return Object.entries(dimensions).find(
    ([name, one]) => (one["column"] ?? (one["sql"] === undefined ? name : undefined)) === column,
  )?.[0];
}
