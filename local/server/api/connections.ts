// /connections: the warehouse, and what of it the database's own catalog says about the model's schema.
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { Refusal } from "../looker-error.ts";
import { openCatalog } from "./catalog.ts";
import {
  columnsSchema,
  connectionSchema,
  featuresSchema,
  schemaSchema,
  tablesSchema,
} from "./connection-schema.ts";
import { DIALECT_NAME } from "./explore.ts";
import { type Api, API } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";
import { type ApiWorld, requireAll } from "./world.ts";

/** Only the model's own schema is told of, and only to those who see all of the model. */
export function routeConnections(api: Api, world: ApiWorld): void {
  const catalog = openCatalog(world.pool, world.model);
  const ask = { config: { needs: "ask" } } as const;
  const tags = ["Connection"];
  const named = z.object({ connection_name: z.string() });
  const require = (name: string): void => {
    if (name === world.model.connection) return;
    throw new Refusal(
      404,
      `There is no connection ${name.slice(0, 200)} on this server, only ${world.model.connection}.`,
    );
  };
  const describe = async (): Promise<z.infer<typeof connectionSchema>> =>
    describeConnection(world.model, await catalog.database());

  api.get(
    `${API}/connections`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "all_connections",
        summary: "All connections",
        querystring: z.object({ fields: wantedFields }),
        response: { 200: z.array(connectionSchema) },
      },
    },
    async (request) => pick([await describe()], readWanted(request.query.fields)),
  );
  api.get(
    `${API}/connections/:connection_name`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection",
        summary: "One connection",
        params: named,
        querystring: z.object({ fields: wantedFields }),
        response: { 200: connectionSchema },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      return pick(await describe(), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/connections/:connection_name/features`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection_features",
        summary: "What the warehouse can do",
        params: named,
        querystring: z.object({ fields: wantedFields }),
        response: { 200: featuresSchema },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      return pick(FEATURES, readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/connections/:connection_name/databases`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection_databases",
        summary: "Databases of a connection",
        params: named,
        response: { 200: z.array(z.string()) },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      return [await catalog.database()];
    },
  );
  api.get(
    `${API}/connections/:connection_name/schemas`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection_schemas",
        summary: "Schemas of a connection: the model's own",
        params: named,
        querystring: z.object({ fields: wantedFields, database: z.string().optional() }),
        response: { 200: z.array(schemaSchema) },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      return pick([{ name: world.model.schema, is_default: true }], readWanted(request.query.fields));
    },
  );
  const filters = {
    fields: wantedFields,
    database: z.string().optional(),
    schema_name: z.string().optional(),
    table_filter: z.string().optional(),
    table_limit: z.coerce.number().int().min(0).optional(),
  };
  api.get(
    `${API}/connections/:connection_name/tables`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection_tables",
        summary: "Tables of the model's schema",
        params: named,
        querystring: z.object(filters),
        response: { 200: z.array(tablesSchema) },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      requireAll(world, request);
      const { schema_name = world.model.schema, table_filter = "", table_limit, fields } = request.query;
      if (schema_name !== world.model.schema) return [];
      const all = (await catalog.tables()).filter((table) => table.name.includes(table_filter));
      const tables = all.slice(0, table_limit ?? all.length);
      const listed = {
        name: schema_name,
        is_default: true,
        tables,
        table_limit_hit: tables.length < all.length,
      };
      return pick([listed], readWanted(fields));
    },
  );
  api.get(
    `${API}/connections/:connection_name/columns`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "connection_columns",
        summary: "Columns of the model's tables",
        params: named,
        querystring: z.object({ ...filters, table_names: z.string().optional() }),
        response: { 200: z.array(columnsSchema) },
      },
    },
    async (request) => {
      require(request.params.connection_name);
      requireAll(world, request);
      const {
        schema_name = world.model.schema,
        table_names,
        table_filter = "",
        table_limit,
        fields,
      } = request.query;
      if (schema_name !== world.model.schema) return [];
      const wanted = table_names?.split(",").map((name) => name.trim());
      const tables = (await catalog.columns()).filter(
        (table) => (wanted === undefined || wanted.includes(table.name)) && table.name.includes(table_filter),
      );
      return pick(tables.slice(0, table_limit ?? tables.length), readWanted(fields));
    },
  );
}

const FEATURES: z.infer<typeof featuresSchema> = {
  dialect_name: DIALECT_NAME,
  cost_estimate: false,
  multiple_databases: false,
  column_search: false,
  persistent_table_indexes: false,
  persistent_derived_tables: false,
  turtles: false,
  percentile: true,
  distinct_percentile: true,
  stable_views: false,
  milliseconds: false,
  microseconds: false,
  subtotals: true,
  location: false,
  timezone: false,
  connection_pooling: true,
};

function describeConnection(model: Model, database: string): z.infer<typeof connectionSchema> {
  return {
    can: { index: true, show: true },
    name: model.connection,
    dialect: {
      name: DIALECT_NAME,
      label: "PostgreSQL",
      supports_cost_estimate: false,
      supports_streaming: true,
      supports_inducer: false,
      supports_multiple_databases: false,
      supports_persistent_derived_tables: false,
      has_ssl_support: true,
      connection_tests: [],
    },
    dialect_name: DIALECT_NAME,
    database,
    schema: model.schema,
    db_timezone: "UTC",
    query_timezone: "UTC",
    pdts_enabled: false,
    has_password: false,
    uses_oauth: false,
    example: false,
    managed: false,
    user_db_credentials: false,
    snippets: [],
  };
}
