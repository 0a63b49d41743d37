// A database for tests: DATABASE_URL, or an embedded Postgres that all test files share while any of them runs.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createTable, DIALECTS, type Model } from "../generator/index.ts";
import { openStack, type Stack } from "../local/stack.ts";

/** Opens it; release it after the tests. */
export async function openTestStack(): Promise<Stack> {
  const folder = join(tmpdir(), `viewfinder-tests-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  const url = process.env["DATABASE_URL"];
  const stack = await openStack({ url, folder });
  if (url === undefined) await hurry(stack.url);
  return stack;
}

/**
 * Tests make and drop thousands of tables, and after each they would wait for the disk. Their database need not
 * outlive a power cut; what a process that is killed leaves behind is the same.
 */
async function hurry(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ synchronous_commit: string }>("SHOW synchronous_commit");
    if (found.rows[0]?.synchronous_commit === "off") return;
    await client.query("ALTER ROLE CURRENT_USER SET synchronous_commit = off");
  } finally {
    await client.end();
  }
}

/** Rows of a table by column name. */
export type Rows = readonly Readonly<Record<string, string | number | boolean | null>>[];

/**
 * Makes the model's tables anew and fills them, past hydrate, so that planner tests stand on rows written by hand.
 * @param rows rows by table name
 */
export async function fillTables(
  url: string,
  model: Model,
  rows: Readonly<Record<string, Rows>>,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const quoted = DIALECTS.postgres.identifier;
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${quoted(model.schema)} CASCADE`);
    await client.query(`CREATE SCHEMA ${quoted(model.schema)}`);
    for (const table of model.tables) {
      for (const statement of createTable(table, model.schema, table.name, DIALECTS.postgres))
        await client.query(statement);
      const columns = table.columns.map((column) => column.name);
      for (const row of rows[table.name] ?? []) {
        const places = columns.map((_, index) => `$${index + 1}`).join(", ");
        const values = columns.map((column) => row[column] ?? null);
        await client.query(
          `INSERT INTO ${quoted(model.schema)}.${quoted(table.name)} (${columns.map(quoted).join(", ")}) VALUES (${places})`,
          values,
        );
      }
    }
  } finally {
    await client.end();
  }
}
