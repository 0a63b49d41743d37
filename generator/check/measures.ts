// Rules about measures that are reckoned from other measures: what they name is there, and Looker can reckon it.
import { findField } from "../find.ts";
import { type Measure, MEASURE_VALUES, type MeasureType, RECKONED_TYPES } from "../model/field.ts";
import type { Explore } from "../model/explore.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { placesOf } from "../seeks.ts";
import { fieldOf } from "./filters.ts";
import { eachView, type Rule } from "./rule.ts";

/** The rules about measures reckoned from others. */
export const measureRules: readonly Rule[] = [
  {
    sentence:
      "A running total, a percentage or a comparison of periods is reckoned from a number that the view measures",
    check: eachView((view) =>
      measuresOf(view).flatMap((measure) => (isReckoned(measure.type) ? wrongBase(view, measure) : [])),
    ),
  },
  {
    sentence: "A comparison of periods goes by a point in time of its view",
    check: eachView((view) => measuresOf(view).flatMap((measure) => wrongTime(view, measure))),
  },
  {
    sentence:
      "A percentage of the total or of the row before has no percent format, since Looker has it times 100 already",
    check: eachView((view) =>
      measuresOf(view).flatMap((measure): readonly Problem[] => {
        const times100 = measure.type === "percent_of_total" || measure.type === "percent_of_previous";
        if (!times100 || measure.format?.startsWith("percent_") !== true) return [];
        return [
          {
            code: "type-clash",
            at: [...measure.at, "format"],
            message: `\`${measure.format}\` would show 25 % as 2,500 %: a ${measure.type} is times 100 already`,
            hint: `write \`${measure.format.replace("percent", "decimal")}\``,
          },
        ];
      }),
    ),
  },
  {
    sentence: "What an explore asks of every question names no measure that is reckoned from the answer",
    check: (model) => model.explores.flatMap((explore) => reckonedInConditions(model, explore)),
  },
];

function measuresOf(view: View): readonly Measure[] {
  return view.fields.filter((field) => field.kind === "measure");
}

function isReckoned(type: MeasureType): boolean {
  return type === "period_over_period" || RECKONED_TYPES.some((one) => one === type);
}

function wrongBase(view: View, measure: Measure): readonly Problem[] {
  if (measure.of === undefined) return [];
  const at = [...measure.at, "of"];
  const found = findField(view, measure.of)?.field;
  const compares = measure.type === "period_over_period";
  if (found?.kind !== "measure") {
    const known = view.fields.flatMap((field) =>
      field.kind === "measure" && fits(field, compares) ? [field.name] : [],
    );
    return [
      {
        code: "unknown-name",
        at,
        message: `there is no measure \`${measure.of}\` in view \`${view.name}\``,
        hint:
          found === undefined
            ? didYouMean(measure.of, known)
            : `\`${measure.of}\` is a ${found.kind.replaceAll("_", " ")}; make a measure of it first, such as its sum`,
        ...(found === undefined ? { seeks: placesOf(view, measure.of) } : {}),
      },
    ];
  }
  if (fits(found, compares)) return [];
  return [
    {
      code: "type-clash",
      at,
      message: `\`${found.name}\` is of type ${found.type}, and a ${measure.type} cannot be reckoned from that`,
      hint: compares
        ? "name a measure that aggregates rows, such as a sum or a count"
        : "name a measure that is a number, such as a sum or a count",
    },
  ];
}

/** @param compares a comparison of periods takes what aggregates rows, and nothing computed from that */
function fits(measure: Measure, compares: boolean): boolean {
  if (MEASURE_VALUES[measure.type] !== undefined || isReckoned(measure.type)) return false;
  return !compares || measure.type !== "number";
}

function wrongTime(view: View, measure: Measure): readonly Problem[] {
  const { comparison } = measure;
  if (comparison === undefined) return [];
  const found = findField(view, comparison.time)?.field;
  if (found?.kind === "dimension_group") return [];
  const group = view.fields.find(
    (field) => field.kind === "dimension_group" && field.name === comparison.time,
  );
  const known = view.fields.flatMap((field) =>
    field.kind === "dimension_group" ? [`${field.name}_${comparison.period}`] : [],
  );
  return [
    {
      code: found === undefined && group === undefined ? "unknown-name" : "type-clash",
      at: [...measure.at, "based_on_time"],
      message:
        group !== undefined
          ? `\`${comparison.time}\` is a dimension group; one of its timeframes is wanted here`
          : found === undefined
            ? `there is no point in time \`${comparison.time}\` in view \`${view.name}\``
            : `\`${comparison.time}\` is no point in time`,
      hint:
        group === undefined
          ? didYouMean(comparison.time, known)
          : `write \`${comparison.time}_${comparison.period}\``,
    },
  ];
}

function reckonedInConditions(model: Model, explore: Explore): readonly Problem[] {
  const filters = [...explore.alwaysFilter, ...(explore.conditionallyFilter?.filters ?? [])].map(
    ({ field, at }) => ({ name: field, at, onKey: true }),
  );
  const inSql = (explore.sqlAlwaysHaving?.pieces ?? []).flatMap((piece) =>
    piece.kind === "field"
      ? [{ name: `${piece.view}.${piece.field}`, at: [...explore.at, "sql_always_having"], onKey: false }]
      : [],
  );
  return [...filters, ...inSql].flatMap(({ name, at, onKey }): readonly Problem[] => {
    const field = fieldOf(model, explore, name);
    if (field?.kind !== "measure") return [];
    if (!isReckoned(field.type) && field.type !== "list") return [];
    if (field.comparison !== undefined)
      return [
        {
          code: "type-clash",
          at,
          onKey,
          message: `\`${name}\` compares periods, so it takes a timeframe that not every question shows`,
          hint: `filter on \`${field.of}\``,
        },
      ];
    return [
      {
        code: "type-clash",
        at,
        onKey,
        message: `\`${name}\` is of type ${field.type}, which Looker cannot filter on`,
        hint: field.of === undefined ? undefined : `filter on \`${field.of}\``,
      },
    ];
  });
}
