// A question -> FROM with every view it needs left joined, and WHERE on the joined rows; and which views the joins repeat.
import { blocks } from "../../cases/parse.ts";
import { textOf } from "./project.ts";
import type { LookerField, Scope } from "./scope.ts";

/** The joined rows of a question. */
export interface JoinedRows {
  readonly from: string;
  /** All must hold. */
  readonly where: readonly string[];
  /** Whether one row of a view can stand in several joined rows, by the relationships that the explore declares. */
  readonly repeats: (alias: string) => boolean;
}

interface Edge {
  readonly alias: string;
  readonly parents: readonly string[];
  readonly relationship: string;
  readonly sqlOn: string;
}

/** Joins what the fields and filters of the question stand in, and all on the way to it. */
export function joinRows(scope: Scope): JoinedRows {
  const { base, question } = scope;
  const edges = blocks(scope.explore, "join").map(([alias, join]): Edge => {
    const sqlOn = textOf(join, "sql_on");
    const named = [...sqlOn.matchAll(/\$\{(\w+)\.\w+\}/g)].map((match) => match[1] ?? "");
    return {
      alias,
      parents: [...new Set(named)].filter((name) => name !== alias),
      relationship: textOf(join, "relationship"),
      sqlOn,
    };
  });
  const needed = new Set<string>();
  const need = (alias: string): void => {
    if (needed.has(alias)) return;
    needed.add(alias);
    for (const parent of edges.find((edge) => edge.alias === alias)?.parents ?? []) need(parent);
  };
  need(base);
  const where: string[] = [];
  for (const name of question.fields) need(askedField(scope, name).alias);
  for (const name of measuresAlways(scope)) need(askedField(scope, name).alias);
  for (const [name, expression] of Object.entries(question.filters)) {
    const field = askedField(scope, name);
    // A filter that says nothing joins nothing and keeps everything.
    if (field.kind === "parameter" || expression.trim() === "") continue;
    need(field.alias);
    // What a filter without SQL asks, other SQL says.
    if (field.kind === "measure" || (field.kind === "filter" && field.block["sql"] === undefined)) continue;
    const condition =
      field.kind === "filter"
        ? scope.expressionOf(field)
        : scope.conditionOf(field, scope.expressionOf(field), expression);
    if (condition !== undefined) where.push(`(${condition})`);
  }
  for (const { field, expression } of scope.accessFilters()) {
    need(field.alias);
    where.push(`(${scope.conditionOf(field, scope.expressionOf(field), expression) ?? "1=1"})`);
  }
  if (scope.explore["sql_always_where"] !== undefined) {
    const always = textOf(scope.explore, "sql_always_where");
    for (const [, alias = ""] of always.matchAll(/\$\{(\w+)\.\w+\}/g)) need(alias);
    where.push(`(${scope.sqlOf(base, always)})`);
  }
  const joined = edges.filter((edge) => needed.has(edge.alias));
  return {
    from: [
      scope.placeOf(base),
      ...joined.map(
        (edge) => `LEFT JOIN ${scope.placeOf(edge.alias)} ON ${scope.sqlOf(edge.alias, edge.sqlOn)}`,
      ),
    ].join("\n"),
    where,
    repeats: (alias) => isRepeated(alias, joined),
  };
}

/** Full names of the measures that the explore's own condition on groups asks about. */
export function measuresAlways(scope: Scope): readonly string[] {
  if (scope.explore["sql_always_having"] === undefined) return [];
  const having = textOf(scope.explore, "sql_always_having");
  return [...new Set([...having.matchAll(/\$\{(\w+\.\w+)\}/g)].map((match) => match[1] ?? ""))];
}

/** A field by its full name. */
export function askedField(scope: Scope, name: string): LookerField {
  const [alias = "", field = ""] = name.split(".");
  return scope.fieldOf(alias, field);
}

/** Walking away from a view over the joins, some step leads to many. */
function isRepeated(alias: string, joined: readonly Edge[]): boolean {
  const seen = new Set<string>([alias]);
  const walk = (from: string): boolean =>
    joined.some((edge) => {
      const steps = [
        ...(edge.parents.includes(from) ? [{ to: edge.alias, many: /to_many$/ }] : []),
        ...(edge.alias === from ? edge.parents.map((to) => ({ to, many: /^many/ })) : []),
      ];
      return steps.some(({ to, many }) => {
        if (seen.has(to)) return false;
        seen.add(to);
        return many.test(edge.relationship) || walk(to);
      });
    });
  return walk(alias);
}
