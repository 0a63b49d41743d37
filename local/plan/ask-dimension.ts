// A dimension, or a timeframe of a time -> the field as a question uses it.
import {
  type Dimension,
  type DimensionGroup,
  dimensionLanguage,
  isStretch,
  type Model,
  rankExpression,
  sortedAs,
  type Timeframe,
  say,
  timeframeLabel,
  timeframeLanguage,
  timeframeType,
  timeframeValues,
  valuesOf,
  type View,
} from "../../generator/index.ts";
import type { AskedBase, AskedDimension } from "./asked-field.ts";
import { expand, expandTime, isPlain, type SqlExpression } from "./expand.ts";
import type { Said } from "./liquid.ts";

/** What a field is called in the explore. */
type Named = Omit<AskedBase, "filterLanguage">;

/** @param orderedBy what another dimension shows that puts this one in order; undefined where none does */
export function askDimension(
  field: Dimension,
  view: View,
  named: Named,
  model: Model,
  said: Said,
  orderedBy: () => SqlExpression | undefined,
): AskedDimension {
  const { alias } = named;
  const sql = expand(field.expression, view, alias, said);
  const rank = rankExpression(field);
  return {
    ...named,
    kind: "dimension",
    filterLanguage: dimensionLanguage(field),
    // Looker's yesno is CASE WHEN … THEN 'Yes' ELSE 'No' END: what is not known to be a yes is a no.
    shownSql:
      field.type === "yesno"
        ? { pieces: ["COALESCE(", ...sql.pieces, ", FALSE)"], timeframe: undefined }
        : sql,
    sql,
    type: field.type,
    format: field.format,
    isTime: false,
    plain: isPlain(field.expression),
    caseSensitive: model.caseSensitive,
    order: orderedBy() ?? (rank && expand(rank, view, alias, said)),
    orders: undefined,
    values: valuesOf(field),
    place:
      field.made?.kind === "location"
        ? {
            latitude: expand(field.made.latitude, view, alias, said),
            longitude: expand(field.made.longitude, view, alias, said),
          }
        : undefined,
  };
}

/** @param timeframe the one that is asked for */
export function askTime(
  field: DimensionGroup,
  timeframe: Timeframe,
  view: View,
  named: Named,
  model: Model,
  said: Said,
): AskedDimension {
  const { alias } = named;
  const isStoredNumber = timeframe === "raw" && field.stored !== undefined;
  const shownSql =
    isStoredNumber && field.stored !== undefined
      ? expand(field.stored.of, view, alias, said)
      : expandTime(field, view, alias, said, timeframe);
  const by = sortedAs(timeframe);
  return {
    ...named,
    kind: "dimension",
    label: `${field.label} ${say(model, timeframeLabel(timeframe))}`.trim(),
    filterLanguage: timeframeLanguage(field, timeframe),
    shownSql,
    sql: isStretch(timeframe) ? expandTime(field, view, alias, said) : shownSql,
    type: isStoredNumber ? "number" : timeframeType(timeframe),
    format: undefined,
    isTime: isStretch(timeframe),
    plain: isPlain(field.stored?.of ?? field.expression),
    caseSensitive: model.caseSensitive,
    order: by && expandTime(field, view, alias, said, by),
    orders: undefined,
    values: timeframeValues(timeframe, model.calendar),
    place: undefined,
  };
}
