// A plan inside a plan -> the query that its rows come of, under the names that its table's columns have.
import type { InnerPlan, Plan } from "../plan/planned.ts";
import { indent, type Writer } from "./writer.ts";

/** Every plan that stands inside a plan, at whatever depth, by the name under which it is kept. */
export function innerPlans(plan: Plan): ReadonlyMap<string, InnerPlan> {
  return new Map([
    ...plan.inner.flatMap((one) => [[one.key, one] as const, ...innerPlans(one.plan)]),
    ...plan.earlier.flatMap((one) => [...innerPlans(one.plan)]),
  ]);
}

/** @param rows the plan's own query, which names its columns after their fields */
export function writeInner({ columns, derived }: InnerPlan, rows: string, writer: Writer): string {
  const name = writer.dialect.identifier;
  const named = columns.map((column) => `${name(column.field)} AS ${writer.name(column.name)}`);
  const asked = `SELECT\n${indent(named.join(",\n"))}\nFROM (\n${indent(rows)}\n) AS asked`;
  if (derived.length === 0) return asked;
  const reckoned = derived.map((column) => `${column.sql} AS ${writer.name(column.name)}`);
  return `SELECT\n${indent(["named.*", ...reckoned].join(",\n"))}\nFROM (\n${indent(asked)}\n) AS named`;
}
