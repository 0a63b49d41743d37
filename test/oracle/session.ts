// A database session that holds one case's tables at a time, and gives every value back as Postgres spells it.
import { Client } from "pg";
import { createTable, DIALECTS, type Model } from "../../generator/index.ts";
import type { Rows } from "./world.ts";

/** A cell as text; `null` is unknown. */
export type Spelled = string | null;

/** A session for one case after another. */
export interface Session {
  /** Forgets the tables before, and makes and fills those of this model; they are the session's alone. */
  readonly fill: (model: Model, rows: Rows) => Promise<void>;
  /** Runs one query. */
  readonly ask: (text: string, values: readonly unknown[]) => Promise<readonly (readonly Spelled[])[]>;
  readonly close: () => Promise<void>;
}

const SETTINGS = `SET synchronous_commit = off; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';
  SET statement_timeout = 20000`;

/** @param url `postgres://…` of a database in which temporary tables may be made */
export async function openSession(url: string): Promise<Session> {
  const client = new Client({
    connectionString: url,
    types: { getTypeParser: () => (text: string | Buffer) => String(text) },
  });
  await client.connect();
  await client.query(SETTINGS);
  const name = DIALECTS.postgres.identifier;
  return {
    fill: async (model, rows) => {
      const statements = model.tables.flatMap((table) =>
        createTable(table, model.schema, table.name, DIALECTS.postgres),
      );
      await client.query(["DISCARD TEMP", ...statements].join(";\n"));
      const fills = model.tables.map((table) => {
        const place = `${name(model.schema)}.${name(table.name)}`;
        const key = DIALECTS.postgres.identifier(`fill_${table.name}`);
        return `${key} AS (INSERT INTO ${place} SELECT * FROM jsonb_populate_recordset(NULL::${place}, $1::jsonb -> '${table.name}'))`;
      });
      await client.query(`WITH ${fills.join(",\n")} SELECT 1`, [JSON.stringify(rows)]);
    },
    ask: async (text, values) => {
      const result = await client.query<Spelled[]>({ text, values: [...values], rowMode: "array" });
      return result.rows;
    },
    close: () => client.end(),
  };
}
