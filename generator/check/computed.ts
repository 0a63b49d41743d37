// Rules about measures that are computed from others: what they name is there, and nothing in them aggregates by itself.
import { findField } from "../find.ts";
import type { Expression } from "../model/expression.ts";
import { type Measure, MEASURE_VALUES, RECKONED_TYPES } from "../model/field.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { placesOf } from "../seeks.ts";
import { eachView, type Rule } from "./rule.ts";

interface Computed {
  readonly measure: Measure;
  readonly expression: Expression;
}

/** The rules about computed measures. */
export const computedRules: readonly Rule[] = [
  {
    sentence: "A measure of type number, string or yesno is computed from other measures of its view",
    check: eachView((view) => computedIn(view).flatMap((one) => wrongNames(view, one))),
  },
  {
    sentence: "No measure is computed from itself",
    check: eachView((view) =>
      computedIn(view).flatMap(({ measure }): readonly Problem[] => {
        const circle = circleFrom(view, measure, [measure.name]);
        // One circle is one mistake: the first of its measures tells of it.
        if (circle === undefined || view.fields.find((one) => circle.includes(one.name)) !== measure)
          return [];
        return [
          {
            code: "cycle",
            at: [...measure.at, "sql"],
            message: `\`${measure.name}\` is computed from itself: ${circle.join(" -> ")}`,
          },
        ];
      }),
    ),
  },
  {
    sentence: "The SQL between measures aggregates nothing by itself",
    check: eachView((view) =>
      computedIn(view).flatMap(({ measure, expression }): readonly Problem[] => {
        const text = expression.pieces.map((piece) => (piece.kind === "text" ? piece.text : " ")).join("");
        const [, word] = AGGREGATES.exec(text) ?? [];
        if (word === undefined) return [];
        return [
          {
            code: "bad-sql",
            at: [...measure.at, "sql"],
            message: `\`${word}\` reads rows by itself, and nothing would keep it from counting those that a join repeats`,
            hint: "make it a measure of its own, and name that here",
          },
        ];
      }),
    ),
  },
  {
    sentence: "A count is not divided as a whole number",
    check: eachView((view) =>
      computedIn(view).flatMap(({ measure, expression: { pieces } }): readonly Problem[] =>
        pieces.flatMap((piece, index): readonly Problem[] => {
          const after = pieces[index + 1];
          const divided = after?.kind === "text" && /^\s*\//.test(after.text);
          const scaled = /\d\.\d+\s*\*\s*$/.test(textOf(pieces[index - 1]));
          if (piece.kind !== "field" || !divided || scaled) return [];
          const found = findField(view, piece.field)?.field;
          if (found?.kind !== "measure" || !found.type.startsWith("count")) return [];
          return [
            {
              code: "bad-sql",
              at: [...measure.at, "sql"],
              message: `\`${piece.field}\` is a whole number, and the warehouse divides whole numbers without what is left over: 3 / 2 is 1`,
              hint: `write \`1.0 * \${${piece.field}}\``,
            },
          ];
        }),
      ),
    ),
  },
];

/** Functions over rows, windows and queries, as SQL spells them. */
const AGGREGATES =
  /\b((?:sum|avg|count|min|max|median|mode|stddev\w*|variance|var_\w+|percentile_\w+|listagg|string_agg|array_agg|any_value|bool_and|bool_or|every|over|filter)\s*\(|select\b)/i;

function computedIn(view: View): readonly Computed[] {
  return view.fields.flatMap((field): readonly Computed[] =>
    field.kind === "measure" && field.expression !== undefined
      ? [{ measure: field, expression: field.expression }]
      : [],
  );
}

function wrongNames(view: View, { measure, expression }: Computed): readonly Problem[] {
  const at = [...measure.at, "sql"];
  const measures = view.fields.flatMap((field) =>
    field.kind === "measure" && field !== measure ? [field.name] : [],
  );
  const named = expression.pieces.some((piece) => piece.kind === "field");
  const wrong = expression.pieces.flatMap((piece): readonly Problem[] => {
    switch (piece.kind) {
      case "text":
        return [];
      case "field": {
        const found = findField(view, piece.field)?.field;
        if (found?.kind === "measure") return unfitting(found, measure, at);
        if (found !== undefined)
          return [
            {
              code: "bad-sql",
              at,
              message: `\`${piece.field}\` is a ${found.kind.replaceAll("_", " ")}, which has a value in each row; a measure can be computed from measures only`,
              hint: "make a measure of it first, such as its sum",
            },
          ];
        return [
          {
            code: "unknown-name",
            at,
            message: `there is no measure \`${piece.field}\` in view \`${view.name}\``,
            hint: didYouMean(piece.field, measures),
            seeks: placesOf(view, piece.field),
          },
        ];
      }
      case "column":
      case "table":
        return [
          {
            code: "bad-sql",
            at,
            message: `a column has a value in each row; a measure of type ${measure.type} can be computed from measures only`,
            hint: "make a dimension and a measure of it first",
          },
        ];
      default:
        return [
          {
            code: "bad-sql",
            at,
            message: "the SQL of a measure holds Liquid, which the fallback server does not follow there",
            hint: "put what depends on the question into a dimension",
          },
        ];
    }
  });
  if (wrong.length > 0 || named) return wrong;
  return [
    {
      code: "bad-sql",
      at,
      message: `\`${measure.name}\` is computed from no measure`,
      hint: "write measures as `${name}`",
    },
  ];
}

/** What Looker cannot put into other SQL, and what is no number where one is wanted. */
function unfitting(used: Measure, measure: Measure, at: Problem["at"]): readonly Problem[] {
  const problem = (why: string, hint?: string): readonly Problem[] => [
    { code: "bad-sql", at, message: `\`${used.name}\` ${why}`, hint },
  ];
  if (used.type === "list" || used.type === "date")
    return problem(`is a ${used.type}, which Looker cannot put into other SQL`);
  if (RECKONED_TYPES.some((type) => type === used.type) || used.type === "period_over_period")
    return problem(
      "is reckoned from the answer, so nothing can be computed from it on the way there",
      used.of === undefined ? undefined : `compute from \`${used.of}\``,
    );
  const words = MEASURE_VALUES[used.type];
  if (measure.type === "number" && words !== undefined)
    return problem(
      `is ${words === "yesno" ? "yes or no" : "a text"}, and a number cannot be computed from it`,
    );
  return [];
}

function circleFrom(view: View, measure: Measure, path: readonly string[]): readonly string[] | undefined {
  for (const piece of measure.expression?.pieces ?? []) {
    if (piece.kind !== "field") continue;
    const next = findField(view, piece.field)?.field;
    if (next?.kind !== "measure") continue;
    if (next.name === path[0]) return [...path, next.name];
    if (path.includes(next.name)) continue;
    const circle = circleFrom(view, next, [...path, next.name]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function textOf(piece: Expression["pieces"][number] | undefined): string {
  return piece?.kind === "text" ? piece.text : "";
}
