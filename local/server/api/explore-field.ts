// A field of the model, under its view's name in an explore -> Looker's description of it (API 4.0, LookmlModelExploreField).
import {
  askedNames,
  escapeFilterText,
  type Explore,
  type Field,
  fieldPicture,
  findField,
  type Model,
  type Timeframe,
  type View,
  viewPath,
} from "../../../generator/index.ts";
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
  const kind = kindOf(field, timeframeOf(view, name), alias);
  const places = lookmlPlaces(model);
  const place = places.place(viewPath(view.name), field.name);
  const filters = listOf(picture["filters"]);
  const group = field.kind === "dimension_group";
  const hand = field.lookml;
  const viewLabel = handText(hand, "view_label") ?? there.label;
  const labelShort = `${field.label}${kind.labelEnd}`;
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
    field_group_label: field.groupLabel ?? (group ? `${field.label} Date` : null),
    field_group_variant:
      handText(hand, "group_item_label") ??
      (group && kind.labelEnd !== "" ? kind.labelEnd.trim() : labelShort),
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
    is_fiscal: false,
    dimension_group: group ? `${alias}.${field.name}` : null,
    ...(kind.interval === undefined ? {} : { time_interval: { name: kind.interval, count: 1 } }),
    week_start_day: "monday",
    fiscal_month_offset: 0,
    datatype: group ? field.datatype : null,
    convert_tz: group ? false : null,
    primary_key: field.kind === "dimension" && field.primaryKey,
    hidden: field.hidden,
    permanent: null,
    error: null,
    can_filter: handFlag(hand, "can_filter") ?? true,
    can_time_filter: group,
    default_filter_value: field.kind === "parameter" ? escapeFilterText(field.default, true, true) : null,
    enumerations: enumerationsOf(field),
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
    sortable: kind.category === "dimension" || kind.category === "measure",
    requires_refresh_on_sort: false,
    fill_style: kind.values === "yesno" ? "enumeration" : group ? "range" : null,
    drill_fields: (handTexts(hand, "drill_fields") ?? view.detail).map((name) =>
      name.includes(".") ? name : `${alias}.${name}`,
    ),
    links: handLinks(hand),
    has_drills_metadata: false,
    times_used: 0,
    sql: textOf(picture["sql"]),
    sql_case: null,
    filters:
      kind.category === "measure" && filters.length > 0
        ? filters.map((filter) => ({ field: `${alias}.${filter.field}`, condition: filter.value }))
        : null,
  };
}

/** What a field is to those who ask. */
interface Kind {
  readonly category: ExploreField["category"];
  /** Looker's word for the type. */
  readonly type: string;
  readonly values: "string" | "number" | "yesno" | "date";
  /** What a timeframe adds to the group's label. */
  readonly labelEnd: string;
  readonly interval: "day" | "week" | "month" | "quarter" | "year" | undefined;
}

function kindOf(field: Field, timeframe: Timeframe | undefined, alias: string): Kind {
  const kind = (category: Kind["category"], type: string, values: Kind["values"]): Kind => ({
    category,
    type,
    values,
    labelEnd: "",
    interval: undefined,
  });
  switch (field.kind) {
    case "dimension":
      return kind("dimension", field.type, field.type);
    case "dimension_group": {
      if (timeframe === undefined) throw new Error(`${alias}.${field.name} is asked for without a timeframe`);
      const time = kind("dimension", `date_${timeframe}`, "date");
      if (timeframe === "raw") return time;
      return {
        ...time,
        labelEnd: ` ${timeframe.charAt(0).toUpperCase()}${timeframe.slice(1)}`,
        interval: timeframe === "date" ? "day" : timeframe,
      };
    }
    case "measure":
      return kind("measure", field.type, "number");
    case "chosen_measure":
      return kind("measure", "number", "number");
    case "parameter":
      return kind("parameter", field.type, field.type === "unquoted" ? "string" : field.type);
    case "filter":
      return kind("filter", field.type, field.type);
    case "selector":
      return kind("filter", "string", "string");
  }
}

const FILTER_TYPES = {
  string: ["string", "advanced_filter_string"],
  number: ["number", "advanced_filter_number"],
  yesno: ["yesno"],
  date: ["datetime", "advanced_filter_datetime"],
} as const satisfies Readonly<Record<Kind["values"], ExploreField["user_attribute_filter_types"]>>;

function enumerationsOf(field: Field): ExploreField["enumerations"] {
  if (field.kind === "parameter" && field.allowed.length > 0)
    return field.allowed.map(({ label, value }) => ({ label, value }));
  if (field.kind === "dimension" && field.type === "yesno")
    return ["Yes", "No"].map((word) => ({ label: word, value: word }));
  return null;
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
