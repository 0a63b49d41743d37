// A question -> the SQL that Looker itself writes on Postgres: everything joined, and symmetric aggregates where rows repeat.
import { askedField, joinRows } from "./interpreter/join.ts";
import type { Project } from "./interpreter/project.ts";
import { type LookerField, type LookerQuestion, Scope } from "./interpreter/scope.ts";

/** What a column holds, and of a measure whether it has the symmetric form. */
export interface SymmetricColumn {
  readonly holds: "text" | "yesno" | "number" | "sum" | "average" | "count";
  readonly symmetric: boolean;
}

/** SQL with bound values. */
export interface SymmetricQuery {
  readonly text: string;
  readonly values: readonly string[];
  /** By field. After them the SQL gives two more lists as long: how many values each measure is made of, and how many of a row that a left join made up. */
  readonly columns: readonly SymmetricColumn[];
}

/**
 * Left joins every view that the question needs, filters the joined rows, groups, and writes each total,
 * average and count as Looker does, from the printed LookML.
 * Order, limit and filters on measures are left out: this is about numbers.
 * @throws Error for measures of other types
 */
export function symmetricSql(project: Project, question: LookerQuestion): SymmetricQuery {
  const scope = new Scope(project, question);
  const joined = joinRows(scope);
  const columns: SymmetricColumn[] = [];
  const counts: string[] = [];
  const madeUp: string[] = [];
  const selected = question.fields.map((name) => {
    const asked = askedField(scope, name);
    if (asked.kind !== "measure") {
      columns.push({ holds: holdsOf(asked), symmetric: false });
      counts.push("NULL");
      madeUp.push("NULL");
      return shown(scope, asked);
    }
    const field = scope.measureOf(asked);
    const type = field?.block["type"];
    if (field === undefined || (type !== "sum" && type !== "average" && type !== "count"))
      throw new Error(`${name} is not compared`);
    const repeated = joined.repeats(field.alias);
    const parts = partsOf(scope, field);
    columns.push({ holds: type, symmetric: repeated });
    counts.push(`COUNT(DISTINCT CASE WHEN ${parts.value} IS NOT NULL THEN ${parts.key} ELSE NULL END)`);
    madeUp.push(`COUNT(CASE WHEN ${parts.primary} IS NULL AND ${parts.value} IS NOT NULL THEN 1 END)`);
    return measureSql(type, parts, repeated);
  });
  const groups = columns.flatMap(({ holds }, index) => (isMeasure(holds) ? [] : [index + 1]));
  return {
    text: [
      `SELECT\n  ${[...selected, ...counts, ...madeUp].join(",\n  ")}`,
      `FROM ${joined.from}`,
      ...(joined.where.length === 0 ? [] : [`WHERE ${joined.where.join("\n  AND ")}`]),
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(", ")}`]),
    ].join("\n"),
    values: scope.values,
    columns,
  };
}

/** Whether a column is a measure that Looker has a symmetric form for, and that needs it. */
export function isMeasure(holds: string): boolean {
  return holds === "sum" || holds === "average" || holds === "count";
}

function holdsOf(field: LookerField): SymmetricColumn["holds"] {
  if (field.kind === "dimension_group") return field.timeframe === "year" ? "number" : "text";
  const type = field.block["type"];
  return type === "number" || type === "yesno" ? type : "text";
}
/** What a measure is made of; where it has filters, both are nothing in the rows that do not pass. */
interface Parts {
  readonly primary: string;
  readonly key: string;
  /** Of a count, the key. */
  readonly value: string;
  readonly filters: readonly string[];
}

function partsOf(scope: Scope, field: LookerField): Parts {
  const primary = scope.keyOf(field.alias);
  if (primary === undefined) throw new Error(`${field.alias} has no primary key`);
  const filters = scope.filtersOf(field);
  // Filtered measures wrap both the value and the key.
  const wrapped = (sql: string): string =>
    filters.length === 0 ? sql : `(CASE WHEN ${filters.join(" AND ")} THEN ${sql} ELSE NULL END)`;
  const isCount = field.block["type"] === "count";
  return {
    primary: `(${primary})`,
    key: wrapped(`(${primary})`),
    value: wrapped(isCount ? `(${primary})` : `(${scope.expressionOf(field)})`),
    filters,
  };
}

function measureSql(
  type: "sum" | "average" | "count",
  { key, value, filters }: Parts,
  repeated: boolean,
): string {
  switch (type) {
    case "count":
      if (repeated) return `COUNT(DISTINCT ${key})`;
      return filters.length === 0
        ? "COUNT(*)"
        : `COUNT(CASE WHEN ${filters.join(" AND ")} THEN 1 ELSE NULL END)`;
    case "sum":
      return repeated ? `COALESCE(${symmetricSum(value, key)}, 0)` : `COALESCE(SUM(${value} ), 0)`;
    case "average":
      return repeated
        ? `(${symmetricSum(value, key)} / NULLIF(COUNT(DISTINCT CASE WHEN ${value} IS NOT NULL THEN ${key} ELSE NULL END), 0))`
        : `AVG(${value})`;
  }
}

/** Looker's total of each key's value once, on Postgres (wiki.7fff.com/symmetric). */
function symmetricSum(value: string, key: string): string {
  const hash = `('x' || MD5(${key} ::varchar))::bit(64)::bigint::DECIMAL(65,0)  *18446744073709551616 + ('x' || SUBSTR(MD5(${key} ::varchar),17))::bit(64)::bigint::DECIMAL(65,0)`;
  return `COALESCE( ( SUM(DISTINCT (CAST(FLOOR(COALESCE(${value} ,0)*(1000000*1.0)) AS DECIMAL(65,0))) + ${hash} ) - SUM(DISTINCT ${hash}) )  / (1000000*1.0), 0)`;
}

function shown(scope: Scope, field: LookerField): string {
  const sql = scope.shownOf(field);
  return field.block["type"] === "yesno" ? `CASE WHEN ${sql} THEN 'Yes' ELSE 'No' END` : sql;
}
