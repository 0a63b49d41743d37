// Rules about aggregate tables: what they hold is of their explore, the same for everybody, and can be kept.
import { everyPiece, findView, findField } from "../find.ts";
import type { At } from "../model/at.ts";
import type { AggregateTable, Explore } from "../model/explore.ts";
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { columnOf } from "../resolve/aggregate-tables.ts";
import { FILTERED, missingField, type Wanted } from "./conditions.ts";
import { dependenceOf } from "./depends.ts";
import { badFilter, fieldOf } from "./filters.ts";
import { growsBy, missingDatagroup } from "./kept.ts";
import type { Rule } from "./rule.ts";
import { badZone } from "./zone.ts";

const DIMENSION: Wanted = { kinds: ["dimension", "dimension_group"], words: "dimension" };
const MEASURE: Wanted = { kinds: ["measure", "chosen_measure"], words: "measure" };

/** The rules about aggregate tables. */
export const aggregateTableRules: readonly Rule[] = [
  {
    sentence: "An aggregate table holds dimensions and measures that its explore has, each once",
    check: (model) =>
      tables(model).flatMap(([explore, table]): readonly Problem[] => {
        if (table.dimensions.length + table.measures.length === 0)
          return [
            {
              code: "missing-key",
              at: table.at,
              onKey: true,
              message: `the aggregate table \`${table.name}\` holds no field`,
              hint: "add `measures:`, and the `dimensions:` they are grouped by",
            },
          ];
        return [
          ...badFields(model, explore, table, "dimensions", DIMENSION),
          ...badFields(model, explore, table, "measures", MEASURE),
        ];
      }),
  },
  {
    sentence:
      "An aggregate table is filtered in the filter languages of its fields, in a time zone that exists",
    check: (model) =>
      tables(model).flatMap(([explore, table]) => [
        ...table.filters.flatMap(({ field: name, expression, at }): readonly Problem[] => {
          const field = fieldOf(model, explore, name);
          if (field === undefined) return missingField(model, explore, name, FILTERED, at, true);
          return badFilter(field, expression, name, at);
        }),
        ...badZone(table.timezone, [...table.at, "timezone"]),
      ]),
  },
  {
    sentence:
      "An aggregate table is kept by a datagroup that exists, and grows by a time among its dimensions",
    check: (model) =>
      tables(model).flatMap(([explore, table]) => [
        ...missingDatagroup(model, table.persistence, table.at),
        ...badIncrement(model, explore, table),
      ]),
  },
  {
    sentence: "An aggregate table holds the same whoever asks",
    check: (model) => tables(model).flatMap(([explore, table]) => notForAll(model, explore, table)),
  },
];

/** The aggregate tables of a model, each with its explore. */
export function tables(model: Model): readonly (readonly [Explore, AggregateTable])[] {
  return model.explores.flatMap((explore) =>
    (explore.aggregateTables ?? []).map((table) => [explore, table] as const),
  );
}

function badFields(
  model: Model,
  explore: Explore,
  table: AggregateTable,
  key: "dimensions" | "measures",
  wanted: Wanted,
): readonly Problem[] {
  return table[key].flatMap((name, index): readonly Problem[] => {
    const at = [...table.at, key, index];
    if (table[key].indexOf(name) < index)
      return [{ code: "duplicate-name", at, message: `\`${table.name}\` holds \`${name}\` already` }];
    return missingField(model, explore, name, wanted, at, false);
  });
}

function badIncrement(model: Model, explore: Explore, table: AggregateTable): readonly Problem[] {
  const key = table.persistence.increment?.key;
  if (key === undefined) return [];
  const at: At = [...table.at, "increment_key"];
  const times = table.dimensions.filter((name) => isTime(model, explore, name));
  const column = columnOf(key);
  if (times.includes(key)) {
    const others = table.dimensions.filter((name) => name !== key && columnOf(name) === column);
    if (others.length === 0) return [];
    return [
      {
        code: "duplicate-name",
        at,
        message: `\`${key}\` and \`${others.join("`, `")}\` have one name among the columns of \`${table.name}\`, and it grows by one of them`,
        hint: "leave the other one out",
      },
    ];
  }
  const there = table.dimensions.includes(key);
  return [
    {
      code: there ? "type-clash" : "unknown-name",
      at,
      message: there
        ? `\`${key}\` is no time that goes on, so \`${table.name}\` cannot grow by it`
        : `there is no \`${column}\` among the dimensions of \`${table.name}\``,
      hint:
        (there ? undefined : didYouMean(column, times.map(columnOf))) ??
        (times.length === 0
          ? "add a timeframe such as `date` or `month` to its dimensions"
          : `write \`${columnOf(times[0] ?? "")}\``),
    },
  ];
}

function isTime(model: Model, explore: Explore, name: string): boolean {
  const [alias = "", field = ""] = name.split(".");
  const real = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = real === undefined ? undefined : findView(model, real);
  return view !== undefined && growsBy(findField(view, field));
}

function notForAll(model: Model, explore: Explore, table: AggregateTable): readonly Problem[] {
  const problem = (at: At, what: string, hint: string): Problem => ({
    code: "looker",
    at,
    message: `${what} depends on who asks, so its rows cannot be kept for everybody`,
    hint,
  });
  const fields = (["dimensions", "measures"] as const).flatMap((key) =>
    table[key].flatMap((name, index) =>
      dependenceOf(model, explore, name).has("who asks")
        ? [
            problem(
              [...table.at, key, index],
              `\`${name}\``,
              "leave it out, or take the user attribute out of its SQL",
            ),
          ]
        : [],
    ),
  );
  const filters = table.filters.flatMap(({ field, expression, at }) =>
    expression.includes("_user_attributes") || dependenceOf(model, explore, field).has("who asks")
      ? [problem(at, `the filter on \`${field}\``, "leave the filter out")]
      : [],
  );
  const sql = [explore.sqlAlwaysWhere, explore.sqlAlwaysHaving].some((expression) =>
    everyPiece(expression?.pieces ?? []).some((piece) => piece.kind === "user_attribute"),
  );
  return [
    ...fields,
    ...filters,
    ...(sql
      ? [
          {
            ...problem(
              table.at,
              `the SQL that explore \`${explore.name}\` puts into every question`,
              "say it by `access_filters:` on one of the table's dimensions",
            ),
            onKey: true,
          },
        ]
      : []),
  ];
}
