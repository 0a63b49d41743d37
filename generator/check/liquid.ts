// Rules about Liquid: the parameters and filters it asks for exist, and mean the same wherever they are asked.
import { askedNames, everyPiece, findField, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { LiquidTest, Piece } from "../model/expression.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";

/** SQL with Liquid in it, and where it stands. */
interface Place {
  readonly pieces: readonly Piece[];
  readonly at: At;
  /** The view it stands in; undefined for the SQL of an explore. */
  readonly view: string | undefined;
  /** The views that its names can be of, by the names they have there. */
  readonly views: ReadonlyMap<string, string>;
}

/** The rules about Liquid. */
export const liquidRules: readonly Rule[] = [
  {
    sentence:
      "Liquid asks for parameters, filters and fields that exist, in a field for those of its own view",
    check: (model) =>
      places(model).flatMap((place) => namesIn(place).flatMap((name) => missing(model, place, name))),
  },
  {
    sentence:
      "Whether a field is filtered or asked for is asked in views that no explore joins under another name",
    check: (model) =>
      places(model).flatMap((place) => {
        const alias = model.explores
          .flatMap((explore) => explore.joins)
          .find((join) => join.view === place.view && join.name !== join.view)?.name;
        if (alias === undefined || !namesIn(place).some((name) => name.kind === "asked")) return [];
        return [
          {
            code: "bad-sql" as const,
            at: place.at,
            message: `view \`${place.view}\` is also joined as \`${alias}\`, where Looker would still look for fields of \`${place.view}\``,
            hint: "ask for a parameter instead of `_is_filtered` or `_in_query`",
          },
        ];
      }),
  },
];

interface Name {
  readonly kind: "parameter" | "compared parameter" | "filter" | "asked";
  readonly view: string;
  readonly field: string;
}

function places(model: Model): readonly Place[] {
  const inViews = model.views.flatMap(placesIn);
  const inExplores = model.explores.flatMap((explore) => {
    const views = new Map([
      [explore.view, explore.view],
      ...explore.joins.map((join) => [join.name, join.view] as const),
    ]);
    return [
      { key: "sql_always_where", expression: explore.sqlAlwaysWhere },
      { key: "sql_always_having", expression: explore.sqlAlwaysHaving },
    ].map(({ key, expression }): Place => ({
      pieces: expression?.pieces ?? [],
      at: [...explore.at, key],
      view: undefined,
      views,
    }));
  });
  const inTables = model.tables.flatMap((table): readonly Place[] => {
    const sql = table.derived?.sql;
    if (sql === undefined) return [];
    const view = model.views.find((one) => one.table === table.name)?.name ?? table.name;
    return [
      {
        pieces: sql.pieces,
        at: [...table.at, "sql"],
        view,
        views: new Map([[view, view]]),
      },
    ];
  });
  return [...inViews, ...[...inTables, ...inExplores].filter((place) => place.pieces.some(isLiquid))];
}

const placesIn = once((view: View): readonly Place[] =>
  view.fields.flatMap((field): readonly Place[] =>
    (field.kind === "dimension" || field.kind === "dimension_group") && field.expression.pieces.some(isLiquid)
      ? [
          {
            pieces: field.expression.pieces,
            at: [...field.at, "sql"],
            view: view.name,
            views: new Map([[view.name, view.name]]),
          },
        ]
      : [],
  ),
);

function isLiquid(piece: Piece): boolean {
  return ["parameter", "user_attribute", "condition", "choice"].includes(piece.kind);
}

function namesIn(place: Place): readonly Name[] {
  return everyPiece(place.pieces).flatMap((piece): readonly Name[] => {
    const { kind } = piece;
    if (kind === "parameter") return [{ kind: "parameter", view: piece.view, field: piece.field }];
    if (kind === "condition") return [{ kind: "filter", view: piece.view, field: piece.field }];
    if (kind !== "choice") return [];
    return piece.branches.flatMap(({ when }) => (when === undefined ? [] : namesOf(when)));
  });
}

function namesOf(test: LiquidTest): readonly Name[] {
  switch (test.kind) {
    case "and":
    case "or":
      return [...namesOf(test.left), ...namesOf(test.right)];
    case "is_filtered":
    case "in_query":
      return [{ kind: "asked", view: test.view, field: test.field }];
    case "compared":
      if (test.value.kind === "user_attribute") return [];
      return [{ kind: "compared parameter", view: test.value.view, field: test.value.field }];
  }
}

const WORDS: Readonly<Record<Name["kind"], string>> = {
  parameter: "parameter",
  "compared parameter": "parameter",
  filter: "filter-only field",
  asked: "field",
};

function missing(model: Model, place: Place, name: Name): readonly Problem[] {
  const { at } = place;
  const full = `${name.view}.${name.field}`;
  const real = place.views.get(name.view);
  const view = real === undefined ? undefined : findView(model, real);
  if (view === undefined)
    return [
      {
        code: "bad-sql",
        at,
        message:
          place.view === undefined
            ? `there is no view \`${name.view}\` in this explore, so \`${full}\` says nothing`
            : `\`${full}\` is of another view, which may not be joined when this field is asked for`,
        hint:
          place.view === undefined
            ? didYouMean(name.view, [...place.views.keys()])
            : "use a parameter or filter of this view, or put the condition into `sql_always_where`",
      },
    ];
  const field = findField(view, name.field)?.field;
  if (
    name.kind === "compared parameter" &&
    field?.kind === "parameter" &&
    (field.type === "date" || (field.type === "number" && field.allowed.length === 0))
  )
    return [
      field.type === "date"
        ? {
            code: "type-clash",
            at,
            message: `\`${full}\` is a date, which Looker puts there as SQL of its database, so no text is equal to it`,
            hint: "compare the date in the SQL itself, with `{% parameter … %}`",
          }
        : {
            code: "type-clash",
            at,
            message: `\`${full}\` is any number, and 5 and 5.0 are different texts`,
            hint: "add `allowed_values:` with the numbers that are compared",
          },
    ];
  if (field !== undefined && fits(name, field)) return [];
  const known = view.fields.filter((one) => fits(name, one)).flatMap(askedNames);
  return [
    {
      code: "unknown-name",
      at,
      message: `there is no ${WORDS[name.kind]} \`${name.field}\` in view \`${view.name}\``,
      hint:
        didYouMean(name.field, known) ??
        (name.kind === "asked"
          ? undefined
          : `add it under \`${name.kind === "filter" ? "filters" : "parameters"}:\` of the view`),
    },
  ];
}

function fits(name: Name, field: Field): boolean {
  if (name.kind === "filter") return field.kind === "filter";
  return name.kind === "asked" || field.kind === "parameter";
}
