// Rules about fields: formats Looker has, details that exist, forms that can be asked.
import { askedNames, findField } from "../find.ts";
import type { Problem } from "../problem.ts";
import { parameterValue } from "../resolve/form-fields.ts";
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
          const group = view.fields.find((field) => field.kind === "dimension_group" && field.name === name);
          const known = view.fields
            .filter(
              (field) =>
                !field.hidden && !["parameter", "filter", "selector", "chosen_measure"].includes(field.kind),
            )
            .flatMap(askedNames);
          if (group !== undefined)
            return [
              {
                code: "type-clash",
                at: [...view.at, "detail", index],
                message: `\`${name}\` is a point in time; rows show one of its timeframes`,
                hint: `write \`${askedNames(group).find((one) => !one.endsWith("_raw")) ?? `${name}_raw`}\``,
              },
            ];
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
    sentence: "The values of a parameter are different",
    check: (model) =>
      model.questions.flatMap((form): readonly Problem[] => {
        const seen = new Map<string, string>();
        return form.metrics.flatMap((metric): readonly Problem[] => {
          const value = parameterValue(metric.name);
          const first = seen.get(value);
          seen.set(value, first ?? metric.name);
          if (first === undefined) return [];
          if (first === metric.name)
            return [
              {
                code: "duplicate-name",
                at: metric.at,
                message: `\`${first}\` is listed twice`,
                hint: "take one out",
              },
            ];
          return [
            {
              code: "duplicate-name",
              at: metric.at,
              onKey: true,
              message: `Looker cannot tell the metrics \`${first}\` and \`${metric.name}\` apart: a choice is passed without underscores`,
              hint: `give one of them another name, with \`of: ${metric.dimension}\``,
            },
          ];
        });
      }),
  },
];
