// Rules about fields: formats Looker has, details that exist, forms that can be asked.
import { askedNames, findField } from "../find.ts";
import type { Field } from "../model/field.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { parameterValue } from "../resolve/form-fields.ts";
import { didYouMean } from "../read/suggest.ts";
import { placesOf } from "../seeks.ts";
import { eachView, type Rule } from "./rule.ts";

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
    check: eachView((view) =>
      view.fields.flatMap((field): readonly Problem[] => {
        if ((field.kind !== "dimension" && field.kind !== "measure") || field.format === undefined) return [];
        if (VALUE_FORMATS.some((known) => known === field.format)) return [];
        // A measure takes its dimension's format; that one is complained about where it is written.
        if (field.kind === "measure" && field.at[2] !== "measures") return [];
        const of = view.fields.find((one) => field.kind === "measure" && one.name === field.of);
        if (of?.kind === "dimension" && of.format === field.format) return [];
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
    sentence: "A dimension is put in order by another dimension of its view",
    check: eachView((view) => view.fields.flatMap((field) => badOrder(view, field))),
  },
  {
    sentence: "The fields in `detail` are dimensions or measures of the view",
    check: eachView((view) =>
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
            seeks: placesOf(view, name),
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

/** What is wrong with the field a dimension is to be put in order by. */
function badOrder(view: View, field: Field): readonly Problem[] {
  if (field.kind !== "dimension" || field.orderBy === undefined) return [];
  const at = [...field.at, "order_by_field"];
  const name = field.orderBy;
  const found = findField(view, name)?.field;
  if (found === field)
    return [{ code: "cycle", at, message: `\`${name}\` cannot be put in order by itself` }];
  // Whoever orders by a field finds another order where that one is put in order by this one.
  if (found?.kind === "dimension" && found.orderBy === field.name)
    return [
      { code: "cycle", at, message: `\`${field.name}\` and \`${name}\` are put in order by each other` },
    ];
  if (found?.kind === "dimension" || found?.kind === "dimension_group") return [];
  if (found !== undefined)
    return [
      {
        code: "type-clash",
        at,
        message: `\`${name}\` is a ${found.kind.replaceAll("_", " ")}, and only a dimension puts another in order`,
      },
    ];
  const known = view.fields.flatMap((one) =>
    (one.kind === "dimension" && one !== field) || one.kind === "dimension_group" ? askedNames(one) : [],
  );
  return [
    {
      code: "unknown-name",
      at,
      message: `there is no dimension \`${name}\` in view \`${view.name}\``,
      hint: didYouMean(name, known),
    },
  ];
}
