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
  /** How many were looked at; a table that is a query is none of the warehouse's. */
  readonly tables: number;
  /** Tables of the model that are queries. */
  readonly queries: number;
  /** What the schema has beside the model's tables, which harms nobody, e.g. `table loans`, `column orders.note`. */
  readonly beside: readonly string[];
}

const PATIENCE_MS = 10_000;
/** Long enough to group a large table by its key. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Reads the catalog and counts keys; nothing is written.
 * @param connectionString for the driver
 * @param dialect what it leads to
 * @throws Outage when the database does not let us in or does not answer
 */
export async function compareTables(
  connectionString: string,
  dialect: DialectName,
  model: Model,
): Promise<TablesLooked> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: PATIENCE_MS,
    application_name: "viewfinder",
  });
  // A connection that is lost fails the query under way, which says so.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("BEGIN READ ONLY");
    // Not among the connection's own options, which Redshift refuses.
    await client.query(`SET statement_timeout TO ${STATEMENT_TIMEOUT_MS}`);
    const catalog = await catalogOf(client, model.schema);
    const differences: TableDifference[] = [];
    const real = model.tables.filter(({ derived }) => derived === undefined);
    for (const table of real) {
      const found = compareTable(table, catalog);
      differences.push(...found);
      const columns = new Set(found.map(({ what }) => what));
      const keyThere = table.key.every((name) => !columns.has(`column ${table.name}.${name}`));
      if (!columns.has(`table ${table.name}`) && keyThere)
        differences.push(...(await compareKey(client, model.schema, table, dialect)));
    }
    return {
      differences,
      tables: real.length,
      queries: model.tables.length - real.length,
      beside: besides(real, catalog),
    };
  } catch (error) {
    throw error instanceof Mistake ? error : answerTrouble(error, false);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A schema without tables lacks each of the model's. */
async function catalogOf(client: Client, schema: string): Promise<Catalog> {
  try {
    return await readCatalog(client, schema, { keys: false, layout: false });
  } catch (error) {
    if (error instanceof Mistake) return { schema, tables: [] };
    throw error;
  }
}

/** Tables and columns that the model does not name. */
function besides(tables: readonly Table[], catalog: Catalog): readonly string[] {
  return catalog.tables.flatMap((there) => {
    const table = tables.find(({ name }) => name === there.name);
    if (table === undefined) return [`table ${there.name}`];
    const known = new Set(table.columns.map(({ name }) => name));
    return there.columns.flatMap(({ name }) => (known.has(name) ? [] : [`column ${there.name}.${name}`]));
  });
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
