// Hydrating in tests: a model in a schema of its own, a clock that stands still, and tables as text.
import { Client } from "pg";
import type { Model } from "../generator/index.ts";
import { hydrate, reportLines, type HydrateEvent, type HydrateReport } from "../hydrate/index.ts";

/** A model whose tables are nobody else's, so that test files can share a database. */
export function inOwnSchema(model: Model, name: string): Model {
  return { ...model, schema: `${name.replaceAll(/[^a-z0-9]+/g, "_")}_${process.pid}` };
}

/** One session for looking at tables. */
export interface Looker {
  /** Rows of a query, every value as text, null as `-`, and bytes as they read. */
  rows(sql: string, values?: readonly unknown[]): Promise<readonly (readonly string[])[]>;
  /** All tables of the model, each with its columns and its rows in order, as text to compare. */
  tables(model: Model): Promise<string>;
  /** Removes the model's tables and hydrate's own. */
  drop(model: Model): Promise<void>;
  close(): Promise<void>;
}

/** @param url of the test database */
export async function openLooker(url: string): Promise<Looker> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows: Looker["rows"] = async (sql, values = []) => {
    const found = await client.query<unknown[]>({ text: sql, values: [...values], rowMode: "array" });
    return found.rows.map((row) => row.map(asText));
  };
  return {
    rows,
    async tables(model) {
      const parts: string[] = [];
      for (const table of model.tables) {
        const columns = table.columns.map((column) => `"${column.name}"`);
        const found = await rows(
          `SELECT ${columns.map((column) => `${column}::text`).join(", ")} FROM "${model.schema}"."${table.name}"`,
        );
        const lines = found.map((row) => row.join(" | ")).sort();
        parts.push(
          [`${table.name}: ${table.columns.map((column) => column.name).join(" | ")}`, ...lines].join("\n  "),
        );
      }
      return parts.join("\n");
    },
    async drop(model) {
      await client.query(`DROP SCHEMA IF EXISTS "${model.schema}" CASCADE`);
      await client.query(`DROP SCHEMA IF EXISTS "${model.schema}_hydrate" CASCADE`);
    },
    close: () => client.end(),
  };
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString("latin1"));
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A day on which tests hydrate. @param later days after it */
export function testDay(later = 0): Date {
  return new Date(Date.UTC(2026, 0, 31 + later, 12));
}

/** Hydrates, and gives what the admin reads: the report, or the refusal with its kind before it. */
export async function hydrateAsText(
  url: string,
  model: Model,
  path: string,
  options: {
    readonly now?: Date;
    readonly source?: string;
    readonly again?: boolean;
    readonly progress?: (event: HydrateEvent) => void;
  } = {},
): Promise<string> {
  const { now = testDay(), source, again, progress } = options;
  try {
    const report: HydrateReport = await hydrate({
      model,
      url,
      path,
      source,
      again,
      progress,
      now: () => now,
    });
    return reportLines(report).join("\n");
  } catch (error) {
    if (error instanceof Error && (error.name === "Mistake" || error.name === "Outage"))
      return `${error.name}: ${error.message}`;
    throw error;
  }
}
