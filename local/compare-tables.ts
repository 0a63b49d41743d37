// The tables a model says and those a database has -> what differs: tables, columns, types, and keys that are not keys.
import { Client } from "pg";
import {
  type At,
  type Catalog,
  type CatalogColumn,
  type Column,
  DIALECTS,
  type DialectName,
  type Model,
  Mistake,
  readWarehouseType,
  sayType,
  type Table,
} from "../generator/index.ts";
import { readCatalog } from "./catalog.ts";
import { answerTrouble } from "./trouble.ts";

/** One thing that is not the same in the model and in the warehouse. */
export interface TableDifference {
  /** E.g. `column orders.total`. */
  readonly what: string;
  /** In words, e.g. `is missing`, `is text, and the model says integer`. */
  readonly how: string;
  /** Where the model says it. */
  readonly at: At;
}

/** What a look at the warehouse found. */
export interface TablesLooked {
  readonly differences: readonly TableDifference[];
  readonly tables: number;
}

const PATIENCE_MS = 10_000;
/** Long enough to group a large table by its key. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Reads the catalog and counts keys; nothing is written.
 * @param url `postgres://…` or `redshift://…`
 * @throws Outage when the database does not let us in or does not answer
 */
export async function compareTables(url: string, model: Model): Promise<TablesLooked> {
  const dialect: DialectName = url.startsWith("redshift:") ? "redshift" : "postgres";
  const client = new Client({
    connectionString: url.replace(/^redshift:/, "postgres:"),
    connectionTimeoutMillis: PATIENCE_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "viewfinder",
  });
  // A connection that is lost fails the query under way, which says so.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SET default_transaction_read_only = on");
    const catalog = await catalogOf(client, model.schema);
    const differences: TableDifference[] = [];
    for (const table of model.tables) {
      const found = compareTable(table, catalog);
      differences.push(...found);
      const columns = new Set(found.map(({ what }) => what));
      const keyThere = table.key.every((name) => !columns.has(`column ${table.name}.${name}`));
      if (!columns.has(`table ${table.name}`) && keyThere)
        differences.push(...(await compareKey(client, model.schema, table, dialect)));
    }
    return { differences, tables: model.tables.length };
  } catch (error) {
    throw error instanceof Mistake ? error : answerTrouble(error, false);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A schema without tables lacks each of the model's. */
async function catalogOf(client: Client, schema: string): Promise<Catalog> {
  try {
    return await readCatalog(client, schema);
  } catch (error) {
    if (error instanceof Mistake) return { schema, tables: [] };
    throw error;
  }
}

function compareTable(table: Table, catalog: Catalog): readonly TableDifference[] {
  const there = catalog.tables.find(({ name }) => name === table.name);
  if (there === undefined)
    return [{ what: `table ${table.name}`, how: `is missing in schema ${catalog.schema}`, at: table.at }];
  return table.columns.flatMap((column): readonly TableDifference[] => {
    const what = `column ${table.name}.${column.name}`;
    const found = there.columns.find(({ name }) => name === column.name);
    if (found === undefined) return [{ what, how: "is missing", at: column.at }];
    return holds(column, found)
      ? []
      : [{ what, how: `is ${found.type}, and the model says ${sayType(column.type)}`, at: column.at }];
  });
}

/** Whether a column of the database holds every value the model's type has, and reads as that type. */
function holds({ type }: Column, found: CatalogColumn): boolean {
  const there = readWarehouseType(found.type);
  if (there?.kind !== type.kind) return false;
  if (there.kind !== "decimal" || type.kind !== "decimal") return true;
  return there.scale >= type.scale && there.precision - there.scale >= type.precision - type.scale;
}

/** Everything that is counted goes by keys, so each has to be known and stand for one row. */
async function compareKey(
  client: Client,
  schema: string,
  table: Table,
  dialect: DialectName,
): Promise<readonly TableDifference[]> {
  const quoted = DIALECTS[dialect].identifier;
  const columns = table.key.map(quoted).join(", ");
  if (table.key.length === 0) return [];
  const from = `${quoted(schema)}.${quoted(table.name)}`;
  const { rows } = await client.query<{ twice: string; unknown: string }>(
    `SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM ${from} GROUP BY ${columns} HAVING COUNT(*) > 1) AS doubled) AS twice,
            (SELECT COUNT(*) FROM ${from} WHERE ${table.key.map((name) => `${quoted(name)} IS NULL`).join(" OR ")}) AS unknown`,
  );
  const { twice = "0", unknown = "0" } = rows[0] ?? {};
  const what = `key ${table.key.join(", ")} of table ${table.name}`;
  return [
    ...(twice === "0"
      ? []
      : [{ what, how: `stands for several rows ${count(twice, "time")}`, at: table.at }]),
    ...(unknown === "0" ? [] : [{ what, how: `is not known in ${count(unknown, "row")}`, at: table.at }]),
  ];
}

function count(number: string, noun: string): string {
  return `${Number(number).toLocaleString("en-US")} ${noun}${number === "1" ? "" : "s"}`;
}
