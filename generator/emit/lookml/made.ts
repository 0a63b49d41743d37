// What a dimension is made of -> the parameters that make Looker's SQL of it.
import type { Dimension, Field } from "../../model/field.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { labelToSay } from "./label.ts";
import { fieldSql } from "./sql.ts";

type Span = Extract<NonNullable<Dimension["made"]>, { readonly kind: "duration" }>;

/** A span of time, of which the view has a dimension for each interval -> one group. */
export function spanPicture(span: Span, view: View, model: Model): Readonly<Record<string, unknown>> {
  return {
    name: span.group,
    label: labelToSay({ name: span.group, label: span.groupLabel }, model),
    type: "duration",
    intervals: view.fields.flatMap((one) =>
      one.kind === "dimension" && one.made?.kind === "duration" && one.made.group === span.group
        ? [one.made.interval]
        : [],
    ),
    timeframes: undefined,
    datatype: undefined,
    convertTz: undefined,
    start: fieldSql(span.start),
    end: fieldSql(span.end),
    sql: undefined,
  };
}

/** Whether a dimension is printed with one before it: another interval of the same span. */
export function isPrintedBefore(field: Field, view: View): boolean {
  if (field.kind !== "dimension" || field.made?.kind !== "duration") return false;
  const { group } = field.made;
  const first = view.fields.find(
    (one) => one.kind === "dimension" && one.made?.kind === "duration" && one.made.group === group,
  );
  return first !== field;
}

/** What the template of a dimension shows of its value; parameters it lacks are undefined. */
export function madePicture(field: Dimension): Readonly<Record<string, unknown>> {
  const { made } = field;
  const nothing = {
    case: undefined,
    otherwise: undefined,
    alphaSort: undefined,
    tiers: undefined,
    bins: undefined,
    style: undefined,
    latitude: undefined,
    longitude: undefined,
    sql: undefined,
  };
  switch (made?.kind) {
    case undefined:
      return {
        ...nothing,
        // Looker reads a dimension without a type as a string.
        type: field.type === "string" ? undefined : field.type,
        sql: fieldSql(field.expression),
      };
    case "tier":
      return { ...nothing, type: made.word, [`${made.word}s`]: made.tiers, style: made.style, sql: fieldSql(made.of) };
    case "zipcode":
      return { ...nothing, type: "zipcode", sql: fieldSql(field.expression) };
    case "location":
      return {
        ...nothing,
        type: "location",
        latitude: fieldSql(made.latitude),
        longitude: fieldSql(made.longitude),
      };
    case "duration":
      throw new Error(`${field.name} is printed with its group`);
    case "case":
      return {
        ...nothing,
        type: undefined,
        case: made.cases.map(({ label, when }) => ({ label, sql: fieldSql(when) })),
        otherwise: made.otherwise,
        alphaSort: made.alphaSort || undefined,
      };
  }
}
