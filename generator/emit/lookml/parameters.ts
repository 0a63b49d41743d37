// LookML's parameters and blocks: the kind of value each takes, and where the model lets people write it by hand.

/**
 * `text` is read by people; `quoted` is a value Looker reads; `bare` is one of Looker's own words or a name;
 * `locale` is the name of one; `field` and `fields` are names of fields, of sets too (`detail*`);
 * `number` is a whole one, `decimal` any; `expression` runs to `;;`; `list` holds bare names, `numbers` decimals,
 * `texts` quoted values; `filters` maps names to
 * quoted filter expressions; `sorts` maps names to `asc` or `desc`.
 */
export type Kind =
  | "text"
  | "quoted"
  | "bare"
  | "locale"
  | "field"
  | "fields"
  | "yesno"
  | "number"
  | "decimal"
  | "expression"
  | "list"
  | "numbers"
  | "texts"
  | "filters"
  | "sorts";

/** Every parameter that can be printed (https://docs.cloud.google.com/looker/docs/reference/lookml-quick-reference). */
export const PARAMETERS = {
  alias: "list",
  allowed_values: "texts",
  alpha_sort: "yesno",
  bins: "numbers",
  based_on: "bare",
  based_on_time: "bare",
  bind_all_filters: "yesno",
  bypass_suggest_restrictions: "yesno",
  can_filter: "yesno",
  cancel_grouping_fields: "fields",
  case_sensitive: "yesno",
  cluster_keys: "texts",
  connection: "quoted",
  convert_tz: "yesno",
  datagroup_trigger: "bare",
  datatype: "bare",
  default_locale: "locale",
  default_value: "quoted",
  description: "text",
  dimensions: "fields",
  direction: "quoted",
  distribution: "quoted",
  distribution_style: "bare",
  drill_fields: "fields",
  else: "quoted",
  export: "bare",
  expression: "expression",
  expression_custom_filter: "expression",
  extends: "list",
  field: "bare",
  fiscal_month_offset: "number",
  fields: "fields",
  fields_hidden_by_default: "yesno",
  filters: "filters",
  from: "bare",
  from_field: "bare",
  full_suggestions: "yesno",
  group_item_label: "text",
  group_label: "text",
  hidden: "yesno",
  html: "expression",
  icon_url: "quoted",
  include: "quoted",
  increment_key: "quoted",
  increment_offset: "number",
  indexes: "texts",
  interval_trigger: "quoted",
  intervals: "list",
  kind: "bare",
  label: "text",
  label_from_parameter: "field",
  limit: "number",
  list_field: "field",
  localization_level: "bare",
  map_layer_name: "bare",
  max_cache_age: "quoted",
  measures: "fields",
  order_by_field: "field",
  outer_only: "yesno",
  partition_keys: "texts",
  percentile: "decimal",
  period: "bare",
  persist_for: "quoted",
  persist_with: "bare",
  pivots: "fields",
  primary_key: "yesno",
  project_name: "quoted",
  relationship: "bare",
  required_access_grants: "list",
  required_fields: "fields",
  skip_drill_filter: "yesno",
  sortkeys: "texts",
  sorts: "sorts",
  sql: "expression",
  sql_always_having: "expression",
  sql_always_where: "expression",
  sql_end: "expression",
  sql_latitude: "expression",
  sql_longitude: "expression",
  sql_distinct_key: "expression",
  sql_on: "expression",
  sql_start: "expression",
  sql_table_name: "expression",
  sql_trigger: "expression",
  sql_trigger_value: "expression",
  strict_value_format: "yesno",
  style: "bare",
  suggest_dimension: "bare",
  suggest_explore: "bare",
  suggest_persist_for: "quoted",
  suggestable: "yesno",
  suggestions: "texts",
  synonyms: "texts",
  tags: "texts",
  tiers: "numbers",
  timeframes: "list",
  timezone: "quoted",
  to_field: "bare",
  type: "bare",
  unless: "list",
  url: "quoted",
  user_attribute: "bare",
  value: "quoted",
  value_to_date: "yesno",
  value_format: "quoted",
  value_format_name: "bare",
  view_label: "text",
  view_name: "bare",
  week_start_day: "bare",
} as const satisfies Readonly<Record<string, Kind>>;

/** Every block that can be opened, and whether it has a name. */
export const BLOCKS = {
  access_filter: "unnamed",
  access_grant: "named",
  aggregate_table: "named",
  allowed_value: "unnamed",
  always_filter: "unnamed",
  assert: "named",
  bind_filters: "unnamed",
  case: "unnamed",
  column: "named",
  conditionally_filter: "unnamed",
  constant: "named",
  datagroup: "named",
  derived_column: "named",
  derived_table: "unnamed",
  dimension: "named",
  dimension_group: "named",
  explore: "named",
  explore_source: "named",
  filter: "named",
  join: "named",
  link: "unnamed",
  localization_settings: "unnamed",
  materialization: "unnamed",
  measure: "named",
  named_value_format: "named",
  parameter: "named",
  query: "unnamed",
  set: "named",
  test: "named",
  view: "named",
  when: "unnamed",
} as const satisfies Readonly<Record<string, "named" | "unnamed">>;

/** What stands inside the blocks that people may write by hand. */
export const INSIDE: Readonly<Record<string, readonly string[]>> = {
  datagroup: ["label", "description", "sql_trigger", "max_cache_age", "interval_trigger"],
  link: ["label", "url", "icon_url"],
  named_value_format: ["value_format", "strict_value_format"],
  set: ["fields"],
};

const ON_ANY_FIELD = ["alias", "group_item_label", "required_fields", "synonyms", "tags", "view_label"] as const;
const ON_SUGGESTED = [
  "bypass_suggest_restrictions",
  "full_suggestions",
  "suggest_dimension",
  "suggest_explore",
  "suggest_persist_for",
  "suggestable",
  "suggestions",
] as const;
const ON_SHOWN = ["can_filter", "drill_fields", "html", "label_from_parameter", "link", "value_format"] as const;

/**
 * What `lookml:` may hold, by the place it stands at: all that LookML knows there, less what looker.yml says by
 * itself and less what would change an answer in Looker alone.
 */
export const BY_HAND = {
  model: ["datagroup", "named_value_format", "persist_for", "persist_with"],
  view: ["fields_hidden_by_default", "set"],
  dimension: [
    ...ON_ANY_FIELD,
    ...ON_SUGGESTED,
    ...ON_SHOWN,
    "map_layer_name",
    "skip_drill_filter",
  ],
  dimension_group: [...ON_ANY_FIELD, ...ON_SUGGESTED, ...ON_SHOWN, "skip_drill_filter"],
  measure: [...ON_ANY_FIELD, ...ON_SHOWN],
  parameter: [...ON_ANY_FIELD, ...ON_SUGGESTED],
  filter: [...ON_ANY_FIELD, ...ON_SUGGESTED],
  explore: [
    "cancel_grouping_fields",
    "fields",
    "group_label",
    "hidden",
    "persist_for",
    "persist_with",
    "tags",
    "view_label",
  ],
  join: ["outer_only", "view_label"],
} as const satisfies Readonly<
  Record<string, readonly (keyof typeof PARAMETERS | keyof typeof BLOCKS)[]>
>;

/** A place of looker.yml where `lookml:` may stand. */
export type ByHandPlace = keyof typeof BY_HAND;
