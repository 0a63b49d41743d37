// A predicate of the plan -> SQL that is true for the rows that stay, without repeating any of them.
import type { Test } from "../plan/asked.ts";
import type { PlannedJoin, Predicate } from "../plan/predicate.ts";
import { writeCondition } from "./write-condition.ts";
import { indent, type Writer } from "./writer.ts";

/** A condition on one value of a joined row. */
export function writeTest(test: Test, writer: Writer): string {
  const sql = writer.expression(test.sql);
  if (test.condition === undefined) return `(${sql})`;
  return writeCondition(sql, test.condition, test.language, writer, { caseSensitive: test.caseSensitive });
}

/**
 * A predicate, as one of several terms that AND joins.
 * @param alone nothing else is asked of the rows
 */
export function writePredicate(predicate: Predicate, alone: boolean, writer: Writer): string {
  switch (predicate.kind) {
    case "row":
      // What is not known to pass is not dropped.
      if (predicate.excluded) return `NOT COALESCE(${writeTest(predicate.test, writer)}, FALSE)`;
      return writeTest(predicate.test, writer);
    case "related":
      return related(predicate, alone, writer);
    case "selected":
      return predicate.excluded
        ? excluded(predicate.joins, predicate.test, writer)
        : reached(predicate.joins, [predicate.test], writer, { real: true, alone });
  }
}

/** A join of the plan as a clause after FROM, e.g. `LEFT JOIN … ON …`. */
export function writeJoin(join: PlannedJoin, kind: string, writer: Writer): string {
  return `${kind} ${writer.place(join.place)} ON ${onClause(join, writer)}`;
}

/**
 * Some row reached over the joins passes: `id IN (SELECT … )`, which repeats nothing.
 * @param how.real all rows on the way must be there, as a selector wants it; a filter takes a missing one as unknowns
 */
function reached(
  joins: readonly PlannedJoin[],
  tests: readonly Test[],
  writer: Writer,
  how: { readonly real: boolean; readonly alone: boolean },
): string {
  const [first, ...rest] = joins;
  if (first === undefined) throw new Error("a related condition without a join");
  const outer = first.on.map((pair) => writer.column(first.from, pair.fromColumn));
  const inner = first.on.map((pair) => writer.column(first.alias, pair.toColumn));
  const chosenFirst = how.alone ? undefined : among(rest.at(-1), tests, how.real, writer);
  const joined = chosenFirst === undefined ? rest : rest.slice(0, -1);
  const body = [
    `SELECT ${inner.join(", ")}`,
    `FROM ${writer.place(first.place)}`,
    ...joined.map((join) =>
      writeJoin(join, how.real || isStrictBelow(join, rest, tests) ? "JOIN" : "LEFT JOIN", writer),
    ),
    `WHERE ${chosenFirst ?? tests.map((test) => writeTest(test, writer)).join("\n  AND ")}`,
  ].join("\n");
  return `${tuple(outer)} IN (\n${indent(body)}\n)`;
}

/**
 * The rows that have one of the named values, found first and then looked for among the links to them. Where
 * other conditions leave few rows, each is then settled by one look into an index; alone, a join does better.
 */
function among(
  last: PlannedJoin | undefined,
  tests: readonly Test[],
  real: boolean,
  writer: Writer,
): string | undefined {
  const { amongFirst } = writer.dialect;
  const [pair, ...more] = last?.on ?? [];
  if (amongFirst === undefined || last === undefined || pair === undefined || more.length > 0)
    return undefined;
  const named = (test: Test): boolean =>
    test.alias === last.alias && test.condition?.kind === "equals" && (real || test.strict);
  if (!tests.every(named)) return undefined;
  const query = [
    `SELECT ${writer.column(last.alias, pair.toColumn)}`,
    `FROM ${writer.place(last.place)}`,
    `WHERE ${tests.map((test) => writeTest(test, writer)).join("\n  AND ")}`,
  ].join("\n");
  return amongFirst(writer.column(last.from, pair.fromColumn), `\n${indent(query)}\n`);
}

/** No row reached over the joins passes; rows that reach nothing stay. */
function excluded(joins: readonly PlannedJoin[], test: Test, writer: Writer): string {
  const [first, ...rest] = joins;
  if (first === undefined) throw new Error("a selector without a join");
  const body = [
    "SELECT 1",
    `FROM ${writer.place(first.place)}`,
    ...rest.map((join) => writeJoin(join, "JOIN", writer)),
    `WHERE ${onClause(first, writer)}`,
    `  AND ${writeTest(test, writer)}`,
  ].join("\n");
  return `NOT EXISTS (\n${indent(body)}\n)`;
}

function related(predicate: Extract<Predicate, { kind: "related" }>, alone: boolean, writer: Writer): string {
  const { from, joins, tests, fromBase } = predicate;
  if (tests.some((test) => test.strict)) return reached(joins, tests, writer, { real: false, alone });
  // The conditions let unknowns through, so rows that reach nothing pass as well: a left join says it exactly.
  const key = from.key.map((column) => writer.column(from.alias, column));
  const conditions = (): string => tests.map((test) => writeTest(test, writer)).join("\n  AND ");
  const body = [
    `SELECT ${key.join(", ")}`,
    `FROM ${writer.place(from)}`,
    ...joins.map((join) => writeJoin(join, "LEFT JOIN", writer)),
    `WHERE ${conditions()}`,
  ].join("\n");
  const some = `${tuple(key)} IN (\n${indent(body)}\n)`;
  if (fromBase) return some;
  const nothing = [
    "SELECT 1",
    "FROM (SELECT 1 AS one) AS nothing",
    ...joins.map((join) => `LEFT JOIN ${writer.place(join.place)} ON 1 = 0`),
    `WHERE ${conditions()}`,
  ].join("\n");
  return `(${some} OR (${key[0] ?? ""} IS NULL AND EXISTS (\n${indent(nothing)}\n)))`;
}

/** A join whose rows a test needs, itself or further on, cannot be without a partner. */
function isStrictBelow(join: PlannedJoin, joins: readonly PlannedJoin[], tests: readonly Test[]): boolean {
  return (
    tests.some((test) => test.strict && test.alias === join.alias) ||
    joins.some((next) => next.from === join.alias && isStrictBelow(next, joins, tests))
  );
}

function tuple(columns: readonly string[]): string {
  return columns.length === 1 ? (columns[0] ?? "") : `(${columns.join(", ")})`;
}

function onClause(join: PlannedJoin, writer: Writer): string {
  return join.on
    .map(
      (pair) => `${writer.column(join.from, pair.fromColumn)} = ${writer.column(join.alias, pair.toColumn)}`,
    )
    .join(" AND ");
}
