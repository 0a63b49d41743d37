// Each question of test/questions in Redshift's SQL: an independent grammar reads it, and nothing in it is what Redshift refuses or does otherwise.
import { readdirSync } from "node:fs";
import sqlParser from "node-sql-parser";
import { describe, expect, test } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { writeSql } from "../local/sql.ts";
import { QUESTIONS, readKeptQuestion } from "./kept-questions.ts";

const grammar = new sqlParser.Parser();
const names = readdirSync(QUESTIONS).filter((name) => name.endsWith(".json"));

function redshiftSql(name: string): string {
  const { model, question } = readKeptQuestion(name);
  return writeSql(plan(model, question), DIALECTS.redshift).text;
}

/**
 * What Redshift lacks, limits or does otherwise than Postgres, each with SQL that has it (Redshift's Database
 * Developer Guide: "Unsupported PostgreSQL features", "AVG", "MEDIAN", "Data types", "Correlated subqueries", "Names and identifiers").
 */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp, example: string])[] = [
  ["a FILTER clause", /\bFILTER\s*\(/i, "COUNT(a) FILTER (WHERE b)"],
  ["a lateral join", /\bLATERAL\b/i, "FROM a, LATERAL (SELECT a.b) AS c"],
  ["DISTINCT ON", /\bDISTINCT ON\b/i, "SELECT DISTINCT ON (a) b"],
  [
    "an aggregate that sorts, but for one list: a statement may have one order",
    /\b(?:MEDIAN|PERCENTILE_\w+)\s*\(|\bLISTAGG\([^]*\bLISTAGG\(/i,
    "MEDIAN(a)",
  ],
  [
    "a list beside another aggregate of different values",
    /\b(?:COUNT\(DISTINCT[^\n]*,\n[^;(]*LISTAGG|LISTAGG\([^\n]*,\n[^;(]*COUNT\(DISTINCT)/i,
    "LISTAGG(DISTINCT a) AS a,\n  COUNT(DISTINCT b)",
  ],
  ["an array", /\bARRAY\s*[[(]|\]/i, "a = ANY (ARRAY[1])"],
  ["a null-safe comparison", /\bIS (?:NOT )?DISTINCT FROM\b/i, "a IS NOT DISTINCT FROM b"],
  ["a WITH query kept apart", /\bMATERIALIZED\b/i, "WITH a AS MATERIALIZED (SELECT 1)"],
  ["VALUES as rows", /\bVALUES\b/i, "FROM (VALUES (1)) AS a"],
  ["generated rows, which only the leader node makes", /\bgenerate_series\b/i, "generate_series(1, 3)"],
  ["a full join, which needs keys that can be merged", /\bFULL\b/i, "FULL JOIN a ON b"],
  [
    "NOT IN over a subquery, which is lost on unknowns",
    /\bNOT IN\s*\(\s*SELECT\b/i,
    "a NOT IN (SELECT b FROM c)",
  ],
  ["an average of values as they are, which drops decimals", /\bAVG\((?!CAST\()/i, "AVG(a)"],
  [
    "a text without a size, which is cut at 256 bytes",
    /\bAS (?:TEXT|VARCHAR|CHAR)\b(?!\()/i,
    "CAST($1 AS TEXT)",
  ],
  [
    "a decimal without a size, which has no fraction",
    /\bAS (?:NUMERIC|DECIMAL)\b(?!\()/i,
    "CAST(NULL AS NUMERIC)",
  ],
  [
    "a decimal of more than 38 digits",
    /\b(?:NUMERIC|DECIMAL)\(\s*(?:39|[4-9]\d|\d{3,})/i,
    "CAST(a AS DECIMAL(65, 0))",
  ],
  ["a placeholder of no type", /(?<!CAST\()\$\d/, "WHERE a = $1"],
  ["a name that is folded to small letters", /"[a-z0-9_.]*[A-Z]/, 'AS "Movies"'],
];

describe.each(names)("%s", (name) => {
  const sql = redshiftSql(name);

  test("parses", () => {
    // The grammar has no LISTAGG; what it lists is SQL all the same.
    const unlisted = sql.replaceAll(
      /LISTAGG\((DISTINCT .*), '\|RECORD\|'\) WITHIN GROUP \(ORDER BY .*\)(?= AS )/g,
      "COUNT($1)",
    );
    expect(() => grammar.astify(unlisted, { database: "Redshift" })).not.toThrow();
  });

  test("has nothing that Redshift refuses", () => {
    const found = FORBIDDEN.filter(([, pattern]) => pattern.test(sql)).map(([what]) => what);
    expect({ found, sql }).toEqual({ found: [], sql });
  });

  test("refers outside a subquery by equality alone", () => {
    expect(otherReferences(sql)).toEqual([]);
  });
});

test.each(FORBIDDEN)("%s would be found", (_, pattern, example) => {
  expect(example).toMatch(pattern);
});

test("the grammar refuses what is no SQL, and a lateral join", () => {
  for (const wrong of ["SELECT FROM WHERE", "SELECT a FROM b CROSS JOIN LATERAL c ORDER"])
    expect(() => grammar.astify(wrong, { database: "Redshift" })).toThrow(/found/);
});

test("a reference that is no equality would be found", () => {
  const wrong = "WHERE NOT EXISTS (\n  SELECT 1\n  FROM s.b AS b\n  WHERE a.x = b.x\n    AND a.y > b.y\n)";
  expect(otherReferences(wrong)).toEqual(["AND a.y > b.y"]);
});

/** Lines of EXISTS subqueries that name a view from outside in any other way than `one.column = other.column`. */
function otherReferences(sql: string): readonly string[] {
  return [...sql.matchAll(/\bEXISTS \(\n([\s\S]*?)\n\s*\)/g)].flatMap(([, body = ""]) => {
    const inside = new Set([...body.matchAll(/ AS (\w+)/g)].map(([, alias]) => alias));
    return body
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => {
        if (/^(?:FROM|JOIN|LEFT JOIN) /.test(line)) return false;
        const outside = [...line.matchAll(/\b([a-z]\w*)\.\w+/g)].some(([, alias]) => !inside.has(alias));
        return outside && !/^(?:WHERE|AND) \w+\.\w+ = \w+\.\w+(?: AND \w+\.\w+ = \w+\.\w+)*$/.test(line);
      });
  });
}
