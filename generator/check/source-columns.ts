// A table that is a question to an explore -> what is wrong with its columns: those nobody gives, and values of another type.
import { findField, findView, type FoundField } from "../find.ts";
import type { At } from "../model/at.ts";
import type { ColumnType } from "../model/column-type.ts";
import type { Explore } from "../model/explore.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import { type Field, MEASURE_VALUES, type MeasureType, RECKONED_TYPES } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { timeframeType } from "../timeframe.ts";

/** What the values of a column are. */
type Held = "text" | "number" | "date" | "timestamp";

const HELD: Readonly<Record<ColumnType["kind"], Held | undefined>> = {
  text: "text",
  integer: "number",
  decimal: "number",
  double: "number",
  boolean: undefined,
  date: "date",
  timestamp: "timestamp",
};

/** The columns that the table has and the question does not give, and the other way round. */
export function badColumns(
  model: Model,
  explore: Explore,
  table: Table,
  source: ExploreSource,
): readonly Problem[] {
  const given = [...source.columns, ...source.derivedColumns];
  const names = given.map(({ name }) => name);
  return [
    ...table.columns
      .filter((column) => !names.includes(column.name))
      .map((column): Problem => ({
        code: "unknown-name",
        at: column.at,
        onKey: true,
        message: `the question to explore \`${explore.name}\` gives no column \`${column.name}\``,
        hint: didYouMean(column.name, [...new Set(names)]) ?? "add it to `columns:` of `explore_source:`",
      })),
    ...given.flatMap(({ name, at }, index): readonly Problem[] => {
      if (names.indexOf(name) < index)
        return [
          {
            code: "duplicate-name",
            at,
            onKey: true,
            message: `the question has a column \`${name}\` already`,
            hint: "call this one otherwise",
          },
        ];
      if (table.columns.some((column) => column.name === name)) return [];
      return [
        {
          code: "unknown-name",
          at,
          onKey: true,
          message: `there is no column in table \`${table.name}\` called \`${name}\``,
          hint:
            didYouMean(
              name,
              table.columns.map((column) => column.name),
            ) ?? "add it to `columns:` of the table, with its type",
        },
      ];
    }),
    ...source.columns.flatMap(({ name, field }) => clash(model, explore, table, name, field)),
    ...source.derivedColumns.flatMap(({ sql, at }) => badSql(sql, at)),
  ];
}

function clash(
  model: Model,
  explore: Explore,
  table: Table,
  name: string,
  field: string,
): readonly Problem[] {
  const column = table.columns.find((one) => one.name === name);
  const found = foundIn(model, explore, field);
  // What cannot be held at all is told where it is asked for.
  const holds = found === undefined || whyNot(found.field, field) !== undefined ? undefined : heldBy(found);
  if (column === undefined || holds === undefined || HELD[column.type.kind] === holds) return [];
  return [
    {
      code: "type-clash",
      at: column.at,
      message: `\`${field}\` is a ${holds}, and column \`${name}\` is said to be ${/^[aeiou]/.test(column.type.kind) ? "an" : "a"} ${column.type.kind}`,
      hint:
        holds === "number"
          ? "write `integer`, or `decimal` for what has digits behind the point"
          : `write \`${holds}\``,
    },
  ];
}

function badSql(sql: string, at: At): readonly Problem[] {
  if (sql.includes(";"))
    return [
      {
        code: "bad-sql",
        at,
        message: "the SQL holds a `;`, which would end it early",
        hint: "write one expression without a semicolon",
      },
    ];
  const named = /\$\{[^}]*\}|\{%|\{\{/.exec(sql)?.[0];
  if (named === undefined) return [];
  return [
    {
      code: "bad-sql",
      at,
      message: `\`${named}\` says nothing in a derived column, which is reckoned from the others`,
      hint: "name the columns of the question as they are called, such as `a / b`",
    },
  ];
}

/** Measures whose values Looker makes up when the rows are there, or in a way that it tells nobody. */
const UNSAID: ReadonlySet<MeasureType> = new Set(["list", "period_over_period", "date", "yesno"]);

/** What such a table cannot hold though its explore has it. */
export function badField(model: Model, explore: Explore, name: string, at: At): readonly Problem[] {
  const field = foundIn(model, explore, name)?.field;
  const why = field === undefined ? undefined : whyNot(field, name);
  return why === undefined ? [] : [{ code: "looker", at, ...why }];
}

function whyNot(field: Field, name: string): Pick<Problem, "message" | "hint"> | undefined {
  if (field.kind === "measure" && RECKONED_TYPES.some((type) => type === field.type))
    return {
      message: `\`${name}\` is reckoned when an answer has come, so no table can hold it`,
      hint: "leave it out, or reckon it in a derived column",
    };
  if (field.kind === "measure" && UNSAID.has(field.type))
    return {
      message: `Looker does not say what a table gets of a ${field.type.replaceAll("_", " ")} such as \`${name}\``,
      hint: "leave it out",
    };
  if (field.kind === "dimension" && field.type === "yesno")
    return {
      message: `Looker does not say whether a table gets a yesno such as \`${name}\` as yes and no or as true, false and unknown`,
      hint: "ask for a number or a text in its place, such as CASE WHEN … THEN 1 ELSE 0 END",
    };
  if (field.kind === "dimension" && field.made?.kind === "location")
    return {
      message: `\`${name}\` is a place, which is no value of one column`,
      hint: "ask for its latitude and its longitude",
    };
  return undefined;
}

function foundIn(model: Model, explore: Explore, name: string): FoundField | undefined {
  const [alias = "", field = ""] = name.split(".");
  const real = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = real === undefined ? undefined : findView(model, real);
  return view === undefined ? undefined : findField(view, field);
}

function heldBy(found: FoundField): Held | undefined {
  const { field } = found;
  if (field.kind === "dimension") return field.type === "number" ? "number" : "text";
  if (field.kind === "measure")
    return (MEASURE_VALUES[field.type] ?? "number") === "number" ? "number" : "text";
  if (field.kind !== "dimension_group" || !("timeframe" in found)) return undefined;
  if (found.timeframe === "raw") return field.stored === undefined ? field.datatype : "number";
  const type = timeframeType(found.timeframe);
  return type === "string" ? "text" : type;
}
