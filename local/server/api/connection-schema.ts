// Looker's connection, its features, schemas, tables and columns (API 4.0) as zod schemas.
import { z } from "zod";
import { can } from "./query-schema.ts";

/** Looker's DBConnection, the members that are known; no host, user or password is told. */
export const connectionSchema = z.object({
  can,
  name: z.string(),
  dialect: z.object({
    name: z.string(),
    label: z.string(),
    supports_cost_estimate: z.boolean(),
    supports_streaming: z.boolean(),
    supports_inducer: z.boolean(),
    supports_multiple_databases: z.boolean(),
    supports_persistent_derived_tables: z.boolean(),
    has_ssl_support: z.boolean(),
    connection_tests: z.array(z.string()),
  }),
  dialect_name: z.string(),
  database: z.string(),
  schema: z.string(),
  db_timezone: z.string(),
  query_timezone: z.string(),
  pdts_enabled: z.boolean(),
  has_password: z.boolean(),
  uses_oauth: z.boolean(),
  example: z.boolean(),
  managed: z.boolean(),
  user_db_credentials: z.boolean(),
  snippets: z.array(z.object({ name: z.string() })),
});

/** Looker's ConnectionFeatures. */
export const featuresSchema = z.object({
  dialect_name: z.string(),
  cost_estimate: z.boolean(),
  multiple_databases: z.boolean(),
  column_search: z.boolean(),
  persistent_table_indexes: z.boolean(),
  persistent_derived_tables: z.boolean(),
  turtles: z.boolean(),
  percentile: z.boolean(),
  distinct_percentile: z.boolean(),
  stable_views: z.boolean(),
  milliseconds: z.boolean(),
  microseconds: z.boolean(),
  subtotals: z.boolean(),
  location: z.boolean(),
  timezone: z.boolean(),
  connection_pooling: z.boolean(),
});

/** Looker's Schema. */
export const schemaSchema = z.object({ name: z.string(), is_default: z.boolean() });

/** Looker's SchemaTables. */
export const tablesSchema = z.object({
  name: z.string(),
  is_default: z.boolean(),
  tables: z.array(
    z.object({
      name: z.string(),
      sql_escaped_name: z.string(),
      schema_name: z.string(),
      rows: z.int().nullable(),
      external: z.string().nullable(),
    }),
  ),
  table_limit_hit: z.boolean(),
});

/** Looker's SchemaColumns. */
export const columnsSchema = z.object({
  name: z.string(),
  sql_escaped_name: z.string(),
  schema_name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      sql_escaped_name: z.string(),
      schema_name: z.string(),
      data_type_database: z.string(),
      data_type: z.string(),
      data_type_looker: z.string(),
      description: z.string().nullable(),
      column_size: z.int().nullable(),
    }),
  ),
});
