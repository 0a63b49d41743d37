// A measure of the model -> what its template shows.
import { AVERAGED } from "../../dialect/redshift.ts";
import { findField } from "../../find.ts";
import { type Measure, RECKONED_TYPES } from "../../model/field.ts";
import type { View } from "../../model/view.ts";
import { isKnown, keyOf } from "./counter.ts";
import { fieldSql } from "./sql.ts";

/** What a measure's template shows beyond what all fields show. */
export type ShownMeasure = { readonly template: "measure" } & Readonly<Record<string, unknown>>;

/** What a measure shows that says nothing but its type. */
export const plainMeasure = {
  template: "measure",
  labelFrom: undefined,
  percentile: undefined,
  datatype: undefined,
  convertTz: undefined,
  listField: undefined,
  basedOn: undefined,
  basedOnTime: undefined,
  period: undefined,
  comparison: undefined,
  valueToDate: undefined,
  direction: undefined,
  distinctKey: undefined,
  filters: undefined,
  sql: undefined,
  format: undefined,
} as const;

/** @param view the one it is a measure of */
export function measurePicture(field: Measure, view: View): ShownMeasure {
  const shown = { ...plainMeasure, type: field.type, format: field.format };
  const { comparison } = field;
  // Its measures count the rows, each by itself.
  if (field.expression !== undefined) return { ...shown, sql: fieldSql(field.expression) };
  if (comparison !== undefined)
    return {
      ...shown,
      basedOn: field.of,
      basedOnTime: comparison.time,
      period: comparison.period,
      comparison: comparison.kind,
      valueToDate: comparison.toDate ? true : undefined,
    };
  if (RECKONED_TYPES.some((type) => type === field.type))
    return { ...shown, direction: field.direction, sql: `\${${field.of}}` };
  if (field.type === "list") return { ...shown, listField: field.of };
  if (field.pick !== undefined) return { ...shown, ...extremePicture(field, view) };
  const filters = field.filters.map((filter) => ({ field: filter.dimension, value: filter.value }));
  const needsRow = field.type === "count" || !staysUnknown(view, field.of);
  const counted = needsRow ? [isKnown(keyOf(view)), ...filters] : filters;
  return {
    ...shown,
    percentile: field.percentile,
    distinctKey: field.distinctKey === undefined ? undefined : `\${${field.distinctKey}}`,
    filters: counted.length > 0 ? counted : undefined,
    sql: field.of === undefined ? undefined : measuredSql(field.type, field.of),
  };
}

/** Such a measure takes no filters, so what keeps a row that a left join made up from counting stands in the SQL. */
function extremePicture(field: Measure, view: View): Readonly<Record<string, unknown>> {
  const of = `\${${field.of}}`;
  const value = staysUnknown(view, field.of)
    ? of
    : `CASE WHEN \${${keyOf(view).name}} IS NOT NULL THEN ${of} END`;
  const sql = `${field.pick}(${value})`;
  const found = field.of === undefined ? undefined : findField(view, field.of)?.field;
  return found?.kind === "dimension_group" ? { sql, convertTz: false, datatype: found.stored?.as ?? found.datatype } : { sql };
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
  if (field?.kind !== "dimension" && field?.kind !== "dimension_group") return false;
  const { pieces } = field.expression;
  return (
    pieces.some((piece) => piece.kind === "column" || piece.kind === "field") &&
    pieces.every((piece) => {
      if (piece.kind === "text") return /^[\s\d.+\-*/()]*$/.test(piece.text);
      return piece.kind === "column" || (piece.kind === "field" && staysUnknown(view, piece.field));
    })
  );
}
