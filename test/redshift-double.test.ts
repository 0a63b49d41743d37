// The Redshift double: that it refuses what Redshift refuses, so that SQL which passes here avoids it; and that it loads, counts and fails as Redshift does.
import { gzipSync } from "node:zlib";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAddress } from "../hydrate/warehouse/address.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openRedshiftDouble, type RedshiftDouble } from "./doubles/redshift/double.ts";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";

const BUCKET = "pipeline";

describe("the Redshift double", () => {
  const schema = `double_${process.pid}`;
  let stack: Stack;
  let s3: S3Double;
  let double: RedshiftDouble;
  let client: Client;
  beforeAll(async () => {
    stack = await openTestStack();
    s3 = await openS3Double({ buckets: [BUCKET] });
    double = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
    client = await connect();
    await client.query(`CREATE SCHEMA ${schema}`);
    await client.query(
      `CREATE TABLE ${schema}.films (id bigint, title varchar(5), seen date NOT NULL, mark varbyte(4), PRIMARY KEY (id)) DISTSTYLE KEY DISTKEY (id) COMPOUND SORTKEY (id, seen)`,
    );
    await client.query(
      `CREATE TABLE ${schema}.other (id bigint, film_id bigint REFERENCES films (id), UNIQUE (film_id))`,
    );
  });
  afterAll(async () => {
    await client.query(`DROP SCHEMA ${schema} CASCADE`);
    await client.end();
    await double.close();
    await s3.close();
    await stack.release();
  });

  async function connect(): Promise<Client> {
    const one = new Client({ connectionString: readAddress(double.url).connectionString });
    one.on("error", () => {});
    await one.connect();
    return one;
  }

  /** What the double says to a statement. */
  async function said(sql: string, values: readonly unknown[] = []): Promise<string> {
    try {
      const result = await client.query(
        sql.replaceAll("films", `${schema}.films`).replaceAll("other", `${schema}.other`),
        [...values],
      );
      return `${result.command} ${result.rowCount}`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  const REFUSED: readonly (readonly [what: string, sql: string, words: string])[] = [
    ["COPY from the client", "COPY films FROM STDIN", "LOAD source is not supported."],
    ["ON CONFLICT", "INSERT INTO films VALUES (1) ON CONFLICT DO NOTHING", 'at or near "ON"'],
    ["RETURNING", "INSERT INTO films (id) VALUES (1) RETURNING id", 'at or near "RETURNING"'],
    ["advisory locks", "SELECT pg_try_advisory_lock(1)", "function pg_try_advisory_lock() does not exist"],
    ["indexes", "CREATE INDEX i ON films (id)", "not supported on Redshift tables"],
    ["sequences", "CREATE SEQUENCE s", "not supported on Redshift tables"],
    ["unlogged tables", "CREATE UNLOGGED TABLE t (a int)", 'at or near "UNLOGGED"'],
    ["two new columns at once", "ALTER TABLE films ADD COLUMN a int, ADD COLUMN b int", 'at or near ","'],
    [
      "loosening a column",
      "ALTER TABLE films ALTER COLUMN seen DROP NOT NULL",
      "not supported on Redshift tables",
    ],
    ["another type for a column", "ALTER TABLE films ALTER COLUMN id TYPE int", "only supported for VARCHAR"],
    ["FILTER", "SELECT count(*) FILTER (WHERE true) FROM films", 'at or near "("'],
    ["LATERAL", "SELECT 1 FROM films f, LATERAL (SELECT f.id) x", 'at or near "LATERAL"'],
    ["DISTINCT ON", "SELECT DISTINCT ON (id) id FROM films", "SELECT DISTINCT ON is not supported"],
    ["VALUES as rows", "SELECT * FROM (VALUES (1)) v", 'at or near "VALUES"'],
    ["row locks", "SELECT 1 FROM films FOR UPDATE", "SELECT FOR UPDATE/SHARE is not supported"],
    ["null-safe comparison", "SELECT 1 FROM films WHERE id IS DISTINCT FROM 1", 'at or near "DISTINCT"'],
    ["another order of texts", 'SELECT title FROM films ORDER BY title COLLATE "C"', 'at or near "COLLATE"'],
    ["WITH kept apart", "WITH a AS MATERIALIZED (SELECT 1) SELECT 1", 'at or near "MATERIALIZED"'],
    ["arrays", "SELECT ARRAY[1]", 'at or near "["'],
    ["generated rows", "SELECT * FROM generate_series(1, 2)", "Specified types or functions"],
    ["encode()", "SELECT encode(mark, 'hex') FROM films", "function encode() does not exist"],
    ["string_agg()", "SELECT string_agg(title, ',') FROM films", "function string_agg() does not exist"],
    ["an alias of DELETE's table", "DELETE FROM films f WHERE f.id = 1", 'at or near "f"'],
    ["an alias of UPDATE's table", "UPDATE films f SET id = 1", 'at or near "f"'],
    [
      "MERGE's alias",
      "MERGE INTO films f USING other o ON f.id = o.id WHEN MATCHED THEN DELETE",
      'at or near "f"',
    ],
    [
      "MERGE from a query",
      "MERGE INTO films USING (SELECT 1) q ON true WHEN MATCHED THEN DELETE",
      'at or near "("',
    ],
    [
      "a window's order without a frame",
      "SELECT sum(id) OVER (ORDER BY id) FROM films",
      "require a frame clause",
    ],
    ["savepoints", "SAVEPOINT a", "not supported on Redshift tables"],
    ["blocks of code", "DO $$ BEGIN END $$", "not supported on Redshift tables"],
    [
      "parameters of Postgres",
      "SET lock_timeout = '1s'",
      'unrecognized configuration parameter "lock_timeout"',
    ],
    ["bytea", "CREATE TABLE t (a bytea)", 'unsupported type "bytea"'],
    ["jsonb", "CREATE TABLE t (a jsonb)", 'unsupported type "jsonb"'],
    ["texts beyond 65535", "CREATE TABLE t (a varchar(65536))", "cannot exceed 65535"],
    ["numbers beyond 38 digits", "CREATE TABLE t (a decimal(39, 0))", "must be between 1 and 38"],
    [
      "a DISTKEY that is no column",
      "CREATE TABLE t (a int) DISTKEY (b)",
      'column "b" named in key does not exist',
    ],
  ];
  test.each(REFUSED)("refuses %s", async (_, sql, words) => {
    expect(await said(sql)).toContain(words);
    await client.query("BEGIN");
    expect(await said(sql)).toContain(words);
    expect(await said("SELECT 1")).toContain("current transaction is aborted");
    await client.query("ROLLBACK");
  });

  test("takes what both take, with parameters", async () => {
    expect(await said("SELECT id FROM films WHERE id = $1 AND title LIKE $2", [1, "a%"])).toBe("SELECT 0");
    expect(await said("INSERT INTO other VALUES ($1, $2)", [1, 2])).toBe("INSERT 1");
    expect(await said("SELECT row_number() OVER (ORDER BY id) FROM other")).toBe("SELECT 1");
    expect(await said("DELETE FROM other USING films WHERE other.id = films.id OR true")).toMatch(
      /^DELETE 0/,
    );
    expect(await said("DELETE FROM other WHERE id = $1", [1])).toBe("DELETE 1");
    expect(await said("INSERT INTO films VALUES ($1) RETURNING id", [1])).toContain('at or near "RETURNING"');
    expect(await said("SET query_group TO 'hydrate'")).toContain("SET");
  });

  test("says what it is", async () => {
    const found = await client.query<{ version: string }>("SELECT version()");
    expect(found.rows[0]?.version).toMatch(/^PostgreSQL 8\.0\.2 on .*, Redshift 1\.0\.\d+$/);
  });

  test("refuses parameters of a connection that Redshift denies", async () => {
    const odd = new Client({
      connectionString: readAddress(double.url).connectionString,
      lock_timeout: 1000,
    });
    odd.on("error", () => {});
    await expect(odd.connect()).rejects.toThrow('permission denied to set parameter "lock_timeout"');
    const stranger = new Client({
      connectionString: readAddress(double.url).connectionString.replace(/:[^:@]*@/, ":wrong@"),
    });
    stranger.on("error", () => {});
    await expect(stranger.connect()).rejects.toThrow("password authentication failed");
  });

  test("takes keys and enforces none, but NOT NULL", async () => {
    expect(await said("INSERT INTO films VALUES (1, 'a', '2026-01-01')")).toBe("INSERT 1");
    expect(await said("INSERT INTO films VALUES (1, 'b', '2026-01-01')")).toBe("INSERT 1");
    expect(await said("INSERT INTO other VALUES (1, 77), (2, 77)")).toBe("INSERT 2");
    expect(await said("INSERT INTO films (id) VALUES (2)")).toContain("violates not-null constraint");
    expect(await said("INSERT INTO films (seen) VALUES ('2026-01-01')")).toContain(
      "violates not-null constraint",
    );
    await client.query(`DELETE FROM ${schema}.films`);
  });

  test("counts texts in bytes, folds names, and cuts a text that is cast without a size", async () => {
    expect(await said("INSERT INTO films VALUES (1, 'éé', '2026-01-01')")).toBe("INSERT 1");
    expect(await said("INSERT INTO films VALUES (1, 'ééé', '2026-01-01')")).toBe(
      "Value too long for character type",
    );
    const found = await client.query<{ title: string; cut: string }>(
      `SELECT "TITLE", length(CAST('${"x".repeat(300)}' AS varchar)) AS cut FROM ${schema}."FILMS"`,
    );
    expect(found.rows).toEqual([{ title: "éé", cut: 256 }]);
    await client.query(`DELETE FROM ${schema}.films`);
  });

  test("ends the transaction on TRUNCATE", async () => {
    await client.query(`INSERT INTO ${schema}.other VALUES (5, 5)`);
    await client.query("BEGIN");
    await client.query(`TRUNCATE ${schema}.other`);
    await client.query("ROLLBACK");
    expect((await client.query(`SELECT 1 FROM ${schema}.other`)).rowCount).toBe(0);
  });

  describe("COPY", () => {
    const text = (key: string): string => `s3://${BUCKET}/double/${key}`;

    /** Puts parts and their manifest there. */
    function put(
      name: string,
      parts: readonly string[],
      entry: (url: string, size: number) => unknown = (url, size) => ({
        url,
        mandatory: true,
        meta: { content_length: size },
      }),
    ): void {
      const entries = parts.map((part, at) => {
        const key = `double/${name}-${at}.gz`;
        const body = gzipSync(part);
        s3.put(BUCKET, key, body);
        return entry(`s3://${BUCKET}/${key}`, body.length);
      });
      s3.put(BUCKET, `double/${name}`, JSON.stringify({ entries }));
    }

    function copy(name: string, rest = "", role = double.role): Promise<string> {
      return said(
        `COPY films (id, title, seen, mark) FROM '${text(name)}' IAM_ROLE '${role}' MANIFEST FORMAT AS CSV GZIP NULL AS '\\N' ${rest}`,
      );
    }

    test("loads all files of a manifest, with nulls and bytes, and counts", async () => {
      put("good", ['1,"a,b",2026-01-01,6869\n', "2,\\N,2026-01-02,\\N\n3,x,2026-01-03,00ff\n"]);
      expect(await copy("good", "COMPUPDATE OFF STATUPDATE OFF MAXERROR 0 ENCODING UTF8")).toBe("COPY null");
      const found = await client.query(
        `SELECT id, title, mark, pg_last_copy_count() AS n FROM ${schema}.films ORDER BY id`,
      );
      expect(found.rows).toEqual([
        { id: "1", title: "a,b", mark: "6869", n: "3" },
        { id: "2", title: null, mark: null, n: "3" },
        { id: "3", title: "x", mark: "00ff", n: "3" },
      ]);
      await client.query(`DELETE FROM ${schema}.films`);
    });

    test("with NOLOAD proves and loads nothing", async () => {
      put("noload", ["1,a,2026-01-01,\\N\n"]);
      expect(await copy("noload", "NOLOAD")).toBe("COPY null");
      put("noload-bad", ["1,a,2026-13-01,\\N\n"]);
      expect(await copy("noload-bad", "NOLOAD")).toContain("sys_load_error_detail");
      expect((await client.query(`SELECT 1 FROM ${schema}.films`)).rowCount).toBe(0);
    });

    const FAULTS: readonly (readonly [what: string, row: string, code: number, column: string])[] = [
      ["a text that is too long", "9,toolong,2026-01-01,\\N", 1204, "title"],
      ["what is no number", "x,a,2026-01-01,\\N", 1207, "id"],
      ["what is no day", "9,a,2026-02-30,\\N", 1205, "seen"],
      ["nothing where something must be", "9,a,\\N,\\N", 1213, "seen"],
      ["too few cells", "9,a", 1201, ""],
      ["too many cells", "9,a,2026-01-01,\\N,5", 1202, ""],
    ];
    test.each(FAULTS)("says by file, line and column what it refuses: %s", async (_, row, code, column) => {
      put("bad", ["1,a,2026-01-01,\\N\n", `1,"2\nl",2026-01-01,\\N\n${row}\n`]);
      expect(await copy("bad")).toBe(
        "Load into table failed.  Check 'sys_load_error_detail' system table for details.",
      );
      const found = await client.query(
        `SELECT trim(file_name) AS file, line_number AS line, trim(column_name) AS column, error_code AS code
           FROM sys_load_error_detail WHERE session_id = pg_backend_pid() ORDER BY start_time DESC LIMIT 1`,
      );
      expect(found.rows).toEqual([{ file: text("bad-1.gz"), line: "3", column, code }]);
      // Not even the rows of the file that was right.
      expect((await client.query(`SELECT 1 FROM ${schema}.films`)).rowCount).toBe(0);
    });

    test("refuses a role it does not have, another region, and files that are not as the manifest says", async () => {
      put("refused", ["1,a,2026-01-01,\\N\n"]);
      expect(await copy("refused", "", "arn:aws:iam::123456789012:role/nobody")).toMatch(
        /^User .* is not authorized to assume IAM Role arn:aws:iam::123456789012:role\/nobody$/,
      );
      expect(await copy("refused", "REGION 'eu-north-1'")).toContain("PermanentRedirect");
      expect(await copy("nothing")).toContain("NoSuchKey");
      put("short", ["1,a,2026-01-01,\\N\n"], (url) => ({
        url,
        mandatory: true,
        meta: { content_length: 1 },
      }));
      expect(await copy("short")).toContain("content length");
      put("gone", ["1,a,2026-01-01,\\N\n"], (url) => ({ url: `${url}.bak`, mandatory: true }));
      expect(await copy("gone")).toContain("NoSuchKey");
      // The trap that `mandatory` is there for.
      put("lost", ["1,a,2026-01-01,\\N\n"], (url) => ({ url: `${url}.bak` }));
      expect(await copy("lost")).toBe("COPY null");
      expect(await said(`COPY films FROM $1`, [text("good")])).toContain('at or near "$1"');
      expect(await said(`COPY films FROM '${text("good")}' MANIFEST CSV GZIP`)).toContain(
        "CREDENTIALS argument is required",
      );
      expect(await copy("refused", "TRUNCATECOLUMNS")).toContain("does not know COPY with TRUNCATECOLUMNS");
    });
  });

  describe("on demand", () => {
    async function rowsAfter(
      kind: "cut_before_commit" | "cut_after_commit" | "conflict",
    ): Promise<[string, number]> {
      const other = await connect();
      double.faults.add({ kind, with: "on demand" });
      await other.query("BEGIN");
      await other.query(`INSERT INTO ${schema}.other VALUES (1, 1) /* on demand */`);
      const message = await other.query("COMMIT").then(
        () => "committed",
        (error: Error) => error.message,
      );
      await other.end().catch(() => {});
      const rows = (await client.query(`SELECT 1 FROM ${schema}.other`)).rowCount ?? 0;
      await client.query(`DELETE FROM ${schema}.other`);
      return [message, rows];
    }

    test("cuts the connection before and after COMMIT", async () => {
      await client.query(`DELETE FROM ${schema}.other`);
      expect(await rowsAfter("cut_before_commit")).toEqual(["Connection terminated unexpectedly", 0]);
      expect(await rowsAfter("cut_after_commit")).toEqual(["Connection terminated unexpectedly", 1]);
    });

    test("fails a transaction that cannot be serialized", async () => {
      expect(await rowsAfter("conflict")).toEqual(["1023", 0]);
    });
  });
});
