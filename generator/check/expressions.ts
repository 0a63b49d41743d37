// Rules about SQL: what it refers to exists, and nothing refers to itself.
import { everyPiece, findField } from "../find.ts";
import type { Dimension, DimensionGroup } from "../model/field.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { placesOf } from "../seeks.ts";
import { timeframeType } from "../timeframe.ts";
import { eachView, type Rule } from "./rule.ts";
import { sqlPlace } from "./sql-place.ts";

type WithSql = Dimension | DimensionGroup;

/** The rules about SQL. */
export const expressionRules: readonly Rule[] = [
  {
    sentence: "Every `${field}` in SQL is a dimension of the same view",
    check: eachView((view) => withSql(view).flatMap((field) => referencesOf(view, field))),
  },
  {
    sentence: "No dimension is computed from itself",
    check: eachView((view) =>
      withSql(view).flatMap((field): readonly Problem[] => {
        const circle = circleFrom(view, field, [field.name]);
        // One circle is one mistake: the first of its fields tells of it.
        if (circle === undefined || view.fields.find((one) => circle.includes(one.name)) !== field) return [];
        return [
          {
            code: "cycle",
            at: sqlPlace(field, (one) => {
              const next = one.kind === "field" ? findField(view, one.field)?.field : undefined;
              return next !== undefined && next.name === circle[1];
            }),
            message: `\`${field.name}\` is computed from itself: ${circle.join(" -> ")}`,
          },
        ];
      }),
    ),
  },
  {
    sentence: "The steps of a tier are those of a number",
    check: eachView((view) =>
      withSql(view).flatMap((field): readonly Problem[] => {
        const of = field.kind === "dimension" && field.made?.kind === "tier" ? field.made.of : undefined;
        const [piece, ...more] = of?.pieces ?? [];
        if (piece?.kind !== "field" || more.length > 0 || piece.field === field.name) return [];
        const found = findField(view, piece.field);
        const isTime = found?.field.kind === "dimension_group";
        if (found?.field.kind !== "dimension" && !isTime) return [];
        const isNumber =
          found?.field.kind === "dimension"
            ? found.field.type === "number"
            : found !== undefined &&
              "timeframe" in found &&
              (timeframeType(found.timeframe) === "number" || found.timeframe === "raw");
        if (isNumber) return [];
        return [
          {
            code: "type-clash",
            at: [...field.at, "sql"],
            message: `\`${field.name}\` makes steps of a number, and \`${piece.field}\` is ${isTime ? "a time" : `a ${found?.field.type}`}`,
            hint: "name a dimension that is a number",
          },
        ];
      }),
    ),
  },
];

function withSql(view: View): readonly WithSql[] {
  return view.fields.filter(
    (field): field is WithSql => field.kind === "dimension" || field.kind === "dimension_group",
  );
}

function referencesOf(view: View, field: WithSql): readonly Problem[] {
  return everyPiece(field.expression.pieces).flatMap((piece): readonly Problem[] => {
    if (piece.kind !== "field" || piece.view !== view.name) return [];
    const found = findField(view, piece.field)?.field;
    if (found?.kind === "dimension" || found?.kind === "dimension_group") return [];
    const at = sqlPlace(field, (one) => one.kind === "field" && one.field === piece.field);
    const group = view.fields.find((one) => one.kind === "dimension_group" && one.name === piece.field);
    if (group !== undefined) {
      return [
        {
          code: "bad-sql",
          at,
          message: `\`\${${piece.field}}\` is a dimension group; SQL needs one of its timeframes`,
          hint: `write \`\${${piece.field}_raw}\``,
        },
      ];
    }
    if (found !== undefined) {
      return [
        {
          code: "bad-sql",
          at,
          message: `\`\${${piece.field}}\` is a ${found.kind.replaceAll("_", " ")}; the SQL of a dimension can refer to dimensions only`,
        },
      ];
    }
    const known = view.fields
      .filter((one) => one.kind === "dimension" && !one.primaryKey)
      .map((one) => one.name);
    return [
      {
        code: "unknown-name",
        at,
        message: `there is no dimension \`${piece.field}\` in view \`${view.name}\``,
        hint: didYouMean(piece.field, known),
        seeks: placesOf(view, piece.field),
      },
    ];
  });
}

function circleFrom(view: View, field: WithSql, path: readonly string[]): readonly string[] | undefined {
  for (const piece of everyPiece(field.expression.pieces)) {
    if (piece.kind !== "field" || piece.view !== view.name) continue;
    const next = findField(view, piece.field)?.field;
    if (next?.kind !== "dimension" && next?.kind !== "dimension_group") continue;
    if (next.name === path[0]) return [...path, next.name];
    // A circle further on is reported for the fields in it.
    if (path.includes(next.name)) continue;
    const circle = circleFrom(view, next, [...path, next.name]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
