// Rules about what Looker can answer from aggregate tables: their breach is a warning, for numbers are right without them.
import { findView } from "../find.ts";
import type { AggregateTable, Explore } from "../model/explore.ts";
import type { Measure, MeasureType } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { tables } from "./aggregate-tables.ts";
import { dependenceOf } from "./depends.ts";
import { fieldOf } from "./filters.ts";
import { repeatedBy } from "./repeats.ts";
import type { Rule } from "./rule.ts";

/** The rules about what aggregate tables are good for. */
export const rollupRules: readonly Rule[] = [
  {
    sentence:
      "An aggregate table holds measures that Looker can add up from it: counts, sums, averages, smallest and largest values, and what is reckoned from those",
    check: (model) =>
      tables(model).flatMap(([explore, table]) =>
        table.measures.flatMap((name, index): readonly Problem[] => {
          const why = notAddedUp(model, explore, table, name);
          if (why === undefined) return [];
          return [
            {
              code: "looker",
              at: [...table.at, "measures", index],
              message: `${why.message}, so ${why.so ?? `Looker answers it from \`${table.name}\` only where a question asks for exactly what the table holds`}`,
              hint: why.hint,
            },
          ];
        }),
      ),
  },
  {
    sentence: "An aggregate table holds the dimensions by which its explore filters every question",
    check: (model) =>
      tables(model).flatMap(([explore, table]) =>
        filteredBy(explore, table).map((field): Problem => ({
          code: "unused",
          at: table.at,
          onKey: true,
          message: `explore \`${explore.name}\` filters every question by \`${field}\`, which \`${table.name}\` does not hold, so Looker answers none from it`,
          hint: `add \`${field}\` to its dimensions`,
        })),
      ),
  },
];

/** What a filter that the explore brings needs; one of its own that is in the table as it is needs nothing. */
function filteredBy(explore: Explore, table: AggregateTable): readonly string[] {
  const needed = [
    ...explore.accessFilters.map(({ field }) => field),
    ...explore.alwaysFilter
      .filter(({ field, expression }) =>
        table.filters.every((own) => own.field !== field || own.expression !== expression),
      )
      .map(({ field }) => field),
  ];
  return [...new Set(needed)].filter((field) => ![...table.dimensions, ...table.measures].includes(field));
}

/** The types whose values over more rows come of those over fewer (docs.cloud.google.com/looker/docs/aggregate_awareness). */
const ADDED_UP: ReadonlySet<MeasureType> = new Set(["count", "sum", "average", "min", "max"]);
/** Those that Looker gets wrong where a join repeats rows, and therefore tells rows apart for. */
const REPEATABLE: ReadonlySet<MeasureType> = new Set(["count", "sum", "average"]);
/** Reckoned when the answer has come. */
const AFTERWARDS: ReadonlySet<MeasureType> = new Set([
  "running_total",
  "percent_of_total",
  "percent_of_previous",
]);

interface Why {
  readonly message: string;
  /** What follows; as for most when it is not said. */
  readonly so?: string;
  readonly hint: string;
}

function notAddedUp(model: Model, explore: Explore, table: AggregateTable, name: string): Why | undefined {
  const alone = "leave it out, or keep a table that holds just what such questions ask for";
  const field = fieldOf(model, explore, name);
  if (dependenceOf(model, explore, name).has("what is asked"))
    return {
      message: `\`${name}\` depends on what is asked`,
      hint: "hold the measures behind it instead, which depend on nothing",
    };
  const [alias = ""] = name.split(".");
  const view = findView(model, explore.joins.find((join) => join.name === alias)?.view ?? alias);
  if (field?.kind !== "measure" || view === undefined) return undefined;
  if (AFTERWARDS.has(field.type))
    return {
      message: `\`${name}\` is reckoned when the answer has come`,
      so: "a table holds nothing of it",
      hint:
        field.of === undefined ? alone : `hold \`${alias}.${field.of}\` instead, from which it is reckoned`,
    };
  const parts = partsOf(field, view);
  const stubborn = parts.find((part) => !ADDED_UP.has(part.type));
  if (stubborn !== undefined)
    return {
      message: `\`${name}\` ${stubborn === field ? "is" : `is reckoned from \`${stubborn.name}\`, which is`} ${sayStubborn(stubborn)}`,
      hint: alone,
    };
  const repeating = repeatedBy(alias, { joins: joinedFor(explore, table) });
  if (repeating === undefined || !parts.some((part) => REPEATABLE.has(part.type))) return undefined;
  return {
    message: `the join of \`${repeating}\` repeats rows of \`${alias}\` in \`${table.name}\`, and what is taken of each row once is not added up`,
    hint: `keep \`${name}\` in a table without fields of the views that repeat its rows`,
  };
}

function sayStubborn({ type, pick }: Measure): string {
  if (pick !== undefined) return `of type \`${type}\`, whose SQL Looker does not look into`;
  return `of type \`${type}\`, whose value does not come of those of smaller groups`;
}

/** The aggregates that a measure comes of: itself, or those in its SQL. */
function partsOf(measure: Measure, view: View): readonly Measure[] {
  if (measure.expression === undefined) return [measure];
  return measure.expression.pieces.flatMap((piece) => {
    const part = piece.kind === "field" ? view.fields.find((one) => one.name === piece.field) : undefined;
    return part?.kind === "measure" && part !== measure ? partsOf(part, view) : [];
  });
}

/** The joins that the query of the table makes: to the views of its fields, and of what its explore asks of every question. */
function joinedFor(explore: Explore, table: AggregateTable): Explore["joins"] {
  const named = [
    ...table.dimensions,
    ...table.measures,
    ...[...table.filters, ...explore.alwaysFilter].map(({ field }) => field),
  ].map((name) => name.split(".")[0] ?? "");
  const needed = new Set<string>();
  for (let more = named; more.length > 0;) {
    for (const name of more) needed.add(name);
    more = explore.joins
      .filter((join) => needed.has(join.name) && !needed.has(join.from))
      .map((join) => join.from);
  }
  return explore.joins.filter((join) => needed.has(join.name));
}
