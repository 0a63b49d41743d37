// The shape of looker.yml: which keys stand where. Words and names are judged later, by `resolve`.
import { z } from "zod";

const text = z.string().min(1, { error: "expected a text, not an empty one" });
const oneOrMany = z.union([text, z.array(text)], { error: "a name, or a list of names" });
const nameList = z.array(text);
const value = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, or true or false" });
const yesno = z.union([z.boolean(), z.literal(["yes", "no"])], { error: "yes or no" });
/** What Looker is told beside what the model says; which parameters fit where is judged by `check`. */
const byHand = z.record(z.string(), z.unknown());
const named = <Shape extends z.ZodType>(shape: Shape) => z.record(z.string(), shape);

const fields = named(text);

const sourceColumn = z.union(
  [
    text,
    z.strictObject({
      type: text.optional(),
      list: fields.optional(),
      object: fields.optional(),
      required: z.boolean().optional(),
      matches: text.optional(),
    }),
  ],
  { error: "a type such as `integer`, or a map such as `{list: {id: integer, name: text}}`" },
);

const signingKey = z.strictObject({
  key: text,
  from: text,
  until: text,
  revoked: z.boolean().optional(),
});

const source = z.strictObject({
  description: text.optional(),
  files: oneOrMany,
  key: oneOrMany,
  load: text.optional(),
  duplicates: text.optional(),
  signed_by: named(signingKey).optional(),
  unsigned: text.optional(),
  contract: text.optional(),
  budget: z
    .union([z.string(), z.number()], { error: "a share such as `1%`, or a number of records" })
    .optional(),
  columns: named(sourceColumn),
});

/** How Looker keeps rows, and how a warehouse of several machines lays them out. */
const kept = {
  distribution: text.optional(),
  sort: oneOrMany.optional(),
  datagroup_trigger: text.optional(),
  sql_trigger_value: text.optional(),
  persist_for: text.optional(),
  indexes: oneOrMany.optional(),
  increment_key: text.optional(),
  increment_offset: z.number().optional(),
};

const exploreSource = z.strictObject({
  explore: text,
  columns: named(text),
  derived_columns: named(text).optional(),
  filters: named(text).optional(),
  expression_custom_filter: text.optional(),
  bind_filters: z.array(z.strictObject({ from_field: text, to_field: text })).optional(),
  bind_all_filters: yesno.optional(),
  sorts: named(text).optional(),
  limit: z.number().optional(),
  timezone: text.optional(),
});

const table = z.strictObject({
  description: text.optional(),
  from: oneOrMany.optional(),
  sql: text.optional(),
  explore_source: exploreSource.optional(),
  key: oneOrMany,
  columns: z.union([nameList, named(text)], {
    error:
      "a list of column names, or a map from each column to where it comes from (or to its type, without `from:`)",
  }),
  references: named(text).optional(),
  ...kept,
});

const accessGrant = z.strictObject({ user_attribute: text, allowed: oneOrMany });

const dimension = z.strictObject({
  type: text.optional(),
  column: text.optional(),
  sql: text.optional(),
  label: text.optional(),
  group: text.optional(),
  description: text.optional(),
  hidden: z.boolean().optional(),
  required_access_grants: oneOrMany.optional(),
  unknown: value.optional(),
  format: text.optional(),
  timeframes: nameList.optional(),
  datatype: text.optional(),
  convert_tz: z.boolean().optional(),
  tiers: z.array(z.number()).optional(),
  bins: z.array(z.number()).optional(),
  style: text.optional(),
  case: z.array(z.strictObject({ label: text, when: text })).optional(),
  else: text.optional(),
  alpha_sort: z.boolean().optional(),
  order_by_field: text.optional(),
  sql_start: text.optional(),
  sql_end: text.optional(),
  intervals: nameList.optional(),
  sql_latitude: text.optional(),
  sql_longitude: text.optional(),
  lookml: byHand.optional(),
});

const measure = z.strictObject({
  type: text,
  of: text.optional(),
  percentile: z.number().optional(),
  distinct_key: text.optional(),
  sql: text.optional(),
  direction: text.optional(),
  based_on_time: text.optional(),
  period: text.optional(),
  kind: text.optional(),
  value_to_date: yesno.optional(),
  label: text.optional(),
  group: text.optional(),
  description: text.optional(),
  hidden: z.boolean().optional(),
  required_access_grants: oneOrMany.optional(),
  filters: named(text).optional(),
  format: text.optional(),
  lookml: byHand.optional(),
});

const parameter = z.strictObject({
  type: text.optional(),
  label: text.optional(),
  group: text.optional(),
  description: text.optional(),
  hidden: z.boolean().optional(),
  required_access_grants: oneOrMany.optional(),
  allowed_values: z
    .union([z.array(value), named(text)], {
      error: "a list of values, or a map from each value to its label",
    })
    .optional(),
  default_value: value,
  lookml: byHand.optional(),
});

const filterOnly = z.strictObject({
  type: text.optional(),
  label: text.optional(),
  group: text.optional(),
  description: text.optional(),
  hidden: z.boolean().optional(),
  required_access_grants: oneOrMany.optional(),
  lookml: byHand.optional(),
});

const view = z.strictObject({
  table: text.optional(),
  label: text.optional(),
  description: text.optional(),
  one: text.optional(),
  many: text.optional(),
  required_access_grants: oneOrMany.optional(),
  parameters: named(parameter).optional(),
  filters: named(filterOnly.nullable()).optional(),
  dimensions: named(dimension.nullable()).optional(),
  measures: named(measure).optional(),
  detail: nameList.optional(),
  lookml: byHand.optional(),
});

const join = z.strictObject({
  view: text.optional(),
  from: text.optional(),
  through: text.optional(),
  on: named(text).optional(),
  relationship: text.optional(),
  required_access_grants: oneOrMany.optional(),
  lookml: byHand.optional(),
});

const aggregateTable = z.strictObject({
  dimensions: nameList.optional(),
  measures: nameList.optional(),
  filters: named(text).optional(),
  timezone: text.optional(),
  ...kept,
});

const explore = z.strictObject({
  extends: text.optional(),
  view: text.optional(),
  label: text.optional(),
  description: text.optional(),
  required_access_grants: oneOrMany.optional(),
  access_filters: z.array(z.strictObject({ field: text, user_attribute: text })).optional(),
  always_filter: named(text).optional(),
  conditionally_filter: z.strictObject({ filters: named(text), unless: nameList.optional() }).optional(),
  sql_always_where: text.optional(),
  sql_always_having: text.optional(),
  joins: named(join.nullable()).optional(),
  aggregate_tables: named(aggregateTable).optional(),
  lookml: byHand.optional(),
});

const formMetric = z.strictObject({
  of: text.optional(),
  label: text.optional(),
  except: named(text).optional(),
});

const example = z.strictObject({
  title: text.optional(),
  metric: text,
  aggregation: text,
  by: text.optional(),
  where: named(oneOrMany).optional(),
});

const question = z.strictObject({
  label: text.optional(),
  explore: text,
  selectors: named(text),
  metrics: z.union([nameList, named(formMetric.nullable())], {
    error: "a list of dimensions, or a map from each metric to what is special about it",
  }),
  aggregations: nameList.optional(),
  by: nameList.optional(),
  default: example,
  examples: z.array(example).optional(),
});

const ownTest = z.strictObject({
  explore: text,
  fields: nameList,
  filters: named(text).optional(),
  sorts: named(text).optional(),
  limit: z.number().optional(),
  assert: named(text),
});

const environment = z.strictObject({ schema: text.optional(), connection: text.optional() });

/** The whole file. */
export const shape = z.strictObject({
  include: oneOrMany.optional(),
  model: text,
  label: text.optional(),
  description: text.optional(),
  connection: text,
  schema: text.optional(),
  environments: named(environment).optional(),
  unsigned: text.optional(),
  generations: z.int().optional(),
  case_sensitive: yesno.optional(),
  week_start_day: text.optional(),
  fiscal_month_offset: z.int().optional(),
  locale: text.optional(),
  locales: named(named(text.nullable()).nullable()).optional(),
  access_grants: named(accessGrant).optional(),
  sources: named(source).optional(),
  tables: named(table),
  views: named(view.nullable()),
  explores: named(explore.nullable()),
  questions: named(question).optional(),
  tests: named(ownTest).optional(),
  lookml: byHand.optional(),
});

/** The nouns whose keys the guide explains, by the names it has for them. */
export const nouns: Readonly<Record<string, z.ZodType>> = {
  model: shape,
  environment,
  accessGrant,
  source,
  signingKey,
  sourceColumn,
  table,
  exploreSource,
  view,
  dimension,
  measure,
  parameter,
  filterOnly,
  explore,
  join,
  aggregateTable,
  question,
  formMetric,
  example,
  ownTest,
};

/** looker.yml as written: the right keys in the right places, nothing resolved. */
export type Draft = z.output<typeof shape>;
/** One access grant as written. */
export type AccessGrantDraft = z.output<typeof accessGrant>;
/** One source as written. */
export type SourceDraft = z.output<typeof source>;
/** One key that may sign a source's drops, as written. */
export type SigningKeyDraft = z.output<typeof signingKey>;
/** One column of a source as written. */
export type SourceColumnDraft = z.output<typeof sourceColumn>;
/** One table as written. */
export type TableDraft = z.output<typeof table>;
/** A table's question to an explore as written. */
export type ExploreSourceDraft = z.output<typeof exploreSource>;
/** One dimension as written. */
export type DimensionDraft = z.output<typeof dimension>;
/** One measure as written. */
export type MeasureDraft = z.output<typeof measure>;
/** One parameter as written. */
export type ParameterDraft = z.output<typeof parameter>;
/** One filter-only field as written. */
export type FilterDraft = z.output<typeof filterOnly>;
/** One view as written. */
export type ViewDraft = z.output<typeof view>;
/** One join as written. */
export type JoinDraft = z.output<typeof join>;
/** One aggregate table as written. */
export type AggregateTableDraft = z.output<typeof aggregateTable>;
/** One explore as written. */
export type ExploreDraft = z.output<typeof explore>;
/** One question form as written. */
export type QuestionDraft = z.output<typeof question>;
/** One data test as written. */
export type OwnTestDraft = z.output<typeof ownTest>;
/** One example of a question form as written. */
export type ExampleDraft = z.output<typeof example>;
