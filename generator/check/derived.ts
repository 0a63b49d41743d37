// Rules about tables that are queries: what they read is there, in no circle, and what is kept can be kept.
import { LEDGER_GROUP } from "../emit/lookml/project.ts";
import { everyPiece, findField, findTable, findView } from "../find.ts";
import type { Model } from "../model/model.ts";
import type { Derived, Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { TABLE_OF_VIEW } from "../resolve/derived.ts";
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
            at: [...table.at, "sql"],
            message:
              views.length === 0
                ? `no view stands on \`${table.name}\`, and in Looker a query is part of its view`
                : `the views ${views.map((view) => `\`${view.name}\``).join(" and ")} stand on \`${table.name}\`, and in Looker a query is part of one view`,
            hint:
              views.length === 0
                ? `add \`${table.name}:\` under \`views:\``
                : "give each of them a table of its own, the other one's with `SELECT * FROM ${view.SQL_TABLE_NAME}`",
          },
        ];
      }),
  },
  {
    sentence: "The SQL of a table is a query, and each `${view.SQL_TABLE_NAME}` in it names a view",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        const at = [...table.at, "sql"];
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
          ...readViews(table)
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
            at: [...table.at, "sql"],
            message: `\`${table.name}\` is a query over itself: ${circle.join(" -> ")}`,
          },
        ];
      }),
  },
  {
    sentence: "Looker keeps the rows of a query only where every question gets the same",
    check: (model) =>
      queries(model).flatMap((table): readonly Problem[] => {
        if (table.derived.persistence === undefined) return [];
        const liquid = everyPiece(table.derived.sql.pieces).find((piece) =>
          ["parameter", "user_attribute", "condition", "choice"].includes(piece.kind),
        );
        if (liquid === undefined) return [];
        return [
          {
            code: "looker",
            at: [...table.at, "datagroup_trigger"],
            message: `\`${table.name}\` depends on what is asked, so its rows cannot be kept`,
            hint: "take the Liquid out of its SQL, or leave `datagroup_trigger` and all that goes with it out",
          },
        ];
      }),
  },
  {
    sentence: "Rows are kept by a datagroup that exists, and grow by a timeframe of their view",
    check: (model) =>
      queries(model).flatMap((table) => {
        const { persistence } = table.derived;
        if (persistence === undefined) return [];
        const known = datagroupsOf(model);
        return [
          ...(known.includes(persistence.datagroup)
            ? []
            : [
                {
                  code: "unknown-name",
                  at: [...table.at, "datagroup_trigger"],
                  message: `there is no datagroup \`${persistence.datagroup}\``,
                  hint:
                    didYouMean(persistence.datagroup, known) ??
                    "add it under `datagroup:` of the model's `lookml:`",
                } as const,
              ]),
          ...incrementProblems(model, table),
        ];
      }),
  },
];

function incrementProblems(model: Model, table: Query): readonly Problem[] {
  const key = table.derived.persistence?.increment?.key;
  const [view] = viewsOf(model, table);
  if (key === undefined || view === undefined) return [];
  const found = findField(view, key);
  if (found !== undefined && "timeframe" in found && found.timeframe !== "raw") return [];
  const known = view.fields.flatMap((field) =>
    field.kind === "dimension_group"
      ? field.timeframes.filter((one) => one !== "raw").map((one) => `${field.name}_${one}`)
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

function queries(model: Model): readonly Query[] {
  return model.tables.filter((table): table is Query => table.derived !== undefined);
}

function viewsOf(model: Model, table: Table): readonly View[] {
  return model.views.filter((view) => view.table === table.name);
}

/** The views whose tables a query reads, by their names in it. */
function readViews(table: Query): readonly string[] {
  return everyPiece(table.derived.sql.pieces).flatMap((piece) =>
    piece.kind === "field" && piece.field === TABLE_OF_VIEW ? [piece.view] : [],
  );
}

function circleFrom(model: Model, table: Table, path: readonly string[]): readonly string[] | undefined {
  const { derived } = table;
  if (derived === undefined) return undefined;
  for (const name of readViews({ ...table, derived })) {
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

/** The one that hydrate's ledger makes, and those that people write. */
function datagroupsOf(model: Model): readonly string[] {
  const byHand = model.lookml?.["datagroup"];
  const fills = model.tables.some((table) => table.from.length > 0);
  return [
    ...(fills ? [LEDGER_GROUP] : []),
    ...(byHand !== null && typeof byHand === "object" ? Object.keys(byHand) : []),
  ];
}
