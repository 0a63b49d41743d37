// The database's own catalog -> the tables and columns of the model's schema.
import type pg from "pg";
import { DIALECTS, type Model, Outage } from "../../../generator/index.ts";

/** A table as Looker's API lists it. */
export interface CatalogTable {
  readonly name: string;
  readonly sql_escaped_name: string;
  readonly schema_name: string;
  /** As the database guesses it; null before it ever counted. */
  readonly rows: number | null;
  readonly external: string | null;
}

/** A table's columns as Looker's API lists them. */
export interface CatalogColumns {
  name: string;
  sql_escaped_name: string;
  schema_name: string;
  columns: {
    name: string;
    sql_escaped_name: string;
    schema_name: string;
    /** The database's word for the type. */
    data_type_database: string;
    data_type: string;
    /** One of Looker's: `string`, `number`, `yesno`, `date`, `time`. */
    data_type_looker: string;
    description: string | null;
    column_size: number | null;
  }[];
}

/** Looks into the catalog; all of it throws Outage when the database fails. */
export interface Catalog {
  /** The database's name. */
  database(): Promise<string>;
  /** By name. */
  tables(): Promise<CatalogTable[]>;
  /** By table, columns in their order. */
  columns(): Promise<CatalogColumns[]>;
}

/** @param pool whose user sees no more than its rights let it */
export function openCatalog(pool: pg.Pool, model: Model): Catalog {
  const quoted = DIALECTS.postgres.identifier;
  const escaped = (table: string): string => `${quoted(model.schema)}.${quoted(table)}`;
  const ask = async <Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw new Outage(
        `The database's catalog cannot be read: ${error instanceof Error ? error.message : String(error)}. Trying again may help.`,
        { retry: true, cause: error },
      );
    }
  };
  return {
    database: async () => {
      const [row] = await ask<{ name: string }>("SELECT current_database() AS name", []);
      return row?.name ?? "";
    },
    tables: async () => {
      const rows = await ask<{ name: string; rows: number | null }>(
        `SELECT c.relname AS name, CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::float8 END AS rows
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = $1 AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
         ORDER BY c.relname`,
        [model.schema],
      );
      return rows.map((row) => ({
        name: row.name,
        sql_escaped_name: escaped(row.name),
        schema_name: model.schema,
        rows: row.rows === null ? null : Math.round(row.rows),
        external: null,
      }));
    },
    columns: async () => {
      const rows = await ask<{ table: string; name: string; type: string; size: number | null }>(
        `SELECT table_name AS table, column_name AS name, data_type AS type, character_maximum_length::int4 AS size
         FROM information_schema.columns
         WHERE table_schema = $1
         ORDER BY table_name, ordinal_position`,
        [model.schema],
      );
      const byTable = new Map<string, CatalogColumns["columns"]>();
      for (const { table, name, type, size } of rows) {
        const columns = byTable.get(table) ?? [];
        byTable.set(table, columns);
        columns.push({
          name,
          sql_escaped_name: quoted(name),
          schema_name: model.schema,
          data_type_database: type,
          data_type: type,
          data_type_looker: lookerType(type),
          description: null,
          column_size: size,
        });
      }
      return [...byTable].map(([name, columns]) => ({
        name,
        sql_escaped_name: escaped(name),
        schema_name: model.schema,
        columns,
      }));
    },
  };
}

/** Types as Postgres's information schema names them. */
function lookerType(type: string): string {
  if (/int|numeric|double|real/.test(type)) return "number";
  if (type === "boolean") return "yesno";
  if (type === "date") return "date";
  return type.startsWith("timestamp") ? "time" : "string";
}
