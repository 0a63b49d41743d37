// Rules about tables that are queries: what they read is there, in no circle, and what is kept can be kept.
import { everyPiece, findExplore, findField, findTable, findView } from "../find.ts";
import { holdsIncrement } from "../increment.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { Model } from "../model/model.ts";
import type { Derived, Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { growsBy, missingDatagroup } from "./kept.ts";
import { viewsRead } from "./reads.ts";
import type { Rule } from "./rule.ts";

type Query = Table & { readonly derived: Derived };

/** The rules about derived tables. */
export const derivedRules: readonly Rule[] = [
  {
    sentence: "A table that is a query belongs to one view",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        const views = viewsOf(model, table);
        if (views.length === 1) return [];
        return [
          {
            code: "looker",
            at: [...table.at, saidBy(table)],
            message:
              views.length === 0
                ? `no view stands on \`${table.name}\`, and in Looker a query is part of its view`
                : `the views ${views.map((view) => `\`${view.name}\``).join(" and ")} stand on \`${table.name}\`, and in Looker a query is part of one view`,
            hint:
              views.length === 0
                ? `add \`${table.name}:\` under \`views:\``
                : "give each of them a table of its own, the other one's with `sql: SELECT * FROM ${view.SQL_TABLE_NAME}`",
          },
        ];
      }),
  },
  {
    sentence: "The SQL of a table is a query, and each `${view.SQL_TABLE_NAME}` in it names a view",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        const at = [...table.at, "sql"];
        if (table.derived.sql === undefined) return [];
        const [first] = table.derived.sql.pieces;
        const starts = first?.kind !== "text" || /^\s*\(*\s*(select|with)\b/i.test(first.text);
        const known = model.views.map((view) => view.name);
        return [
          ...(starts
            ? []
            : [
                {
                  code: "bad-sql" as const,
                  at,
                  message: `the SQL of \`${table.name}\` is no query`,
                  hint: "start it with SELECT or WITH",
                },
              ]),
          ...viewsRead(model, table.derived)
            .filter((name) => !known.includes(name))
            .map((name): Problem => ({
              code: "unknown-name",
              at,
              message: `there is no view \`${name}\``,
              hint: didYouMean(name, known),
            })),
        ];
      }),
  },
  {
    sentence: "No table is a query over itself",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        const circle = circleFrom(model, table, [table.name]);
        // One circle is one mistake: the first of its tables tells of it.
        if (circle === undefined || model.tables.find((one) => circle.includes(one.name)) !== table)
          return [];
        return [
          {
            code: "cycle",
            at: [...table.at, saidBy(table)],
            message: `\`${table.name}\` is a query over itself: ${circle.join(" -> ")}`,
          },
        ];
      }),
  },
  {
    sentence: "Looker keeps the rows of a query only where every question gets the same",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        if (table.derived.persistence === undefined || table.derived.sql === undefined) return [];
        const liquid = everyPiece(table.derived.sql.pieces).find((piece) =>
          ["parameter", "user_attribute", "condition", "choice"].includes(piece.kind),
        );
        if (liquid === undefined) return [];
        return [
          {
            code: "looker",
            at: [...table.at, table.derived.persistence.renewed.by],
            message: `\`${table.name}\` depends on what is asked, so its rows cannot be kept`,
            hint: `take the Liquid out of its SQL, or leave \`${table.derived.persistence.renewed.by}\` and all that goes with it out`,
          },
        ];
      }),
  },
  {
    sentence:
      "Rows of a query are kept by a datagroup that exists, and grow by a timeframe of their view or a time among their columns",
    check: (model) =>
      queries(model).flatMap((table) => {
        const { persistence } = table.derived;
        if (persistence === undefined) return [];
        return [...missingDatagroup(model, persistence, table.at), ...incrementProblems(model, table)];
      }),
  },
  {
    sentence:
      "SQL whose rows grow tells Looker the new ones, with `{% incrementcondition %}` around a column",
    check: (model) =>
      queries(model).flatMap(({ name, at, derived: { sql, persistence } }): readonly Problem[] => {
        const key = persistence?.increment?.key;
        // What is thrown away by its age cannot grow at all, which is told for itself.
        if (key === undefined || persistence?.renewed.by === "persist_for") return [];
        if (sql === undefined || holdsIncrement(everyPiece(sql.pieces))) return [];
        return [
          {
            code: "looker",
            at: [...at, "increment_key"],
            message: `the SQL of \`${name}\` does not say which of its rows are new, so Looker cannot add to it by \`${key}\``,
            hint: `add \`WHERE {% incrementcondition %} column {% endincrementcondition %}\` to its \`sql:\`, with the column behind \`${key}\` as the tables it reads call it`,
          },
        ];
      }),
  },
];

function incrementProblems(model: Model, table: Query): readonly Problem[] {
  const key = table.derived.persistence?.increment?.key;
  if (key !== undefined && table.derived.source !== undefined)
    return columnProblems(model, table, table.derived.source, key);
  const [view] = viewsOf(model, table);
  if (key === undefined || view === undefined) return [];
  if (growsBy(findField(view, key))) return [];
  const known = view.fields.flatMap((field) =>
    field.kind === "dimension_group"
      ? field.timeframes
          .filter((timeframe) => growsBy({ field, timeframe }))
          .map((one) => `${field.name}_${one}`)
      : [],
  );
  return [
    {
      code: "unknown-name",
      at: [...table.at, "increment_key"],
      message: `there is no timeframe \`${key}\` in view \`${view.name}\``,
      hint: didYouMean(key, known) ?? "add a dimension of type time to the view",
    },
  ];
}

/** What Looker adds to is told by a column of the question itself. */
function columnProblems(model: Model, table: Query, source: ExploreSource, key: string): readonly Problem[] {
  const explore = findExplore(model, source.explore);
  const times = source.columns.filter(({ field }) => {
    const [alias = "", name = ""] = field.split(".");
    const real = explore?.joins.find((join) => join.name === alias)?.view ?? alias;
    const view = findView(model, real);
    return view !== undefined && growsBy(findField(view, name));
  });
  const names = times.map(({ name }) => name);
  if (explore === undefined || names.includes(key)) return [];
  return [
    {
      code: "unknown-name",
      at: [...table.at, "increment_key"],
      message: `there is no column \`${key}\` of the question that holds a time`,
      hint: didYouMean(key, names) ?? "add a timeframe such as `date` or `month` to its columns",
    },
  ];
}

function queries(model: Model): readonly Query[] {
  return model.tables.filter((table): table is Query => table.derived !== undefined);
}

function viewsOf(model: Model, table: Table): readonly View[] {
  return model.views.filter((view) => view.table === table.name);
}

/** The key that says what the query is. */
function saidBy(table: Query): "sql" | "explore_source" {
  return table.derived.sql === undefined ? "explore_source" : "sql";
}

function circleFrom(model: Model, table: Table, path: readonly string[]): readonly string[] | undefined {
  const { derived } = table;
  if (derived === undefined) return undefined;
  for (const name of viewsRead(model, derived)) {
    const next = findTable(model, findView(model, name)?.table ?? "");
    if (next === undefined) continue;
    if (next.name === path[0]) return [...path, next.name];
    // A circle further on is reported for the tables in it.
    if (path.includes(next.name)) continue;
    const circle = circleFrom(model, next, [...path, next.name]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
