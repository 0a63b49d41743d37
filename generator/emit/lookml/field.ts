// A field of the model -> the template that shows it, and what the template shows.
import type { ChosenMeasure, Field, Selector } from "../../model/field.ts";
import { findExplore, findField, findView } from "../../find.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { madePicture, spanPicture } from "./made.ts";
import { answerSql } from "./answer.ts";
import { isKnown, keyOf } from "./counter.ts";
import { grantsToSay, labelToSay } from "./label.ts";
import { measurePicture, plainMeasure, type ShownMeasure } from "./measure.ts";
import { selectorSql } from "./selector.ts";
import { fieldSql } from "./sql.ts";

/** A field as its template shows it; parameters it lacks are undefined. */
export interface FieldPicture {
  readonly template: "dimension" | "dimension_group" | "measure" | "parameter" | "filter";
  readonly name: string;
  readonly [shown: string]: unknown;
}

/**
 * @param field a field of `view`
 * @returns everything the field's template asks for
 */
export function fieldPicture(field: Field, view: View, model: Model): FieldPicture {
  const common = {
    name: field.name,
    hidden: field.hidden || undefined,
    label: labelToSay(field, model),
    groupLabel: field.groupLabel,
    description: field.description,
    grants: grantsToSay(field),
    byHand: field.lookml,
  };
  switch (field.kind) {
    case "dimension":
      if (field.made?.kind === "duration")
        return { template: "dimension_group", ...common, ...spanPicture(field.made, view, model) };
      return {
        template: "dimension",
        primaryKey: field.primaryKey || undefined,
        orderBy: field.orderBy,
        format: field.format,
        // Last: an object that grows after others were spread into it takes many times as long to make.
        ...common,
        ...madePicture(field),
      };
    case "dimension_group":
      return {
        template: "dimension_group",
        type: "time",
        intervals: undefined,
        timeframes: field.timeframes,
        datatype: field.stored?.as ?? field.datatype,
        convertTz: field.convertTz,
        start: undefined,
        end: undefined,
        sql: fieldSql(field.stored?.of ?? field.expression),
        ...common,
      };
    case "parameter":
      return {
        ...common,
        template: "parameter",
        type: field.type,
        allowed: field.allowed,
        default: field.default,
      };
    case "filter":
      return {
        ...common,
        template: "filter",
        type: field.type,
        suggestExplore: undefined,
        suggestDimension: undefined,
        how: [],
        sql: undefined,
      };
    case "selector":
      return { ...common, template: "filter", ...selectorPicture(field, view, model) };
    case "measure":
      return { ...common, ...measurePicture(field, view) };
    case "chosen_measure":
      return { ...common, ...chosenPicture(field, view, model) };
  }
}

/** A hidden count of the view's rows, for a view that offers none. */
export function countPicture(name: string, view: View): FieldPicture {
  return {
    ...plainMeasure,
    name,
    hidden: true,
    label: undefined,
    groupLabel: undefined,
    grants: undefined,
    byHand: undefined,
    description: `How many ${view.noun.many}`,
    type: "count",
    filters: [isKnown(keyOf(view))],
  };
}

function chosenPicture(field: ChosenMeasure, view: View, model: Model): ShownMeasure {
  const formats = new Set(
    field.choices.map((choice) => {
      const measure = findField(view, choice.measure)?.field;
      return measure?.kind === "measure" ? measure.format : undefined;
    }),
  );
  const [only] = formats;
  return {
    ...plainMeasure,
    type: "number",
    // The answer goes by the name of the metric; a count of it would be taken for it.
    labelFrom: field.counts === true ? undefined : field.metric,
    description: describeChosen(field, view, model),
    sql: answerSql(field),
    // A format cannot depend on a parameter; two decimals suit amounts, counts and averages alike.
    format: formats.size === 1 ? only : "decimal_2",
  };
}

/** Says in the field picker what will be empty, and why. */
function describeChosen(field: ChosenMeasure, view: View, model: Model): string | undefined {
  const form = model.questions.find((one) => one.view === view.name && one.parameters.answer === field.name);
  const never = (form?.metrics ?? []).flatMap((metric) =>
    metric.by.flatMap((pair) =>
      "impossible" in pair ? [`${pair.aggregation} of ${metric.label.toLowerCase()} (${pair.impossible})`] : [],
    ),
  );
  if (never.length === 0) return field.description;
  return `${field.description ?? field.label}. Empty for ${never.join(", ")}`;
}

const COUNTED: readonly string[] = [
  "A row is kept where as many different values are found as the filter lists. The Liquid counts",
  "the listed ones: they stand between commas, other than those inside quotes and behind a ^.",
];

function selectorPicture(field: Selector, view: View, model: Model): Readonly<Record<string, unknown>> {
  const explore = findExplore(model, field.explore);
  const joined = explore?.joins.find((join) => join.name === field.target.view)?.view ?? explore?.view ?? "";
  const targetView = findView(model, joined);
  const target = targetView === undefined ? undefined : findField(targetView, field.target.field)?.field;
  return {
    type: target?.kind === "dimension" ? target.type : "string",
    suggestExplore: field.explore,
    suggestDimension: `${field.target.view}.${field.target.field}`,
    // A reader would have to work it out from the Liquid.
    how: field.keeps === "all" && field.target.view !== explore?.view ? COUNTED : [],
    sql: selectorSql(field, view, model),
  };
}
