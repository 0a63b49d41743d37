// Measures that are taken from different rows -> one part for each, over the same groups, put side by side.
import { Mistake } from "../../generator/index.ts";
import type { AskedMeasure, Compared } from "../plan/asked.ts";
import { joinsNeeded } from "../plan/needed.ts";
import type { Owner, Plan } from "../plan/planned.ts";
import { groupBy, having, writeDimension } from "./write-groups.ts";
import { asShown, computedFrom, noValue, writeMeasure } from "./write-measure.ts";
import { rowsFor } from "./write-rows.ts";
import { indent, type Writer } from "./writer.ts";

/** Whether the plan's measures are taken from different rows, or may not stand beside each other. */
export function needsParts(plan: Plan, writer: Writer): boolean {
  return plan.earlier.length > 0 || ownersOf(plan, writer).length > 1;
}

/** One part of the answer: measures taken from the same rows. */
interface Part {
  readonly plan: Plan;
  readonly owner: Owner;
  /** Each column that the part fills, and of what; those of the other parts are empty in it. */
  readonly fills: readonly Filled[];
  readonly now: boolean;
}

interface Filled {
  readonly name: string;
  readonly measure: AskedMeasure;
}

/** Each part computed apart over the same groups, then put side by side. */
export function writeParts(plan: Plan, writer: Writer): string {
  const name = writer.dialect.identifier;
  const dimensions = plan.columns.filter((column) => column.kind === "dimension");
  const parts = partsOf(plan, writer);
  const filled = parts.flatMap((part) => part.fills);
  const before: string[] = [];
  const written = parts.map((part, index) => {
    const rows = rowsFor(part.plan, joinsNeeded(part.plan, part.owner), part.owner, `_${index + 1}`, writer);
    if (rows.before !== undefined) before.push(rows.before);
    const groups = dimensions.map((column) => {
      const own = part.plan.columns.find((one) => one.name === column.name) ?? column;
      return `${writeDimension(part.plan, own, rows, writer)} AS ${name(column.name)}`;
    });
    const values = filled.map((one) => {
      // Every part has the same groups, so the one part that knows a measure decides it.
      const value = part.fills.includes(one)
        ? writeMeasure(one.measure, part.owner, rows.ready, writer)
        : noValue(one.measure, writer);
      return `${value} AS ${name(one.name)}`;
    });
    const is = plan.earlier.length === 0 ? [] : [`${part.now ? "1" : "CAST(NULL AS INTEGER)"} AS is_now`];
    return [
      `SELECT\n${indent([...groups, ...values, ...is].join(",\n"))}`,
      rows.from,
      ...groupBy(dimensions),
    ].join("\n");
  });
  const held = (column: Filled): string =>
    `${column.measure.values === "yesno" ? "BOOL_OR" : "MAX"}(${name(column.name)})`;
  /** The measure of a group: the one value that a part knows, or what is computed from those of several parts. */
  const together = (measure: AskedMeasure): string => {
    if (measure.compared !== undefined) return compared(measure.compared, measure.name);
    const whole = filled.find((one) => one.name === measure.name);
    return whole === undefined ? computedFrom(measure, writer, together) : held(whole);
  };
  const compared = ({ from, kind }: Compared, measure: string): string => {
    const then = held({ name: nameThen(measure), measure: from });
    if (kind === "previous") return then;
    const difference = `${together(from)} - ${then}`;
    // A count divided by a count would be a whole number.
    return kind === "difference"
      ? difference
      : `CAST(${difference} AS DOUBLE PRECISION) / NULLIF(${then}, 0)`;
  };
  const selected = plan.columns.map((column) =>
    column.kind === "dimension"
      ? name(column.name)
      : `${asShown(column, together(column))} AS ${name(column.name)}`,
  );
  const conditions = [
    ...(plan.earlier.length === 0 ? [] : ["MAX(is_now) = 1"]),
    ...having(plan, writer, together),
  ];
  return [
    ...(before.length === 0 ? [] : [`WITH ${before.join(",\n")}`]),
    `SELECT\n${indent(selected.join(",\n"))}`,
    `FROM (\n${indent(written.join("\nUNION ALL\n"))}\n) AS parts`,
    ...(dimensions.length === 0
      ? []
      : [`GROUP BY ${dimensions.map((column) => name(column.name)).join(", ")}`]),
    ...(conditions.length === 0 ? [] : [`HAVING ${conditions.join("\n  AND ")}`]),
  ].join("\n");
}

function partsOf(plan: Plan, writer: Writer): readonly Part[] {
  return [
    ...ownersOf(plan, writer).map((owner): Part => ({
      plan,
      owner,
      fills: owner.measures.map((measure) => ({ name: measure.name, measure })),
      now: true,
    })),
    ...plan.earlier.flatMap((earlier) =>
      ownersOf(earlier.plan, writer).map((owner): Part => ({
        plan: earlier.plan,
        owner,
        fills: earlier.measures.flatMap((measure) => {
          const own = owner.measures.find((one) => one.name === measure.compared?.from.name);
          return own === undefined ? [] : [{ name: nameThen(measure.name), measure: own }];
        }),
        now: false,
      })),
    ),
  ];
}

/** A warehouse that lists values beside nothing that counts them once: each list is a part of its own. */
function ownersOf(plan: Plan, writer: Writer): readonly Owner[] {
  if (!writer.dialect.listsAlone) return plan.owners;
  const listed = plan.owners.flatMap((owner) => owner.measures.filter((measure) => measure.type === "list"));
  if (listed.length > 1)
    throw new Mistake(
      `${listed.map((measure) => measure.name).join(" and ")} are lists, and Redshift sorts one in a query. Ask for one of them at a time.`,
    );
  return plan.owners.flatMap((owner) => {
    const lists = owner.measures.filter((measure) => measure.type === "list");
    const others = owner.measures.filter((measure) => measure.type !== "list");
    const apart = lists.map((measure) => ({ ...owner, measures: [measure] }));
    return others.length === 0 ? apart : [{ ...owner, measures: others }, ...apart];
  });
}

/** No field of a model can be called this: its names have no blanks. */
const nameThen = (measure: string): string => `then of ${measure}`;
