// A field of the model, under its view's name in an explore -> Looker's description of it (API 4.0, LookmlModelExploreField).
import {
  askedNames,
  escapeFilterText,
  type Explore,
  type Field,
  fieldPicture,
  findField,
  type Model,
  RECKONED_TYPES,
  say,
  type Timeframe,
  timeframeValues,
  type View,
  viewPath,
} from "../../../generator/index.ts";
import { casesOf, enumerationsOf, kindOf, type Values } from "./field-kind.ts";
import { handFlag, handLinks, handText, handTexts } from "./by-hand.ts";
import type { ExploreField } from "./explore-schema.ts";
import { namedFormat } from "./format/named-formats.ts";
import { lookmlPlaces } from "./lookml-place.ts";

/** A view as an explore knows it. */
export interface ViewThere {
  readonly explore: Explore;
  /** Its name in the explore. */
  readonly alias: string;
  readonly label: string;
  readonly view: View;
}

/** Every field a view offers in an explore; a dimension group is one for each of its timeframes. */
export function describeFields(model: Model, there: ViewThere): readonly ExploreField[] {
  return there.view.fields.flatMap((field) =>
    askedNames(field).map((name) => describe(model, there, field, name)),
  );
}

function describe(model: Model, there: ViewThere, field: Field, name: string): ExploreField {
  const { alias, view } = there;
  const picture = fieldPicture(field, view, model);
  const places = lookmlPlaces(model);
  const span = field.kind === "dimension" && field.made?.kind === "duration" ? field.made : undefined;
  const place = places.place(viewPath(view.name), span?.group ?? field.name);
  const filters = listOf(picture["filters"]);
  const timeframe = timeframeOf(view, name);
  const kind = kindOf(field, timeframe, alias);
  const listed = timeframe && timeframeValues(timeframe, model.calendar);
  const group = field.kind === "dimension_group";
  const hand = field.lookml;
  const reckoned = field.kind === "measure" && RECKONED_TYPES.some((type) => type === field.type);
  const listing = field.kind === "measure" && field.type === "list";
  const viewLabel = handText(hand, "view_label") ?? there.label;
  const labelEnd = kind.labelEnd === "" ? "" : ` ${say(model, kind.labelEnd.trim())}`;
  const labelShort = `${field.label}${labelEnd}`;
  return {
    name: `${alias}.${name}`,
    view: alias,
    original_view: view.name,
    view_label: viewLabel,
    scope: alias,
    project_name: model.name,
    source_file: place.path,
    source_file_path: `${model.name}/${place.path}`,
    lookml_link: places.link(place),
    label: `${viewLabel} ${labelShort}`,
    label_short: labelShort,
    description: textOf(picture["description"]),
    field_group_label:
      field.groupLabel ?? (group ? `${field.label} Date` : span ? `Duration ${span.groupLabel}` : null),
    field_group_variant:
      handText(hand, "group_item_label") ?? (group && labelEnd !== "" ? labelEnd.trim() : labelShort),
    label_from_parameter:
      field.kind === "chosen_measure" && field.counts !== true
        ? `${alias}.${field.metric}`
        : handText(hand, "label_from_parameter"),
    synonyms: handTexts(hand, "synonyms") ?? [],
    tags: handTexts(hand, "tags") ?? [],
    category: kind.category,
    measure: kind.category === "measure",
    parameter: kind.category === "parameter",
    is_filter: kind.category === "filter",
    dynamic: false,
    type: kind.type,
    is_numeric: kind.values === "number",
    is_timeframe: group,
    is_fiscal: timeframe?.startsWith("fiscal_") ?? false,
    dimension_group: group || span !== undefined ? `${alias}.${span?.group ?? field.name}` : null,
    ...(kind.interval === undefined ? {} : { time_interval: kind.interval }),
    week_start_day: model.calendar.weekStart,
    fiscal_month_offset: model.calendar.fiscalMonthOffset,
    datatype: group ? (field.stored?.as ?? field.datatype) : null,
    convert_tz: group ? field.convertTz : null,
    primary_key: field.kind === "dimension" && field.primaryKey,
    hidden: field.hidden,
    permanent: null,
    error: null,
    can_filter: handFlag(hand, "can_filter") ?? !(reckoned || listing),
    can_time_filter: group,
    default_filter_value: field.kind === "parameter" ? escapeFilterText(field.default, true, true) : null,
    enumerations:
      listed?.map((value) => ({ label: String(value), value: String(value) })) ?? enumerationsOf(field),
    has_allowed_values: field.kind === "parameter" && field.allowed.length > 0,
    suggestable: handFlag(hand, "suggestable") ?? (kind.category !== "measure" && kind.values === "string"),
    suggestions: handTexts(hand, "suggestions") ?? null,
    suggest_dimension:
      handText(hand, "suggest_dimension") ?? textOf(picture["suggestDimension"]) ?? `${alias}.${name}`,
    suggest_explore:
      handText(hand, "suggest_explore") ?? textOf(picture["suggestExplore"]) ?? there.explore.name,
    user_attribute_filter_types: [...FILTER_TYPES[kind.values]],
    available_custom_timeframes: null,
    timeframe_labels: null,
    align: kind.category === "measure" || kind.values === "number" ? "right" : "left",
    value_format:
      handText(hand, "value_format") ?? namedFormat(textOf(picture["format"]) ?? undefined) ?? null,
    value_format_name: textOf(picture["format"]),
    strict_value_format: false,
    ...mapLayer(field, hand),
    sortable: kind.category === "dimension" || kind.category === "measure",
    requires_refresh_on_sort: reckoned,
    fill_style:
      kind.category === "dimension" && (listed !== undefined || enumerationsOf(field) !== null)
        ? "enumeration"
        : group
          ? "range"
          : null,
    drill_fields: (handTexts(hand, "drill_fields") ?? view.detail).map((name) =>
      name.includes(".") ? name : `${alias}.${name}`,
    ),
    links: handLinks(hand),
    has_drills_metadata: false,
    times_used: 0,
    sql: textOf(picture["sql"]),
    sql_case: casesOf(picture["case"], picture["otherwise"]),
    ...comparisonOf(field, alias),
    filters:
      kind.category === "measure" && filters.length > 0
        ? filters.map((filter) => ({ field: `${alias}.${filter.field}`, condition: filter.value }))
        : null,
  };
}

const FILTER_TYPES = {
  string: ["string", "advanced_filter_string"],
  number: ["number", "advanced_filter_number"],
  yesno: ["yesno"],
  date: ["datetime", "advanced_filter_datetime"],
} as const satisfies Readonly<Record<Values, ExploreField["user_attribute_filter_types"]>>;

function comparisonOf(field: Field, alias: string): Pick<ExploreField, "period_over_period_params"> {
  if (field.kind !== "measure" || field.comparison === undefined) return {};
  const { time, period, kind, toDate } = field.comparison;
  return {
    period_over_period_params: {
      based_on: `${alias}.${field.of}`,
      based_on_time: `${alias}.${time}`,
      period,
      kind,
      value_to_date: toDate,
    },
  };
}

/** The map a dimension's values are on: Looker knows one for zip codes. */
function mapLayer(field: Field, hand: Field["lookml"]): Pick<ExploreField, "map_layer"> {
  const isZip = field.kind === "dimension" && field.made?.kind === "zipcode";
  const name = handText(hand, "map_layer_name") ?? (isZip ? "us_zipcode_tabulation_areas" : null);
  return name === null ? {} : { map_layer: { name } };
}

function timeframeOf(view: View, name: string): Timeframe | undefined {
  const found = findField(view, name);
  return found !== undefined && "timeframe" in found ? found.timeframe : undefined;
}

function textOf(shown: unknown): string | null {
  return typeof shown === "string" ? shown : null;
}

function listOf(shown: unknown): readonly { readonly field: string; readonly value: string }[] {
  return Array.isArray(shown)
    ? shown.map((one: { readonly field: string; readonly value: unknown }) => ({
        field: one.field,
        value: String(one.value),
      }))
    : [];
}
