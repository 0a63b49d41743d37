// A field of the model -> the template that shows it, and what the template shows.
import type { ChosenMeasure, Field, Measure, Selector } from "../../model/field.ts";
import { AVERAGED } from "../../dialect/redshift.ts";
import { findExplore, findField, findView } from "../../find.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { answerSql } from "./answer.ts";
import { isKnown, keyOf } from "./counter.ts";
import { grantsToSay, labelToSay } from "./label.ts";
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
    label: labelToSay(field),
    groupLabel: field.groupLabel,
    description: field.description,
    grants: grantsToSay(field),
    byHand: field.lookml,
  };
  switch (field.kind) {
    case "dimension":
      return {
        ...common,
        template: "dimension",
        primaryKey: field.primaryKey || undefined,
        // Looker reads a dimension without a type as a string.
        type: field.type === "string" ? undefined : field.type,
        sql: fieldSql(field.expression),
        format: field.format,
      };
    case "dimension_group":
      return {
        ...common,
        template: "dimension_group",
        timeframes: field.timeframes,
        datatype: field.datatype,
        sql: fieldSql(field.expression),
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

/** What a measure's template shows beyond what all fields show. */
type Shown = Pick<FieldPicture, "template"> & Readonly<Record<string, unknown>>;

const plainMeasure = {
  template: "measure",
  labelFrom: undefined,
  percentile: undefined,
  filters: undefined,
  sql: undefined,
  format: undefined,
} as const;

function measurePicture(field: Measure, view: View): Shown {
  // Its measures count the rows, each by itself.
  if (field.expression !== undefined)
    return { ...plainMeasure, type: field.type, sql: fieldSql(field.expression), format: field.format };
  const filters = field.filters.map((filter) => ({ field: filter.dimension, value: filter.value }));
  const needsRow = field.type === "count" || !staysUnknown(view, field.of);
  const counted = needsRow ? [isKnown(keyOf(view)), ...filters] : filters;
  return {
    ...plainMeasure,
    type: field.type,
    percentile: field.percentile,
    filters: counted.length > 0 ? counted : undefined,
    sql: field.of === undefined ? undefined : measuredSql(field.type, field.of),
    format: field.format,
  };
}

/** Looker hands what is averaged to Redshift's AVG as it stands, and that cuts decimals off. */
function measuredSql(type: Measure["type"], of: string): string {
  return type === "average" ? `CAST(\${${of}} AS ${AVERAGED})` : `\${${of}}`;
}

/**
 * Whether a dimension of a row that a left join made up is unknown, as it should be: a column is, and so is what
 * is only reckoned from columns. SQL such as COALESCE would make a value of nothing, and Looker would count it.
 */
function staysUnknown(view: View, name: string | undefined): boolean {
  const field = name === undefined ? undefined : findField(view, name)?.field;
  if (field?.kind !== "dimension") return false;
  const { pieces } = field.expression;
  return (
    pieces.some((piece) => piece.kind === "column" || piece.kind === "field") &&
    pieces.every((piece) => {
      if (piece.kind === "text") return /^[\s\d.+\-*/()]*$/.test(piece.text);
      return piece.kind === "column" || (piece.kind === "field" && staysUnknown(view, piece.field));
    })
  );
}

function chosenPicture(field: ChosenMeasure, view: View, model: Model): Shown {
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

function selectorPicture(field: Selector, view: View, model: Model): Readonly<Record<string, unknown>> {
  const explore = findExplore(model, field.explore);
  const joined = explore?.joins.find((join) => join.name === field.target.view)?.view ?? explore?.view ?? "";
  const targetView = findView(model, joined);
  const target = targetView === undefined ? undefined : findField(targetView, field.target.field)?.field;
  return {
    type: target?.kind === "dimension" ? target.type : "string",
    suggestExplore: field.explore,
    suggestDimension: `${field.target.view}.${field.target.field}`,
    sql: selectorSql(field, view, model),
  };
}
