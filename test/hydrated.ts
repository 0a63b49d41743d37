// Hydrating in tests: a model in a schema of its own, a clock that stands still, and tables as text.
import { hash } from "node:crypto";
import { Client } from "pg";
import type { Model } from "../generator/index.ts";
import {
  hydrate,
  reportLines,
  type HydrateEvent,
  type HydrateOptions,
  type HydrateReport,
} from "../hydrate/index.ts";
import { readAddress } from "../hydrate/warehouse/address.ts";
import type { TestTarget } from "./targets.ts";

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
  /** For each run: how many raw records it kept, how many bytes they have, and whether all of them have their hash. */
  rawRecords(model: Model): Promise<readonly string[]>;
  /** Removes the model's tables and hydrate's own. */
  drop(model: Pick<Model, "schema">): Promise<void>;
  close(): Promise<void>;
}

/** Redshift's type of bytes, which the driver does not know. */
const VARBYTE = 6_551;

/** @param url of the test database, or of the cluster */
export async function openLooker(url: string): Promise<Looker> {
  const client = new Client({ connectionString: readAddress(url).connectionString });
  await client.connect();
  const rows: Looker["rows"] = async (sql, values = []) => {
    const found = await client.query<unknown[]>({ text: sql, values: [...values], rowMode: "array" });
    const bytes = found.fields.map((field) => field.dataTypeID === VARBYTE);
    return found.rows.map((row) =>
      row.map((value, at) =>
        asText(bytes[at] === true && typeof value === "string" ? Buffer.from(value, "hex") : value),
      ),
    );
  };
  /** Values as the warehouse spells them. */
  const spelled = async (sql: string): Promise<readonly (readonly string[])[]> => {
    const types = { getTypeParser: (type: number) => (value: string) => spell(type, value) };
    const found = await client.query<(string | null)[]>({ text: sql, rowMode: "array", types });
    return found.rows.map((row) => row.map((value) => value ?? "-"));
  };
  return {
    rows,
    async tables(model) {
      const parts: string[] = [];
      for (const table of model.tables) {
        const columns = table.columns.map((column) => `"${column.name}"`);
        const found = await spelled(`SELECT ${columns.join(", ")} FROM "${model.schema}"."${table.name}"`);
        const lines = found.map((row) => row.join(" | ")).sort();
        parts.push(
          [`${table.name}: ${table.columns.map((column) => column.name).join(" | ")}`, ...lines].join("\n  "),
        );
      }
      return parts.join("\n");
    },
    async rawRecords(model) {
      const found = await client.query<{ run: string; sha256: unknown; raw: unknown; size: string }>(
        `SELECT run, sha256, raw, end_byte - start_byte AS size FROM "${model.schema}_hydrate".raw_records ORDER BY run, ordinal`,
      );
      const bytes = (value: unknown): Buffer =>
        Buffer.isBuffer(value) ? value : Buffer.from(String(value), "hex");
      const runs = new Map<string, { records: number; size: number; right: boolean }>();
      for (const row of found.rows) {
        const run = runs.get(row.run) ?? { records: 0, size: 0, right: true };
        const raw = bytes(row.raw);
        run.records += 1;
        run.size += Number(row.size);
        run.right &&=
          raw.length === Number(row.size) && hash("sha256", raw, "buffer").equals(bytes(row.sha256));
        runs.set(row.run, run);
      }
      return [...runs].map(([run, { records, size, right }]) => `${run} | ${records} | ${size} | ${right}`);
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

/** A value in Postgres's spelling, which Redshift shares but for the digits of a double. */
function spell(type: number, value: string): string {
  if (type === BOOLEAN) return value === "t" ? "true" : "false";
  return type === DOUBLE ? String(Number(Number(value).toPrecision(15))) : value;
}

const BOOLEAN = 16;
const DOUBLE = 701;

/** Hydrates, and gives what the admin reads: the report, or the refusal with its kind before it. */
export async function hydrateAsText(
  target: string | TestTarget,
  model: Model,
  path: string,
  options: {
    readonly now?: Date;
    readonly source?: string;
    readonly again?: boolean;
    readonly acceptQuarantine?: boolean;
    readonly lease?: HydrateOptions["lease"];
    readonly progress?: (event: HydrateEvent) => void;
  } = {},
): Promise<string> {
  const { now = testDay(), ...others } = options;
  const { url, pipeline, lease }: TestTarget = typeof target === "string" ? { url: target } : target;
  try {
    const report: HydrateReport = await hydrate({
      model,
      url,
      pipeline,
      lease,
      path,
      ...others,
      now: () => now,
    });
    return reportLines(report).join("\n");
  } catch (error) {
    if (error instanceof Error && (error.name === "Mistake" || error.name === "Outage"))
      return `${error.name}: ${error.message}`;
    throw error;
  }
}
