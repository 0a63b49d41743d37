// Rules about fields: formats Looker has, details that exist, forms that can be asked.
import { findField } from "../find.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";

/** Looker's named value formats (https://docs.cloud.google.com/looker/docs/reference/param-field-value-format-name). */
export const VALUE_FORMATS = [
  "decimal_0",
  "decimal_1",
  "decimal_2",
  "decimal_3",
  "decimal_4",
  "usd_0",
  "usd",
  "gbp_0",
  "gbp",
  "eur_0",
  "eur",
  "id",
  "percent_0",
  "percent_1",
  "percent_2",
  "percent_3",
  "percent_4",
] as const;

/** The rules about fields. */
export const fieldRules: readonly Rule[] = [
  {
    sentence: "A format is one of Looker's named value formats",
    check: (model) =>
      model.views.flatMap((view) =>
        view.fields.flatMap((field): readonly Problem[] => {
          if ((field.kind !== "dimension" && field.kind !== "measure") || field.format === undefined)
            return [];
          if (VALUE_FORMATS.some((known) => known === field.format)) return [];
          // A measure takes its dimension's format; that one is complained about where it is written.
          if (field.kind === "measure" && field.at[2] !== "measures") return [];
          return [
            {
              code: "unknown-word",
              at: [...field.at, "format"],
              message: `\`${field.format}\` is not a value format of Looker's`,
              hint: didYouMean(field.format, VALUE_FORMATS) ?? "for example `usd_0` or `decimal_2`",
            },
          ];
        }),
      ),
  },
  {
    sentence: "The fields in `detail` are dimensions or measures of the view",
    check: (model) =>
      model.views.flatMap((view) =>
        view.detail.flatMap((name, index): readonly Problem[] => {
          const kind = findField(view, name)?.field.kind;
          if (kind === "dimension" || kind === "dimension_group" || kind === "measure") return [];
          const known = view.fields.filter((field) => field.kind === "dimension").map((field) => field.name);
          return [
            {
              code: "unknown-name",
              at: [...view.at, "detail", index],
              message: `there is no field \`${name}\` in view \`${view.name}\``,
              hint: didYouMean(name, known),
            },
          ];
        }),
      ),
  },
  {
    sentence: "A question form has a metric, an aggregation and something to ask first",
    check: (model) =>
      model.questions.flatMap((form): readonly Problem[] => [
        ...(form.metrics.length > 0
          ? []
          : [
              {
                code: "bad-form" as const,
                at: [...form.at, "metrics"],
                message: `question \`${form.name}\` has no metric to ask for`,
              },
            ]),
        ...(form.aggregations.length > 0
          ? []
          : [
              {
                code: "bad-form" as const,
                at: [...form.at, "aggregations"],
                message: `question \`${form.name}\` has no aggregation`,
              },
            ]),
      ]),
  },
];
